// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/notices.h"

#include "backend/care/mailedcode.h"
#include "backend/care/typedcode.h"
#include "backend/eventlog.h"

namespace keyturn::backend {

core::Result<void> Notices::registrationTried(const QString &email)
{
    const core::Result<bool> may = mayTell(email);
    if (!may.ok() || !*may)
        return may.ok() ? core::Result<void>() : may.error();
    m_mailer.later([this, email] {
        m_mailer.write({.to = email,
                        .subject = QStringLiteral("You have an account already"),
                        .before = QStringLiteral(
                            "Somebody, perhaps you, registered with this address. It has an account already, and nothing of that has changed."),
                        .after = QStringLiteral(
                            "If it was you, sign in, or ask for a new password if you do not know yours any more. If not, you need do nothing.")});
    });
    return {};
}

void Notices::addressWanted(const QString &email)
{
    const core::Result<bool> may = mayTell(email);
    if (!may.ok())
        return logEvent(LogLevel::Error, "mail_failed", {{QStringLiteral("detail"), may.error().detail}});
    if (!*may)
        return;
    m_mailer.write(
        {.to = email,
         .subject = QStringLiteral("Your address was asked for"),
         .before = QStringLiteral("Somebody, perhaps you, wanted this address for another account. Yours has it, and nothing of that has changed."),
         .after = QStringLiteral("If it was you, sign in to the account of this address instead. If not, you need do nothing.")});
}

void Notices::changeBegun(const QString &email)
{
    m_mailer.later([this, email] {
        m_mailer.write(
            {.to = email,
             .subject = QStringLiteral("Your account is to get another e-mail address"),
             .before = QStringLiteral("Somebody who is signed in to your account, perhaps you, asked for another e-mail address for it. It "
                                      "changes once a code is entered that went there."),
             .after = QStringLiteral("If it was not you, set a new password: that stops it, and signs everybody else out.")});
    });
}

void Notices::changed(const QString &email)
{
    m_mailer.later([this, email] {
        m_mailer.write(
            {.to = email,
             .subject = QStringLiteral("Your account has another e-mail address"),
             .before = QStringLiteral("From now on your account is signed in to with another e-mail address, and this one gets no more mails."),
             .after = QStringLiteral("If it was not you, tell whoever runs this service.")});
    });
}

/// Anybody may cause these, as often as they like: only a few reach a person, as with mailed codes, and by the same rows. Nobody ever holds the code.
core::Result<bool> Notices::mayTell(const QString &email)
{
    const auto owner = m_store.userOf(email);
    if (!owner.ok() || !*owner)
        return owner.ok() ? core::Result<bool>(false) : owner.error();
    const Instant now = instantOf(m_clock);
    const QByteArray counted = hashOfTyped(QString::fromLatin1(newTypedCode(m_random).reveal()));
    return m_store.addMailedCode(counted, (*owner)->id, mailpurpose::notice, now, now + mailedCodeLife);
}

} // namespace keyturn::backend
