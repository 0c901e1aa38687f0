// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/secret.h"
#include "ui/signin/page.h"

#include <QUrl>

namespace keyturn::ui::signin {

class FormField;
class PasswordField;
class QrView;

/// The browser could not bring its answer to us, or runs on another device: the person brings the address that it ended on. There is a code in that
/// address, hence it is handled as a secret.
class PastePage final : public Page
{
    Q_OBJECT
public:
    explicit PastePage(QWidget *parent = nullptr);

    /// The browser is this computer's; @p authorization is what it was sent to.
    void beginHere(const QUrl &authorization);
    /// The browser is a phone's, which scans @p authorization.
    void beginOnPhone(const QUrl &authorization);
    void showError(const core::Error &error, const QString &provider);
    void enter() override;
    void wipe();

Q_SIGNALS:
    void pasted(const keyturn::core::Secret &address);
    void backRequested();

private:
    void begin();

    QrView *m_qr;
    common::TextLabel *m_words;
    PasswordField *m_line;
    FormField *m_field;
    QPushButton *m_continue;
};

} // namespace keyturn::ui::signin
