// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/profiles/profilesport.h"

#include <QPointer>

#include <map>

namespace keyturn::ui::tests {

class FakeTrial final : public profiles::ProfileTrial
{
public:
    explicit FakeTrial(int &running) : m_running(running) { ++m_running; }
    ~FakeTrial() override { --m_running; }
    void start() override { }

private:
    int &m_running;
};

/// Profiles in memory, read by the real reader. Answers that take time are the test's to give.
class FakeProfiles final : public profiles::ProfilesPort
{
public:
    FakeProfiles();

    [[nodiscard]] QList<profiles::ListedProfile> profiles() const override;
    [[nodiscard]] QList<storage::BrokenProfile> broken() const override { return brokenFiles; }
    [[nodiscard]] core::Result<QString> text(const model::ProfileId &id) const override;
    [[nodiscard]] core::Result<QString> readFile(const QString &path) const override;
    [[nodiscard]] core::Result<void> writeFile(const QString &path, const QString &text) const override;
    [[nodiscard]] composition::ProfileReading read(const QString &text) const override { return composition::readProfileText(text); }
    [[nodiscard]] core::Result<storage::AddedProfile> keep(const QString &text, composition::Consent consent) override;
    [[nodiscard]] core::Result<void> drop(const model::ProfileId &id, composition::Consent consent) override;
    [[nodiscard]] core::Async<composition::DiscoveredProfile> discover(const QString &address, std::stop_token stop) override;
    [[nodiscard]] std::unique_ptr<profiles::ProfileTrial> tryOut(const model::BackendProfile &profile) override;
    [[nodiscard]] QList<profiles::ClientPlace> clients(const model::ProfileId &id) const override;
    [[nodiscard]] core::Result<void> rememberClient(const QString &name, const storage::ClientRegistration &registration) override;
    [[nodiscard]] core::Result<void> openPage(const QUrl &url) override;

    struct Kept {
        QString text;
        storage::ProfileOrigin origin = storage::ProfileOrigin::Own;
        QStringList users;
    };
    void put(const QString &text, storage::ProfileOrigin origin, const QStringList &users = {});

    std::map<QString, Kept> kept; ///< By id.
    QList<storage::BrokenProfile> brokenFiles;
    std::optional<core::Error> refusal; ///< Of keep() without consent.
    QList<composition::Consent> consents; ///< Of each keep().
    QStringList asked; ///< Addresses, by discover().
    std::stop_token stop;
    core::Promise<composition::DiscoveredProfile> discovery; ///< The last one's answer.
    QPointer<FakeTrial> trial;
    int running = 0; ///< Trials that are alive.
    QMap<QString, composition::KnownClient> known;
    bool lendsClients = true; ///< False: as for a provider that answers from another host.
    QList<QUrl> opened;
};

/// An OpenID Connect provider by the name of Acme, whose client id is said elsewhere.
[[nodiscard]] QString acmeText(const QString &id = QStringLiteral("acme"));

} // namespace keyturn::ui::tests
