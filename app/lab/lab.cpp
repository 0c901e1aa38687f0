// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lab/lab.h"

#include "jose/jwt.h"

#include <memory>
#include <utility>

namespace keyturn::lab {

namespace {

core::Error refusal(const char *code)
{
    return {core::ErrorKind::Rejected, QString::fromLatin1(code), {}};
}

bool needsRefreshToken(Experiment experiment)
{
    return experiment != Experiment::Revoke && experiment != Experiment::Skew;
}

/// With the times that the right clock would have read. What a token says of its own end is right anyway.
model::TokenSet redated(model::TokenSet tokens, std::chrono::seconds wrong)
{
    const QDateTime told = jose::expiryOf(tokens.accessToken);
    tokens.issuedAt = tokens.issuedAt.addSecs(-wrong.count());
    tokens.refreshExpiresAt = tokens.refreshExpiresAt.addSecs(-wrong.count()); // one that is not known stays so
    tokens.accessExpiresAt = told.isValid() ? told : tokens.accessExpiresAt.addSecs(-wrong.count());
    return tokens;
}

} // namespace

Lab::Lab(const Services &services, net::HttpClient &http, const storage::ProfileStore &profiles, QObject *parent)
    : QObject(parent), m_services(services), m_faults(http, services.clock, services.records, profiles)
{
    const auto note = [this](const model::AccountId &id) {
        if (ahead().count() != 0)
            m_misdated.insert(id, ahead());
    };
    connect(&services.tokens, &tokens::TokenManager::refreshedHere, this, note);
    connect(&services.tokens, &tokens::TokenManager::adopted, this, [note](const model::Account &account) { note(account.id); });
}

core::Async<Report> Lab::run(const model::AccountId &id, Experiment experiment)
{
    return begin(id, experiment);
}

core::Async<Report> Lab::skew(const model::AccountId &id, std::chrono::seconds ahead)
{
    (void)setAhead(ahead);
    return begin(id, Experiment::Skew);
}

core::Async<void> Lab::setAhead(std::chrono::seconds ahead)
{
    const std::chrono::seconds before = m_services.skewed.ahead();
    m_services.skewed.setAhead(ahead);
    if (m_services.skewed.ahead() != before)
        Q_EMIT clockSet(m_services.skewed.ahead());
    return m_services.skewed.ahead().count() == 0 ? redate() : core::ready<void>({});
}

core::Async<void> Lab::redate()
{
    const core::Promise<void> promise;
    const QHash<model::AccountId, std::chrono::seconds> misdated = std::exchange(m_misdated, {});
    auto left = std::make_shared<qsizetype>(misdated.size());
    if (*left == 0)
        promise.finish({});
    for (auto it = misdated.begin(); it != misdated.end(); ++it) {
        const auto change = [wrong = it.value()](const model::Account &, const model::TokenSet &newest) {
            return core::ready<std::optional<model::TokenSet>>(std::optional(redated(newest, wrong)));
        };
        core::whenDone(m_services.tokens.exchange(it.key(), change), this, [promise, left](const core::Result<void> &) {
            if (--*left == 0) // of an account that is gone meanwhile nothing is left to be put right
                promise.finish({});
        });
    }
    return promise.future();
}

core::Async<Report> Lab::begin(const model::AccountId &id, Experiment experiment)
{
    const core::Result<model::Account> account = m_services.records.find(id);
    if (!account.ok())
        return core::ready<Report>(account.error());
    if (m_running.contains(id))
        return core::ready<Report>(refusal("lab_busy"));
    m_running.insert(id);
    Q_EMIT started(id);
    const core::Promise<Report> promise;
    const auto end = [this, id, promise](const core::Result<Report> &report) {
        m_running.remove(id);
        if (report.ok())
            Q_EMIT finished(id, *report);
        promise.finish(report);
    };
    core::whenDone(m_services.tokens.held(id), this, [this, account = *account, experiment, end](const core::Result<model::TokenSet> &held) {
        if (!held.ok())
            return end(held.error());
        if (needsRefreshToken(experiment) && !held->canRefresh())
            return end(refusal("lab_needs_refresh_token"));
        auto *course = new Course(m_services, account, *held, experiment, this);
        core::whenDone(course->start(), this, [course, end](const core::Result<Report> &report) {
            course->deleteLater();
            end(report);
        });
    });
    return promise.future();
}

} // namespace keyturn::lab
