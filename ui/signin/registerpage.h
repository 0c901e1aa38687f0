// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "ui/signin/credentialpage.h"

namespace keyturn::ui::signin {

class RuleList;

/// A new account at a backend. The rules are told while typing; the backend's own word on a field stands at that field.
class RegisterPage final : public CredentialPage
{
    Q_OBJECT
public:
    explicit RegisterPage(core::Clock &clock, QWidget *parent = nullptr);

    void begin(const SignInWay &way, const QString &email);
    void enter() override;

Q_SIGNALS:
    void submitted(const QString &email, const QString &name, const keyturn::core::Secret &password);

protected:
    [[nodiscard]] FormField *fieldNamed(const QString &name) override;
    [[nodiscard]] QList<FormField *> fields() override;
    [[nodiscard]] bool isComplete() const override;

private:
    void checkWhileTyping();

    FormField *m_name;
    RuleList *m_rules;
};

} // namespace keyturn::ui::signin
