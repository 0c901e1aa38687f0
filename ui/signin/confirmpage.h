// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signinflow.h"
#include "ui/signin/page.h"

namespace keyturn::ui::common {
class Avatar;
} // namespace keyturn::ui::common

namespace keyturn::ui::signin {

/// Somebody signed in who was not expected (FAULTS 27, 28): who, and whether they are to be kept. Nothing is stored before that is said, and Enter
/// alone keeps nobody.
class ConfirmPage final : public Page
{
    Q_OBJECT
public:
    explicit ConfirmPage(QWidget *parent = nullptr);

    /// @p provider: where they signed in.
    void ask(const keyturn::accounts::UnexpectedIdentity &who, const QString &provider);
    /// It is decided, and is being done.
    void setBusy(bool busy);
    void enter() override;

Q_SIGNALS:
    void accepted();
    void declined();

private:
    common::Avatar *m_avatar;
    common::TextLabel *m_name;
    common::TextLabel *m_email;
    common::TextLabel *m_advice;
    QPushButton *m_decline;
    QPushButton *m_accept;
};

} // namespace keyturn::ui::signin
