// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/recorder.h"

#include <QUrl>

#include <algorithm>
#include <initializer_list>
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

bool isOneOf(const QString &purpose, std::initializer_list<const char *> purposes)
{
    return std::any_of(purposes.begin(), purposes.end(), [&purpose](const char *one) { return purpose == QLatin1String(one); });
}

bool isOfSignIn(const net::Exchange &exchange)
{
    return isOneOf(exchange.purpose,
                   {"sign-in", "second factor", "register", "identity", "userinfo", "emails", "csrf token", "discovery", "jwks", "token",
                    "pushed request", "device authorization", "handoff"});
}

QList<net::Origin> originsOf(const QStringList &texts)
{
    QList<net::Origin> origins;
    for (const QString &text : texts)
        origins += net::Origin::of(QUrl(text));
    return origins;
}

/// A session's id may be a credential, and stands in the address that ends it. A short one may be a part of other words.
QUrl withoutId(QUrl url, const QString &id)
{
    constexpr qsizetype unmistakable = 8;
    const QString mark = QStringLiteral("…");
    const auto hide = [&](const QString &encoded) {
        QString text = QUrl::fromPercentEncoding(encoded.toUtf8());
        const QString hidden = text == id ? mark : id.size() >= unmistakable ? QString(text).replace(id, mark) : text;
        return hidden == text ? encoded : hidden;
    };
    QStringList segments = url.path(QUrl::FullyEncoded).split(u'/');
    std::transform(segments.begin(), segments.end(), segments.begin(), hide);
    url.setPath(segments.join(u'/'));
    QStringList pairs = url.query(QUrl::FullyEncoded).split(u'&', Qt::SkipEmptyParts);
    for (QString &pair : pairs)
        pair = pair.section(u'=', 0, 0) + (pair.contains(u'=') ? u'=' + hide(pair.section(u'=', 1)) : QString());
    if (url.hasQuery())
        url.setQuery(pairs.join(u'&'));
    return url;
}

/// What a trace keeps of many: how it began, and how it ended.
constexpr qsizetype maxExchanges = 10;
constexpr qsizetype firstExchanges = 3;

QString lineOf(const net::Exchange &exchange)
{
    const QString answer = exchange.status > 0 ? QString::number(exchange.status) : exchange.failure;
    return QStringLiteral("%1 %2 → %3, %4 ms")
        .arg(QString::fromLatin1(exchange.method), exchange.url.toDisplayString(), answer)
        .arg(exchange.duration.count());
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

quint64 Recorder::newestExchange() const
{
    return m_log.exchanges().isEmpty() ? 0 : m_log.exchanges().last().number;
}

Trace Recorder::traceSince(quint64 after, const Fits &fits) const
{
    QList<const net::Exchange *> found;
    const QList<net::Exchange> &exchanges = m_log.exchanges();
    for (auto exchange = exchanges.rbegin(); exchange != exchanges.rend() && exchange->number > after; ++exchange) {
        if (fits(*exchange))
            found.prepend(&*exchange);
    }
    if (found.size() > maxExchanges)
        found.remove(firstExchanges, found.size() - maxExchanges);
    Trace trace;
    for (const net::Exchange *exchange : std::as_const(found)) {
        trace.exchanges += exchange->number;
        trace.requests += lineOf(*exchange);
    }
    if (!found.isEmpty())
        trace.run = m_run;
    return trace;
}

Trace Recorder::traceOf(const model::AccountId &account) const
{
    const auto began = m_began.constFind(account);
    if (began == m_began.constEnd())
        return {};
    return traceSince(began->after, [&began](const net::Exchange &exchange) {
        return isOfRefresh(exchange) && (began->origins.isEmpty() || began->origins.contains(net::Origin::of(exchange.url)));
    });
}

/// Tokens of another origin are another account's, renewed meanwhile.
Trace Recorder::traceOfSignIn(const QString &place, const QStringList &origins)
{
    const auto began = m_signIns.constFind(place);
    if (began == m_signIns.constEnd())
        return {};
    const QList<net::Origin> known = originsOf(origins);
    const Trace trace = traceSince(*began, [&known](const net::Exchange &exchange) {
        return isOfSignIn(exchange)
            && (known.isEmpty() || exchange.purpose != QLatin1String("token") || known.contains(net::Origin::of(exchange.url)));
    });
    m_signIns.erase(began);
    return trace;
}

void Recorder::signInStarted(const QString &place)
{
    m_signIns.insert(place, newestExchange());
}

void Recorder::signedIn(const Subject &subject, bool again, const QString &method, const QString &provider, const QString &place,
                        const QStringList &origins)
{
    m_troubles.remove(subject.account);
    Event event = eventOf(subject, again ? EventKind::SignedInAgain : EventKind::SignedIn, method, provider);
    event.trace = traceOfSignIn(place, origins);
    append(event);
}

void Recorder::signInFailed(const Subject &subject, const core::Error &error, const QString &place)
{
    Event event = eventOf(subject, EventKind::SignInFailed, error.code, error.detail);
    event.trace = traceOfSignIn(place, {});
    if (error.kind != core::ErrorKind::Cancelled) // that was the person's own wish
        append(event);
}

void Recorder::refreshStarted(const Subject &subject, const QStringList &origins)
{
    m_began.insert(subject.account, {newestExchange(), originsOf(origins)});
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

void Recorder::sessionRevoked(const Subject &subject, const model::SessionId &session, const QString &name)
{
    Event event = eventOf(subject, EventKind::SessionRevoked, {}, name);
    const QList<net::Exchange> &exchanges = m_log.exchanges();
    for (auto exchange = exchanges.rbegin(); exchange != exchanges.rend() && event.trace.exchanges.isEmpty(); ++exchange) {
        net::Exchange shown = *exchange;
        shown.url = withoutId(exchange->url, session.toString());
        if (exchange->purpose == QLatin1String("revoke session") && shown.url != exchange->url)
            event.trace = {{lineOf(shown)}, m_run, {exchange->number}};
    }
    append(event);
}

void Recorder::othersRevoked(const Subject &subject, const QStringList &origins)
{
    Event event = eventOf(subject, EventKind::OthersRevoked);
    const QList<net::Origin> known = originsOf(origins);
    const QList<net::Exchange> &exchanges = m_log.exchanges();
    const auto last = std::find_if(exchanges.rbegin(), exchanges.rend(), [&known](const net::Exchange &exchange) {
        return exchange.purpose == QLatin1String("revoke other sessions") && (known.isEmpty() || known.contains(net::Origin::of(exchange.url)));
    });
    if (last != exchanges.rend()) // else each was ended on its own, by addresses with ids in them
        event.trace = traceSince(last->number - 1, [number = last->number](const net::Exchange &exchange) { return exchange.number == number; });
    append(event);
}

void Recorder::experimentStarted(const model::AccountId &account)
{
    m_experiments.insert(account, newestExchange());
}

void Recorder::experimented(const Subject &subject, const QString &which, const QString &verdict, const QStringList &origins)
{
    Event event = eventOf(subject, EventKind::Experiment, which, verdict);
    const QList<net::Origin> known = originsOf(origins);
    event.trace = traceSince(m_experiments.take(subject.account), [&known](const net::Exchange &exchange) {
        return isOneOf(exchange.purpose, {"refresh", "token", "sessions", "sign-out", "revocation"})
            && (known.isEmpty() || known.contains(net::Origin::of(exchange.url)));
    });
    append(event);
}

void Recorder::signOutStarted(const model::AccountId &account)
{
    m_signOuts.insert(account, newestExchange());
}

void Recorder::signedOut(const Subject &subject, const SignOut &how)
{
    m_troubles.remove(subject.account);
    m_began.remove(subject.account);
    m_unsaved.remove(subject.account);
    Event event = eventOf(subject, EventKind::SignedOut, causeOf(how), how.code);
    if (const auto began = m_signOuts.constFind(subject.account); began != m_signOuts.constEnd()) {
        event.trace = traceSince(*began, [](const net::Exchange &exchange) {
            return isOneOf(exchange.purpose, {"sign-out", "revocation", "revoke other sessions"});
        });
        m_signOuts.erase(began);
    }
    append(event);
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
