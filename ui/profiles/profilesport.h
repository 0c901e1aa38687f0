// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/profiles/checkstep.h"
#include "composition/profiles/clientsource.h"
#include "composition/profiles/discoveredprofile.h"
#include "composition/profiles/profilekeeping.h"
#include "composition/profiles/profiletext.h"

#include <QObject>

#include <memory>
#include <stop_token>

namespace keyturn::ui::profiles {

/// One row of the list.
struct ListedProfile {
    storage::StoredProfile stored;
    QStringList users; ///< The accounts that were signed in to by it, as their owner calls them.
};

/// A provider whose client id is said outside of its profile, as `{client:NAME}`.
struct ClientPlace {
    model::IdentityProvider provider; ///< As it is used now.
    QString name;
    composition::KnownClient known;

    /// Nobody has said it, or it is not given to this provider (see storage::fillInClients()).
    [[nodiscard]] bool isMissing() const { return !provider.missingClient().isEmpty(); }
};

/// A profile against the live backend. Destroying it ends it without a word.
class ProfileTrial : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;

Q_SIGNALS:
    void stepDone(const keyturn::composition::CheckStep &step);
    void finished();
};

/// Backend profiles as the window sees them. application/ answers it from composition::Keyturn. Errors are those of composition/profiles.
class ProfilesPort : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual QList<ListedProfile> profiles() const = 0;
    [[nodiscard]] virtual QList<storage::BrokenProfile> broken() const = 0;
    /// The profile as it is written, client ids not filled in.
    [[nodiscard]] virtual core::Result<QString> text(const model::ProfileId &id) const = 0;
    [[nodiscard]] virtual core::Result<QString> readFile(const QString &path) const = 0;
    [[nodiscard]] virtual core::Result<void> writeFile(const QString &path, const QString &text) const = 0;
    [[nodiscard]] virtual composition::ProfileReading read(const QString &text) const = 0;
    [[nodiscard]] virtual core::Result<storage::AddedProfile> keep(const QString &text, composition::Consent consent) = 0;
    [[nodiscard]] virtual core::Result<void> drop(const model::ProfileId &id, composition::Consent consent) = 0;
    [[nodiscard]] virtual core::Async<composition::DiscoveredProfile> discover(const QString &address, std::stop_token stop) = 0;
    [[nodiscard]] virtual std::unique_ptr<ProfileTrial> tryOut(const model::BackendProfile &profile) = 0;
    [[nodiscard]] virtual QList<ClientPlace> clients(const model::ProfileId &id) const = 0;
    /// An empty client id takes it back. It counts from the next sign-in on.
    [[nodiscard]] virtual core::Result<void> rememberClient(const QString &name, const storage::ClientRegistration &registration) = 0;
    [[nodiscard]] virtual core::Result<void> openPage(const QUrl &url) = 0;
};

} // namespace keyturn::ui::profiles
