// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/emailchange.h"

#include "backend/answers.h"
#include "backend/bearer.h"
#include "backend/care/mailedcode.h"
#include "backend/care/typedcode.h"
#include "backend/eventlog.h"
#include "backend/users/userjson.h"

namespace keyturn::backend {

namespace {

constexpr std::chrono::minutes recentWhereNobodySays(5);

Response tooMany()
{
    Response refusal = errorAnswer(429, "rate_limited", QStringLiteral("Another address was asked for too often; please try again in half an hour."));
    refusal.headers.append(HttpHeader{"Retry-After", QByteArray::number(qint64(std::chrono::seconds(mailedCodeLife).count()))});
    return refusal;
}

} // namespace

EmailChange::EmailChange(const Parts &parts, std::chrono::seconds recentSignIn)
    : m_parts(parts), m_recentSignIn(recentSignIn > std::chrono::seconds(0) ? recentSignIn : recentWhereNobodySays)
{ }

void EmailChange::addTo(Router &router)
{
    router.add("POST", "/api/auth/email/change",
               m_parts.guard.needs(requirement::signedIn, [this](const Call &call, const LiveSession &live) { return confirm(call, live); }));
}

void EmailChange::begin(const LiveSession &live, const Wish &wish, const Done &done)
{
    if (wish.email == live.user.email) { // it has it: another one that waits is not wanted any more
        const auto cancelled = m_parts.store.cancel(live.user.id);
        return done(cancelled.ok() ? std::nullopt : std::optional(failureAnswer(cancelled.error())));
    }
    if (!wish.password) {
        const bool recent = instantOf(m_parts.clock) - live.session.createdAt <= m_recentSignIn;
        return done(recent ? mailCode(live.user, wish.email) : stepUpChallenge(m_recentSignIn));
    }
    const auto hash = m_parts.care.passwordHash(live.user.id);
    if (!hash.ok())
        return done(failureAnswer(hash.error()));
    m_parts.hasher.verify(*wish.password, *hash, [this, user = live.user, email = wish.email, done](core::Result<bool> same) {
        if (!same.ok())
            return done(failureAnswer(same.error()));
        if (!*same)
            return done(wrongPresentPassword());
        done(mailCode(user, email));
    });
}

/// Nothing before the answer differs by whether somebody has the address.
std::optional<Response> EmailChange::mailCode(const User &user, const QString &email)
{
    const core::Secret code = newTypedCode(m_parts.random);
    const Instant now = instantOf(m_parts.clock);
    const auto begun = m_parts.store.begin({hashOfTyped(QString::fromLatin1(code.reveal())), user.id, email, now + mailedCodeLife}, now);
    if (!begun.ok())
        return failureAnswer(begun.error());
    if (*begun == EmailChangeStore::Begun::TooMany)
        return tooMany();
    m_parts.notices.changeBegun(user.email);
    if (*begun == EmailChangeStore::Begun::WaitsUnmailed)
        return std::nullopt;
    m_parts.mailer.later([this, code, email] {
        const auto owner = m_parts.care.userOf(email);
        if (!owner.ok())
            return logEvent(LogLevel::Error, "mail_failed", {{QStringLiteral("detail"), owner.error().detail}});
        if (*owner)
            return m_parts.notices.addressWanted(email);
        m_parts.mailer.write({email, QStringLiteral("Confirm your new e-mail address"),
                              QStringLiteral("The code by which your account gets this address, entered where you asked for it:"), code,
                              mailedCodeEnding()});
    });
    return std::nullopt;
}

Response EmailChange::confirm(const Call &call, const LiveSession &live)
{
    const QString name = QStringLiteral("code");
    const Texts texts = textsOf(call.request, {name});
    if (texts.refusal)
        return *texts.refusal;
    const auto confirmed = m_parts.store.confirm(live.user.id, hashOfTyped(texts.values.value(name)), instantOf(m_parts.clock));
    if (!confirmed.ok())
        return failureAnswer(confirmed.error());
    switch (confirmed->kind) {
    case EmailChangeStore::Confirmed::Kind::WrongCode:
        return invalidMailedCode();
    case EmailChangeStore::Confirmed::Kind::Taken: // told to nobody but a reader of that mailbox
        return errorAnswer(409, "email_taken", QStringLiteral("There is an account with this e-mail address already."));
    case EmailChangeStore::Confirmed::Kind::Changed:
        break;
    }
    m_parts.notices.changed(confirmed->before);
    return jsonAnswer(200, toJson(confirmed->user));
}

} // namespace keyturn::backend
