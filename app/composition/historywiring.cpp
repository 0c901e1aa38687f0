// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/historywiring.h"

namespace keyturn::composition {

namespace {

using tokens::TokenManager;

/// As the lists of accounts have it.
QString titleOf(const model::Account &account)
{
    for (const QString &candidate : {account.label, account.identity.name, account.identity.email}) {
        if (!candidate.isEmpty())
            return candidate;
    }
    return account.identity.subject;
}

history::SignOut::Reach reachOf(accounts::SignOutScope scope)
{
    switch (scope) {
    case accounts::SignOutScope::ThisDevice:
        return history::SignOut::Reach::ThisDevice;
    case accounts::SignOutScope::Everywhere:
        return history::SignOut::Reach::Everywhere;
    case accounts::SignOutScope::LocalOnly:
        break;
    }
    return history::SignOut::Reach::LocalOnly;
}

} // namespace

HistoryWiring::HistoryWiring(history::Recorder &recorder, const storage::ProfileStore &profiles, const storage::AccountStore &records,
                             tokens::TokenManager &tokens, accounts::AccountManager &accounts, accounts::SignInCoordinator &signIn,
                             accounts::SessionManager &sessions, SessionName sessionName)
    : m_recorder(recorder), m_profiles(profiles), m_records(records), m_sessionName(std::move(sessionName))
{
    wireTokens(tokens);
    wireAccounts(accounts, signIn, sessions);
}

void HistoryWiring::wireTokens(TokenManager &tokens)
{
    connect(&tokens, &TokenManager::adopted, this, [this](const model::Account &account) {
        m_recorder.signedIn(subjectOf(account), account.generation > 1, model::wordOf(account.method), account.wayIn().toString(),
                            account.profile.toString(), account.origins);
    });
    connect(&tokens, &TokenManager::refreshStarted, this,
            [this](const model::AccountId &id) { m_recorder.refreshStarted(subjectOf(id), originsOf(id)); });
    connect(&tokens, &TokenManager::refreshedHere, this, [this](const model::AccountId &id, const tokens::Renewal &renewal) {
        m_recorder.renewed(subjectOf(id), renewal.rotated, renewal.saved, renewal.accessExpiresAt);
    });
    connect(&tokens, &TokenManager::refreshed, this, [this](const model::AccountId &id) { m_recorder.usable(subjectOf(id)); });
    connect(&tokens, &TokenManager::refreshFailed, this,
            [this](const model::AccountId &id, const core::Error &error) { m_recorder.failed(subjectOf(id), error); });
    connect(&tokens, &TokenManager::signInNeeded, this,
            [this](const model::AccountId &id, const core::Error &error) { m_recorder.signInNeeded(subjectOf(id), error); });
    connect(&tokens, &TokenManager::notSaved, this,
            [this](const model::AccountId &id, const core::Error &error) { m_recorder.notSaved(subjectOf(id), error); });
    connect(&tokens, &TokenManager::orphaned, this,
            [this](const model::Account &account, const model::TokenSet &) { m_recorder.lateTokens(subjectOf(account)); });
}

void HistoryWiring::wireAccounts(accounts::AccountManager &accounts, accounts::SignInCoordinator &signIn, accounts::SessionManager &sessions)
{
    connect(&accounts, &accounts::AccountManager::signedOut, this,
            [this](const model::Account &account, accounts::SignOutScope scope, const accounts::SignOutOutcome &outcome) {
                m_recorder.signedOut(
                    subjectOf(account),
                    {reachOf(scope), outcome.backendTold, outcome.toldLater, outcome.backendError ? outcome.backendError->code : QString()});
            });
    connect(&accounts, &accounts::AccountManager::signOutStarted, this, [this](const model::AccountId &id) { m_recorder.signOutStarted(id); });
    connect(&signIn, &accounts::SignInCoordinator::signInStarted, this,
            [this](const model::ProfileId &profile) { m_recorder.signInStarted(profile.toString()); });
    connect(&signIn, &accounts::SignInCoordinator::signInFailed, this,
            [this](const model::ProfileId &profile, const model::ProviderId &provider, const model::AccountId &expected, const core::Error &error) {
                history::Subject subject = expected.isEmpty() ? history::Subject() : subjectOf(expected);
                if (subject.backend.isEmpty())
                    subject.backend = backendName(profile, provider);
                m_recorder.signInFailed(subject, error, profile.toString());
            });
    connect(&sessions, &accounts::SessionManager::revoked, this, [this](const model::AccountId &id, const model::SessionId &session) {
        m_recorder.sessionRevoked(subjectOf(id), session, m_sessionName(id, session));
    });
    connect(&sessions, &accounts::SessionManager::othersRevoked, this,
            [this](const model::AccountId &id) { m_recorder.othersRevoked(subjectOf(id), originsOf(id)); });
}

void HistoryWiring::follow(lab::Lab &lab)
{
    connect(&lab, &lab::Lab::started, this, [this](const model::AccountId &id) { m_recorder.experimentStarted(id); });
    connect(&lab, &lab::Lab::finished, this, [this](const model::AccountId &id, const lab::Report &report) {
        m_recorder.experimented(subjectOf(id), lab::wordOf(report.experiment), lab::wordOf(report.verdict), originsOf(id));
    });
}

QStringList HistoryWiring::originsOf(const model::AccountId &id) const
{
    const core::Result<model::Account> account = m_records.find(id);
    return account.ok() ? account->origins : QStringList();
}

history::Subject HistoryWiring::subjectOf(const model::AccountId &id) const
{
    const core::Result<model::Account> account = m_records.find(id);
    return account.ok() ? subjectOf(*account) : history::Subject{id, {}, {}};
}

history::Subject HistoryWiring::subjectOf(const model::Account &account) const
{
    return {account.id, titleOf(account), backendName(account.profile, account.provider)};
}

QString HistoryWiring::backendName(const model::ProfileId &id, const model::ProviderId &providerId) const
{
    const core::Result<model::BackendProfile> profile = m_profiles.find(id);
    if (!profile.ok())
        return id.toString();
    const model::IdentityProvider *provider = profile->provider(providerId);
    return provider ? provider->name : profile->name;
}

} // namespace keyturn::composition
