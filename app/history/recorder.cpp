// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/recorder.h"

#include <algorithm>
#include <iterator>

namespace keyturn::history {

namespace {

/// As doctor has it: less than that no token notices.
constexpr std::chrono::seconds clockTolerance{60};

bool isOfRefresh(const net::Exchange &exchange)
{
    return exchange.purpose == QLatin1String("refresh") || exchange.purpose == QLatin1String("token");
}

bool isOfSecretStore(const core::Error &error)
{
    constexpr const char *prefixes[] = {"keychain_", "secret_", "vault_", "passphrase_"};
    return std::any_of(std::begin(prefixes), std::end(prefixes),
                       [&error](const char *prefix) { return error.code.startsWith(QLatin1String(prefix)); });
}

/// Nullopt where nothing failed that is the person's: the account went another way meanwhile.
std::optional<EventKind> kindOfFailure(const core::Error &error)
{
    const bool overtaken = error.code == QLatin1String("account_unknown") || error.code == QLatin1String("account_overtaken");
    if (error.kind == core::ErrorKind::Cancelled || overtaken)
        return std::nullopt;
    if (isOfSecretStore(error))
        return EventKind::KeychainFailed;
    return error.kind == core::ErrorKind::Offline ? EventKind::Unreachable : EventKind::RenewalFailed;
}

QString wordOf(SignOut::Reach reach)
{
    switch (reach) {
    case SignOut::Reach::ThisDevice:
        return QStringLiteral("this_device");
    case SignOut::Reach::Everywhere:
        return QStringLiteral("everywhere");
    case SignOut::Reach::LocalOnly:
        break;
    }
    return QStringLiteral("local_only");
}

/// `this_device`, `everywhere`, `local_only`; with `_later` and `_untold` where the backend does not know (yet).
QString causeOf(const SignOut &how)
{
    if (how.backendTold || how.reach == SignOut::Reach::LocalOnly)
        return wordOf(how.reach);
    return wordOf(how.reach) + (how.toldLater ? QLatin1String("_later") : QLatin1String("_untold"));
}

} // namespace

Recorder::Recorder(core::Clock &clock, core::Random &random, EventStore &store, const net::ExchangeLog &log, Program program, QObject *parent)
    : QObject(parent), m_clock(clock), m_store(store), m_log(log), m_program(program), m_run(QString::fromLatin1(random.bytes(4).toHex()))
{ }

Event Recorder::eventOf(const Subject &subject, EventKind kind, const QString &cause, const QString &detail) const
{
    Event event;
    event.subject = subject;
    event.kind = kind;
    event.cause = cause;
    event.detail = detail;
    event.at = m_clock.now();
    event.program = m_program;
    return event;
}

void Recorder::append(const Event &event)
{
    if (m_keeping)
        m_store.append(event);
}

Trace Recorder::traceOf(const model::AccountId &account) const
{
    const auto began = m_began.constFind(account);
    Trace trace;
    if (began == m_began.constEnd())
        return trace;
    const auto add = [&trace](const net::Exchange &exchange) {
        trace.exchanges.prepend(exchange.number);
        const QString answer = exchange.status > 0 ? QString::number(exchange.status) : exchange.failure;
        trace.requests.prepend(QStringLiteral("%1 %2 → %3, %4 ms")
                                   .arg(QString::fromLatin1(exchange.method), exchange.url.toDisplayString(), answer)
                                   .arg(exchange.duration.count()));
    };
    const QList<net::Exchange> &exchanges = m_log.exchanges();
    for (auto exchange = exchanges.rbegin(); exchange != exchanges.rend() && exchange->number > began->after; ++exchange) {
        if (isOfRefresh(*exchange) && (began->origins.isEmpty() || began->origins.contains(net::Origin::of(exchange->url))))
            add(*exchange);
    }
    if (!trace.exchanges.isEmpty())
        trace.run = m_run;
    return trace;
}

void Recorder::signedIn(const Subject &subject, bool again, const QString &method, const QString &provider)
{
    m_troubles.remove(subject.account);
    append(eventOf(subject, again ? EventKind::SignedInAgain : EventKind::SignedIn, method, provider));
}

void Recorder::signInFailed(const Subject &subject, const core::Error &error)
{
    if (error.kind != core::ErrorKind::Cancelled) // that was the person's own wish
        append(eventOf(subject, EventKind::SignInFailed, error.code, error.detail));
}

void Recorder::refreshStarted(const Subject &subject, const QStringList &origins)
{
    const QList<net::Exchange> &exchanges = m_log.exchanges();
    Began began{exchanges.isEmpty() ? 0 : exchanges.last().number, {}};
    for (const QString &origin : origins)
        began.origins += net::Origin::of(QUrl(origin));
    m_began.insert(subject.account, began);
}

void Recorder::renewed(const Subject &subject, bool rotated, bool saved, const QDateTime &expiresAt)
{
    if (!saved)
        m_unsaved.insert(subject.account); // until notSaved() tells
    usable(subject);
    Event event = eventOf(subject, rotated ? EventKind::Rotated : EventKind::Renewed);
    if (expiresAt.isValid())
        event.span = std::chrono::seconds(std::max<qint64>(0, event.at.secsTo(expiresAt)));
    event.trace = traceOf(subject.account);
    append(event);
}

void Recorder::usable(const Subject &subject)
{
    const auto trouble = m_troubles.constFind(subject.account);
    if (trouble == m_troubles.constEnd())
        return;
    const EventKind was = *trouble;
    if (was == EventKind::NotSaved && m_unsaved.contains(subject.account))
        return; // at hand, and no nearer to being stored
    m_troubles.erase(trouble);
    if (was == EventKind::Unreachable)
        append(eventOf(subject, EventKind::ReachableAgain));
    else if (was == EventKind::KeychainFailed)
        append(eventOf(subject, EventKind::KeychainWorks));
    else if (was == EventKind::NotSaved)
        append(eventOf(subject, EventKind::Saved));
}

void Recorder::trouble(const Subject &subject, EventKind kind, const core::Error &error)
{
    m_troubles.insert(subject.account, kind);
    Event event = eventOf(subject, kind, error.code, error.detail);
    event.trace = traceOf(subject.account);
    append(event);
}

void Recorder::failed(const Subject &subject, const core::Error &error)
{
    if (const std::optional<EventKind> kind = kindOfFailure(error))
        trouble(subject, *kind, error);
}

void Recorder::signInNeeded(const Subject &subject, const core::Error &error)
{
    trouble(subject, EventKind::SignInNeeded, error);
}

void Recorder::notSaved(const Subject &subject, const core::Error &error)
{
    m_unsaved.remove(subject.account);
    trouble(subject, EventKind::NotSaved, error);
}

void Recorder::lateTokens(const Subject &subject)
{
    append(eventOf(subject, EventKind::LateTokens));
}

void Recorder::sessionRevoked(const Subject &subject)
{
    append(eventOf(subject, EventKind::SessionRevoked));
}

void Recorder::othersRevoked(const Subject &subject)
{
    append(eventOf(subject, EventKind::OthersRevoked));
}

void Recorder::signedOut(const Subject &subject, const SignOut &how)
{
    m_troubles.remove(subject.account);
    m_began.remove(subject.account);
    m_unsaved.remove(subject.account);
    append(eventOf(subject, EventKind::SignedOut, causeOf(how), how.code));
}

void Recorder::clockSeen(const QString &host, std::chrono::seconds ahead)
{
    const std::chrono::seconds off = std::chrono::abs(ahead);
    bool &wasOff = m_clockOff[host];
    const bool isOff = off >= clockTolerance;
    if (isOff == wasOff)
        return;
    wasOff = isOff;
    Event event = eventOf({}, isOff ? EventKind::ClockOff : EventKind::ClockRight, {}, host);
    if (isOff) {
        event.cause = ahead.count() > 0 ? QStringLiteral("ahead") : QStringLiteral("behind");
        event.span = off;
    }
    append(event);
}

} // namespace keyturn::history
