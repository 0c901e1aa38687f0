// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/tracewiring.h"

#include "net/origin.h"

namespace keyturn::composition {

namespace {

using tokens::TokenManager;

const QStringList &purposesOfSignIn()
{
    static const QStringList purposes{QStringLiteral("sign-in"),        QStringLiteral("second factor"),
                                      QStringLiteral("register"),       QStringLiteral("identity"),
                                      QStringLiteral("userinfo"),       QStringLiteral("emails"),
                                      QStringLiteral("handoff"),        QStringLiteral("csrf token"),
                                      QStringLiteral("discovery"),      QStringLiteral("jwks"),
                                      QStringLiteral("token"),          QStringLiteral("browser"),
                                      QStringLiteral("pushed request"), QStringLiteral("device authorization"),
                                      QStringLiteral("callback"),       QStringLiteral("state"),
                                      QStringLiteral("last page")};
    return purposes;
}

} // namespace

TraceWiring::TraceWiring(net::ExchangeLog &log, const storage::AccountStore &records, TokenManager &tokens, accounts::AccountManager &accounts,
                         accounts::SignInCoordinator &signIn)
    : m_log(log), m_records(records)
{
    connect(&signIn, &accounts::SignInCoordinator::signInStarted, this,
            [this](const model::ProfileId &profile) { m_signIns.insert(profile.toString(), m_log.newest()); });
    connect(&tokens, &TokenManager::adopted, this, [this](const model::Account &account) {
        const QString place = account.profile.toString();
        if (m_signIns.contains(place))
            attribute(account, m_signIns.take(place), purposesOfSignIn(), true);
    });
    connect(&accounts, &accounts::AccountManager::signOutStarted, this,
            [this](const model::AccountId &id) { m_signOuts.insert(id, m_log.newest()); });
    connect(&accounts, &accounts::AccountManager::signedOut, this, [this](const model::Account &account) {
        attribute(account, m_signOuts.take(account.id),
                  {QStringLiteral("sign-out"), QStringLiteral("revocation"), QStringLiteral("revoke other sessions"), QStringLiteral("csrf token")});
    });
    wireRefreshes(tokens);
}

void TraceWiring::follow(lab::Lab &lab)
{
    connect(&lab, &lab::Lab::started, this, [this](const model::AccountId &id) { m_experiments.insert(id, m_log.newest()); });
    connect(&lab, &lab::Lab::finished, this, [this](const model::AccountId &id) {
        if (const core::Result<model::Account> account = m_records.find(id); account.ok())
            attribute(*account, m_experiments.take(id),
                      {QStringLiteral("refresh"), QStringLiteral("token"), QStringLiteral("discovery"), QStringLiteral("sign-out"),
                       QStringLiteral("revocation"), QStringLiteral("csrf token")});
    });
}

void TraceWiring::wireRefreshes(TokenManager &tokens)
{
    connect(&tokens, &TokenManager::refreshStarted, this, [this](const model::AccountId &id) { m_refreshes.insert(id, m_log.newest()); });
    connect(&tokens, &TokenManager::refreshed, this, &TraceWiring::attributeRefresh);
    connect(&tokens, &TokenManager::refreshedHere, this, &TraceWiring::attributeRefresh);
    connect(&tokens, &TokenManager::refreshFailed, this, &TraceWiring::attributeRefresh);
    connect(&tokens, &TokenManager::signInNeeded, this, &TraceWiring::attributeRefresh);
}

void TraceWiring::attributeRefresh(const model::AccountId &id)
{
    const core::Result<model::Account> account = m_records.find(id);
    if (const auto began = m_refreshes.constFind(id); account.ok() && began != m_refreshes.constEnd())
        attribute(*account, *began, {QStringLiteral("refresh"), QStringLiteral("token"), QStringLiteral("discovery"), QStringLiteral("jwks")});
}

void TraceWiring::attribute(const model::Account &account, quint64 after, const QStringList &purposes, bool anywhere)
{
    QList<net::Origin> origins;
    for (const QString &origin : account.origins)
        origins += net::Origin::of(QUrl(origin));
    m_log.attribute(account.id.toString(), after, [&](const net::Exchange &exchange) {
        const bool isThere = anywhere || origins.isEmpty() || origins.contains(net::Origin::of(exchange.url));
        return isThere && purposes.contains(exchange.purpose);
    });
}

} // namespace keyturn::composition
