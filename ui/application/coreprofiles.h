// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/application/corehost.h"
#include "ui/profiles/profilesport.h"

namespace keyturn::ui::application {

/// ProfilesPort over the object graph.
class CoreProfiles final : public profiles::ProfilesPort
{
    Q_OBJECT
public:
    /// @p host must outlive it and have built.
    explicit CoreProfiles(CoreHost &host, QObject *parent = nullptr);

    [[nodiscard]] QList<profiles::ListedProfile> profiles() const override;
    [[nodiscard]] QList<storage::BrokenProfile> broken() const override;
    [[nodiscard]] core::Result<QString> text(const model::ProfileId &id) const override;
    [[nodiscard]] core::Result<QString> readFile(const QString &path) const override;
    [[nodiscard]] core::Result<void> writeFile(const QString &path, const QString &text) const override;
    [[nodiscard]] composition::ProfileReading read(const QString &text) const override;
    [[nodiscard]] core::Result<storage::AddedProfile> keep(const QString &text, composition::Consent consent) override;
    [[nodiscard]] core::Result<void> drop(const model::ProfileId &id, composition::Consent consent) override;
    [[nodiscard]] core::Async<composition::DiscoveredProfile> discover(const QString &address, std::stop_token stop) override;
    [[nodiscard]] std::unique_ptr<profiles::ProfileTrial> tryOut(const model::BackendProfile &profile) override;
    [[nodiscard]] QList<profiles::ClientPlace> clients(const model::ProfileId &id) const override;
    [[nodiscard]] core::Result<void> rememberClient(const QString &name, const storage::ClientRegistration &registration) override;
    [[nodiscard]] core::Result<void> openPage(const QUrl &url) override;

private:
    CoreHost &m_host;
};

} // namespace keyturn::ui::application
