// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lab/course.h"

#include "lab/spoiledtoken.h"

#include <algorithm>
#include <utility>

namespace keyturn::lab {

namespace {

/// There is nobody to tell, or nobody listens to a program like this.
bool isNotOffered(const core::Error &error)
{
    constexpr const char *codes[] = {"method_unsupported", "revocation_unsupported", "revocation_needs_secret", "revocation_refused"};
    return std::any_of(std::begin(codes), std::end(codes), [&error](const char *code) { return error.code == QLatin1String(code); });
}

} // namespace

model::TokenSet runOut(model::TokenSet tokens, const QDateTime &now)
{
    tokens.accessExpiresAt = now.addSecs(-1);
    tokens.issuedAt = std::min(tokens.issuedAt.isValid() ? tokens.issuedAt : now, now.addSecs(-61));
    return tokens;
}

Course::Course(Services &services, const model::Account &account, model::TokenSet held, Experiment experiment, QObject *parent)
    : QObject(parent), m_services(services), m_account(account), m_before(std::move(held)), m_newest(m_before)
{
    m_report.experiment = experiment;
    m_report.startedAt = services.clock.now();
}

core::Async<Report> Course::start()
{
    constexpr void (Course::*ways[])() = {&Course::expire,    &Course::spoil,  &Course::refresh, &Course::twice,
                                          &Course::dropReply, &Course::revoke, &Course::skew};
    static_assert(std::size(ways) == experimentCount);
    (this->*ways[int(m_report.experiment)])();
    return m_done.future();
}

void Course::expire()
{
    const QDateTime now = std::min(m_services.clock.now(), m_services.skewed.now());
    follow<void>(Act::MarkExpired, alter([now](Tokens tokens) { return runOut(std::move(tokens), now); }),
                 [this](const core::Result<void> &done) { end(done.ok() ? Verdict::Expired : Verdict::Inconclusive); });
}

void Course::spoil()
{
    const auto change = [](Tokens tokens) {
        tokens.accessToken = spoiled(tokens.accessToken);
        return tokens;
    };
    follow<void>(Act::SpoilToken, alter(change), [this](const core::Result<void> &done) {
        if (!done.ok())
            return end(Verdict::Inconclusive);
        if (!m_services.sessions.support(m_account.id).listable)
            return end(Verdict::Spoiled);
        follow<QList<model::Session>>(Act::Request, m_services.sessions.list(m_account.id), [this](const core::Result<QList<model::Session>> &list) {
            if (!list.ok())
                return putBack(Verdict::Inconclusive);
            lookWhetherNoticed();
        });
    });
}

/// What was spoiled and then found out nothing shall not lie there for scripts to be given.
void Course::putBack(Verdict verdict)
{
    const auto change = [spoilt = m_newest.accessToken, whole = m_before.accessToken](Tokens tokens) {
        if (tokens.accessToken == spoilt)
            tokens.accessToken = whole;
        return tokens;
    };
    core::whenDone(alter(change), this, [this, verdict](const core::Result<void> &) { end(verdict); });
}

void Course::lookWhetherNoticed()
{
    core::whenDone(m_services.tokens.held(m_account.id), this, [this](const core::Result<Tokens> &held) {
        if (held.ok() && !(held->accessToken == m_newest.accessToken)) {
            m_report.steps.last().newAccessToken = true;
            m_report.steps.last().accessExpiresAt = held->accessExpiresAt;
            return end(Verdict::SpoiltNoticed);
        }
        // The account is not to be left with a token that is only good where nobody looks.
        followTokens(Act::Refresh, m_services.tokens.refresh(m_account.id),
                     [this](const core::Result<Tokens> &fresh) { fresh.ok() ? end(Verdict::SpoiltTaken) : putBack(Verdict::SpoiltTaken); });
    });
}

void Course::refresh()
{
    followTokens(Act::Refresh, m_services.tokens.refresh(m_account.id), [this](const core::Result<Tokens> &fresh) {
        if (!fresh.ok())
            return end(Verdict::Inconclusive);
        end(m_before.refreshToken == fresh->refreshToken ? Verdict::Renewed : Verdict::Rotated);
    });
}

void Course::dropReply()
{
    m_services.refresher.dropNext(m_account.id);
    followTokens(Act::LoseReply, m_services.tokens.refresh(m_account.id), [this](const core::Result<Tokens> &lost) {
        // A refresh that ran already went by it; or there was no answer that could have been lost.
        const bool wasMissed = m_services.refresher.disarm(m_account.id);
        if (wasMissed || lost.ok() || lost.error().code != QLatin1String("reply_dropped")) {
            if (m_report.steps.last().error == std::nullopt)
                m_report.steps.last().error = core::Error{core::ErrorKind::Cancelled, QStringLiteral("lab_overtaken"), {}};
            return end(Verdict::Inconclusive);
        }
        followTokens(Act::Refresh, m_services.tokens.refresh(m_account.id), [this](const core::Result<Tokens> &next) {
            if (next.ok())
                return end(next->refreshToken == m_before.refreshToken ? Verdict::ReplyCostNothing : Verdict::ReplyForgiven);
            end(next.error().kind == core::ErrorKind::SignInAgain ? Verdict::ReplyCostSession : Verdict::Inconclusive);
        });
    });
}

void Course::revoke()
{
    follow<void>(Act::Revoke, m_services.revoker.revoke(m_account, m_before), [this](const core::Result<void> &told) {
        if (!told.ok())
            return end(isNotOffered(told.error()) ? Verdict::RevocationNotOffered : Verdict::Inconclusive);
        askAfterRevocation();
    });
}

/// The account knows nothing of it yet: its next use finds out.
void Course::askAfterRevocation()
{
    const auto judge = [this](const std::optional<core::Error> &error) {
        if (!error)
            return end(Verdict::RevokedAndRenewed);
        end(error->kind == core::ErrorKind::SignInAgain ? Verdict::RevokedAndRefused : Verdict::Inconclusive);
    };
    if (m_before.canRefresh())
        return followTokens(Act::Refresh, m_services.tokens.refresh(m_account.id),
                            [judge](const core::Result<Tokens> &next) { judge(next.ok() ? std::nullopt : std::optional(next.error())); });
    if (!m_services.sessions.support(m_account.id).listable)
        return end(Verdict::Revoked);
    follow<QList<model::Session>>(Act::Request, m_services.sessions.list(m_account.id), [judge](const core::Result<QList<model::Session>> &list) {
        judge(list.ok() ? std::nullopt : std::optional(list.error()));
    });
}

void Course::skew()
{
    m_report.steps.append(Step{Act::SetClock}); // the lab did it; somebody may have set it right meanwhile
    followTokens(Act::AskForToken, m_services.tokens.tokens(m_account.id), [this](const core::Result<Tokens> &tokens) {
        if (!tokens.ok())
            return end(Verdict::Inconclusive);
        end(tokens->accessToken == m_before.accessToken ? Verdict::ClockUnnoticed : Verdict::ClockRenewed);
    });
}

void Course::followTokens(Act act, const core::Async<Tokens> &running, Next<Tokens> next)
{
    follow<Tokens>(act, running, [this, next](const core::Result<Tokens> &fresh) {
        if (fresh.ok()) {
            Step &step = m_report.steps.last();
            step.newAccessToken = !(fresh->accessToken == m_newest.accessToken);
            step.newRefreshToken = !(fresh->refreshToken == m_newest.refreshToken);
            if (m_services.skewed.ahead().count() == 0) // else it is by a clock that nobody else has
                step.accessExpiresAt = fresh->accessExpiresAt;
            m_newest = *fresh;
        }
        next(fresh);
    });
}

core::Async<void> Course::alter(const std::function<Tokens(Tokens)> &change)
{
    return m_services.tokens.exchange(m_account.id, [this, change](const model::Account &, const Tokens &newest) {
        m_newest = change(newest);
        return core::ready<std::optional<Tokens>>(std::optional(m_newest));
    });
}

/// Those that were made for this account's tokens, or by one who serves all accounts.
QList<quint64> Course::exchangesSince(quint64 after) const
{
    QList<net::Origin> origins;
    for (const QString &origin : std::as_const(m_account.origins))
        origins += net::Origin::of(QUrl(origin));
    QList<quint64> numbers;
    const QList<net::Exchange> &all = m_services.log.exchanges();
    for (auto exchange = all.rbegin(); exchange != all.rend() && exchange->number > after; ++exchange) {
        const bool isAnothers = !exchange->account.isEmpty() && exchange->account != m_account.id.toString();
        if (!isAnothers && (origins.isEmpty() || origins.contains(net::Origin::of(exchange->url))))
            numbers.prepend(exchange->number);
    }
    return numbers;
}

void Course::end(Verdict verdict)
{
    m_report.verdict = verdict;
    m_report.ahead = m_services.skewed.ahead();
    const core::Result<model::Account> record = m_services.records.find(m_account.id);
    m_report.signInNeeded = record.ok() && std::holds_alternative<model::SignInNeeded>(record->standing);
    m_done.finish(m_report);
}

} // namespace keyturn::lab
