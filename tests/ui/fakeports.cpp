// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"

namespace keyturn::ui::tests {

model::Account account(const QString &id, const QString &name, const QString &email)
{
    model::Account made;
    made.id = model::AccountId(id);
    made.profile = model::ProfileId(QStringLiteral("demo"));
    made.identity = {QStringLiteral("https://acme.example"), id, name, email};
    made.generation = 1;
    return made;
}

model::Session session(const QString &id, bool current, const QDateTime &lastUsedAt)
{
    model::Session made;
    made.id = model::SessionId(id);
    made.current = current;
    made.device = QStringLiteral("Device %1").arg(id);
    made.app = QStringLiteral("Keyturn");
    made.appVersion = QStringLiteral("0.1");
    made.system = QStringLiteral("Debian 12");
    made.ip = QStringLiteral("192.0.2.7");
    made.createdAt = lastUsedAt.addDays(-2);
    made.lastUsedAt = lastUsedAt;
    made.expiresAt = lastUsedAt.addDays(5).addSecs(60);
    return made;
}

history::KnownSession known(const model::Session &session)
{
    return {session, session.id.toString().toUtf8(), {}, session.createdAt, false};
}

core::Result<history::KnownSessions> known(const core::Result<QList<model::Session>> &listed)
{
    if (!listed.ok())
        return listed.error();
    history::KnownSessions all;
    for (const model::Session &session : *listed)
        all.sessions += known(session);
    return all;
}

model::BackendProfile demoProfile()
{
    model::BackendProfile profile;
    profile.id = model::ProfileId(QStringLiteral("demo"));
    profile.name = QStringLiteral("Acme");
    model::PasswordSignIn password;
    password.registration = model::Endpoint{};
    profile.password = password;
    model::IdentityProvider google;
    google.id = model::ProviderId(QStringLiteral("google"));
    google.name = QStringLiteral("Google");
    profile.providers = {google};
    return profile;
}

keyturn::accounts::AccountState FakeAccounts::state(const model::AccountId &id) const
{
    ++calls[QStringLiteral("state")];
    return states.value(id, keyturn::accounts::AccountState::Ready);
}

std::optional<model::Account> FakeAccounts::account(const model::AccountId &id) const
{
    const auto found = std::find_if(list.begin(), list.end(), [&id](const model::Account &one) { return one.id == id; });
    return found == list.end() ? std::nullopt : std::optional(*found);
}

core::Async<QByteArray> FakeAccounts::picture(const model::AccountId &id)
{
    picturesAsked += id.toString();
    const auto found = pictures.constFind(id);
    return found == pictures.constEnd() ? m_unanswered.future() : core::ready<QByteArray>(*found);
}

std::optional<core::Error> FakeAccounts::lastError(const model::AccountId &id) const
{
    return errors.contains(id) ? std::optional(errors.value(id)) : std::nullopt;
}

core::Result<void> FakeAccounts::setLabel(const model::AccountId &id, const QString &label)
{
    for (model::Account &one : list) {
        if (one.id == id)
            one.label = label;
    }
    Q_EMIT changed(id);
    return {};
}

core::Result<void> FakeAccounts::setHue(const model::AccountId &id, std::optional<int> hue)
{
    for (model::Account &one : list) {
        if (one.id == id)
            one.hue = hue;
    }
    Q_EMIT changed(id);
    return {};
}

core::Result<void> FakeAccounts::move(const model::AccountId &id, const model::AccountId &before)
{
    const auto at = [this](const model::AccountId &wanted) {
        return std::find_if(list.begin(), list.end(), [&](const model::Account &one) { return one.id == wanted; });
    };
    const model::Account moved = *at(id);
    list.erase(at(id));
    list.insert(at(before), moved);
    Q_EMIT this->moved();
    return {};
}

core::Async<keyturn::accounts::SignOutOutcome> FakeAccounts::signOut(const model::AccountId &id, keyturn::accounts::SignOutScope scope)
{
    signOuts += scope;
    if (outcome.ok())
        remove(id);
    return core::ready(outcome);
}

void FakeAccounts::add(const model::Account &account)
{
    list += account;
    Q_EMIT added(account.id);
}

void FakeAccounts::remove(const model::AccountId &id)
{
    list.removeIf([&id](const model::Account &one) { return one.id == id; });
    Q_EMIT removed(id);
}

core::Async<history::KnownSessions> FakeSessions::list(const model::AccountId &id)
{
    calls += QStringLiteral("list %1").arg(id.toString());
    lists.emplace_back();
    return lists.back().future();
}

core::Async<void> FakeSessions::revoke(const model::AccountId &id, const model::SessionId &session)
{
    calls += QStringLiteral("revoke %1/%2").arg(id.toString(), session.toString());
    revocations.emplace_back();
    return revocations.back().future();
}

core::Async<void> FakeSessions::revokeOthers(const model::AccountId &id)
{
    calls += QStringLiteral("revoke others %1").arg(id.toString());
    revocations.emplace_back();
    return revocations.back().future();
}

core::Async<void> FakeSessions::setLabel(const model::AccountId &id, const QByteArray &key, const QString &label)
{
    calls += QStringLiteral("label %1/%2 %3").arg(id.toString(), QString::fromUtf8(key), label);
    return core::ready<void>(kept);
}

core::Async<void> FakeSessions::exportTo(const QList<history::KnownSession> &sessions, history::ExportFormat format, const QString &path)
{
    calls += QStringLiteral("export %1 %2").arg(path).arg(int(format));
    exported = sessions;
    return core::ready<void>(kept);
}

core::Result<void> FakeSessions::openPage(const QUrl &url)
{
    calls += QStringLiteral("open %1").arg(url.toString());
    return {};
}

core::Async<void> FakeSignIn::chooseSecretPlace(signin::SecretPlace place, core::Secret given)
{
    places += place;
    passphrase = std::move(given);
    probed = {};
    return core::ready<void>({});
}

core::Result<void> FakeFlow::takeAddress(const QString &address)
{
    if (!address.startsWith(QLatin1String("http://127.0.0.1")))
        return SignInFlow::takeAddress(address);
    pasted += address;
    return {};
}

std::unique_ptr<FakeFlow> FakeSignIn::newFlow()
{
    auto made = std::make_unique<FakeFlow>();
    flow = made.get();
    return made;
}

std::unique_ptr<keyturn::accounts::SignInFlow> FakeSignIn::withPassword(keyturn::accounts::PasswordSignInRequest request)
{
    password = std::move(request);
    return newFlow();
}

std::unique_ptr<keyturn::accounts::SignInFlow> FakeSignIn::withRegistration(keyturn::accounts::RegistrationRequest request)
{
    registration = std::move(request);
    return newFlow();
}

std::unique_ptr<keyturn::accounts::SignInFlow> FakeSignIn::withBrowser(keyturn::accounts::BrowserSignInRequest request)
{
    browser = std::move(request);
    return newFlow();
}

std::unique_ptr<keyturn::accounts::SignInFlow> FakeSignIn::withDevice(keyturn::accounts::DeviceSignInRequest request)
{
    device = std::move(request);
    return newFlow();
}

core::Async<void> FakeSignIn::newCare(const QStringList &words, const std::stop_token &stop)
{
    cares += words.join(u' ');
    careStop = stop;
    care = core::Promise<void>();
    return care.future();
}

core::Async<void> FakeSignIn::requestReset(const model::ProfileId &profile, const QString &user, std::stop_token stop)
{
    return newCare({QStringLiteral("reset"), profile.toString(), user}, stop);
}

core::Async<void> FakeSignIn::confirmReset(const model::ProfileId &profile, const QString &user, const core::Secret &code, const core::Secret &fresh,
                                           std::stop_token stop)
{
    return newCare({QStringLiteral("set"), profile.toString(), user, QString::fromUtf8(code.reveal()), QString::fromUtf8(fresh.reveal())}, stop);
}

core::Async<void> FakeSignIn::resendVerification(const model::ProfileId &profile, const QString &user, std::stop_token stop)
{
    return newCare({QStringLiteral("send"), profile.toString(), user}, stop);
}

core::Async<void> FakeSignIn::confirmVerification(const model::ProfileId &profile, const QString &user, const core::Secret &code,
                                                  std::stop_token stop)
{
    return newCare({QStringLiteral("confirm"), profile.toString(), user, QString::fromUtf8(code.reveal())}, stop);
}

core::Result<void> FakeSignIn::openPage(const QUrl &url)
{
    opened += url;
    return opens;
}

std::optional<model::Account> FakeSignIn::account(const model::AccountId &id) const
{
    if (stored)
        return stored;
    model::Account made = tests::account(id.toString(), QStringLiteral("Ada Lovelace"), QStringLiteral("ada@example.com"));
    made.addedAt = m_clock.now();
    return made;
}

} // namespace keyturn::ui::tests
