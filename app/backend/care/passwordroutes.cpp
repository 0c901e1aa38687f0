// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/passwordroutes.h"

#include "backend/answers.h"
#include "backend/care/mailedcode.h"
#include "backend/care/typedcode.h"
#include "backend/eventlog.h"

namespace keyturn::backend {

namespace {

const QString newPassword = QStringLiteral("newPassword");

std::optional<Response> passwordRefusal(const QString &password, const QString &email)
{
    const std::optional<QString> problem = passwordProblem(password, email);
    return problem ? std::optional(validationAnswer({{newPassword, *problem}})) : std::nullopt;
}

} // namespace

void PasswordRoutes::addTo(Router &router)
{
    router.add("POST", "/api/auth/password",
               m_parts.guard.needs(requirement::signedIn,
                                   [this](const Call &call, const LiveSession &live, const Replier &reply) { change(call, live, reply); }));
    router.add("POST", "/api/auth/password/forgot",
               [this](const Call &call, const Replier &reply) { askForMail(call, reply, mailpurpose::resetPassword); });
    router.add("POST", "/api/auth/password/reset", [this](const Call &call, const Replier &reply) { reset(call, reply); });
    router.add("POST", "/api/auth/email/send", [this](const Call &call, const Replier &reply) { askForMail(call, reply, mailpurpose::verifyEmail); });
    router.add("POST", "/api/auth/email/confirm", [this](const Call &call, const Replier &reply) { reply(confirmEmail(call)); });
}

void PasswordRoutes::change(const Call &call, const LiveSession &live, const Replier &reply)
{
    const QString present = QStringLiteral("password");
    const Texts texts = textsOf(call.request, {present, newPassword});
    if (texts.refusal)
        return reply(*texts.refusal);
    if (const std::optional<Response> refusal = passwordRefusal(texts.values.value(newPassword), live.user.email))
        return reply(*refusal);
    const auto hash = m_parts.store.passwordHash(live.user.id);
    if (!hash.ok())
        return reply(failureAnswer(hash.error()));
    const core::Secret fresh = core::Secret::fromText(texts.values.value(newPassword));
    m_parts.hasher.verify(core::Secret::fromText(texts.values.value(present)), *hash, [this, live, fresh, reply](core::Result<bool> same) {
        if (!same.ok())
            return reply(failureAnswer(same.error()));
        if (!*same)
            return reply(wrongPresentPassword());
        store(live, fresh, reply);
    });
}

void PasswordRoutes::store(const LiveSession &live, const core::Secret &fresh, const Replier &reply)
{
    m_parts.hasher.hash(fresh, [this, live, reply](core::Result<QByteArray> hashed) {
        if (!hashed.ok())
            return reply(failureAnswer(hashed.error()));
        if (const auto stored = m_parts.store.setPassword(live.user.id, *hashed); !stored.ok())
            return reply(failureAnswer(stored.error()));
        // Whoever knew the old one is out; who has just shown it stays in.
        const auto ended = m_parts.auth.endSessions(live.user.id, live.session.id, endcause::passwordChanged);
        reply(ended.ok() ? emptyAnswer() : failureAnswer(ended.error()));
    });
}

void PasswordRoutes::askForMail(const Call &call, const Replier &reply, const char *purpose)
{
    const Texts texts = textsOf(call.request, {QStringLiteral("email")});
    if (texts.refusal)
        return reply(*texts.refusal);
    reply(jsonAnswer(202, QJsonObject{{QStringLiteral("message"), QStringLiteral("If there is something to mail, it is on its way.")}}));
    m_parts.mailer.later([this, purpose, email = normalisedEmail(texts.values.value(QStringLiteral("email")))] {
        const auto user = m_parts.store.userOf(email);
        if (!user.ok())
            return logEvent(LogLevel::Error, "mail_failed", {{QStringLiteral("detail"), user.error().detail}});
        if (*user)
            mail(**user, purpose);
    });
}

void PasswordRoutes::mailVerification(const User &user)
{
    m_parts.mailer.later([this, user] { mail(user, mailpurpose::verifyEmail); });
}

void PasswordRoutes::mail(const User &user, const char *purpose)
{
    const bool verifies = purpose == mailpurpose::verifyEmail;
    if (const auto verified = m_parts.store.isVerified(user.id); verifies && (!verified.ok() || *verified))
        return;
    const core::Secret code = newTypedCode(m_parts.random);
    const Instant now = instantOf(m_parts.clock);
    const auto added = m_parts.store.addMailedCode(hashOfTyped(QString::fromLatin1(code.reveal())), user.id, purpose, now, now + mailedCodeLife);
    if (!added.ok())
        return logEvent(LogLevel::Error, "mail_failed", {{QStringLiteral("detail"), added.error().detail}});
    if (!*added)
        return;
    // The address may have changed meanwhile: with it go the codes that were there, and this one must not come after them.
    const auto still = m_parts.store.userOf(user.email);
    if (!still.ok() || !*still || (*still)->id != user.id) {
        const auto gone = m_parts.store.spendCode(hashOfTyped(QString::fromLatin1(code.reveal())), purpose, now);
        return logEvent(LogLevel::Warning, "mail_not_sent", {{QStringLiteral("withdrawn"), gone.ok()}});
    }
    m_parts.mailer.write({user.email, verifies ? QStringLiteral("Confirm your e-mail address") : QStringLiteral("Set a new password"),
                          verifies ? QStringLiteral("The code by which you confirm this address:") : QStringLiteral("The code for a new password:"),
                          code, mailedCodeEnding()});
}

void PasswordRoutes::reset(const Call &call, const Replier &reply)
{
    const Texts texts = textsOf(call.request, {QStringLiteral("code"), newPassword});
    if (texts.refusal)
        return reply(*texts.refusal);
    if (const std::optional<Response> refusal = passwordRefusal(texts.values.value(newPassword), {}))
        return reply(*refusal);
    const QByteArray code = hashOfTyped(texts.values.value(QStringLiteral("code")));
    const auto owner = m_parts.store.ownerOfCode(code, mailpurpose::resetPassword, instantOf(m_parts.clock));
    if (!owner.ok())
        return reply(failureAnswer(owner.error()));
    if (!*owner)
        return reply(invalidMailedCode());
    // Whose address the password may be is told to the holder of the code alone.
    if (const std::optional<Response> refusal = passwordRefusal(texts.values.value(newPassword), (*owner)->email))
        return reply(*refusal);
    // Hashed before the code is spent: should the hashing fail, it still serves.
    m_parts.hasher.hash(core::Secret::fromText(texts.values.value(newPassword)), [this, code, reply](core::Result<QByteArray> hashed) {
        if (!hashed.ok())
            return reply(failureAnswer(hashed.error()));
        const Instant now = instantOf(m_parts.clock);
        const auto user = m_parts.store.resetPassword(code, *hashed, now);
        if (!user.ok() || !*user)
            return reply(user.ok() ? invalidMailedCode() : failureAnswer(user.error()));
        // The code came by e-mail, so that is confirmed as well.
        const auto verified = m_parts.store.setVerified(**user, now);
        reply(verified.ok() ? emptyAnswer() : failureAnswer(verified.error()));
    });
}

Response PasswordRoutes::confirmEmail(const Call &call)
{
    const Texts texts = textsOf(call.request, {QStringLiteral("code")});
    if (texts.refusal)
        return *texts.refusal;
    const Instant now = instantOf(m_parts.clock);
    const auto user = m_parts.store.spendCode(hashOfTyped(texts.values.value(QStringLiteral("code"))), mailpurpose::verifyEmail, now);
    if (!user.ok() || !*user)
        return user.ok() ? invalidMailedCode() : failureAnswer(user.error());
    const auto verified = m_parts.store.setVerified(**user, now);
    return verified.ok() ? emptyAnswer() : failureAnswer(verified.error());
}

} // namespace keyturn::backend
