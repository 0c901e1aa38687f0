// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/paths.h"
#include "core/result.h"
#include "model/backendprofile.h"
#include "storage/clientids.h"

#include <QList>

#include <optional>

namespace keyturn::storage {

enum class ProfileOrigin { BuiltIn, System, Own };

struct StoredProfile {
    model::BackendProfile profile;
    ProfileOrigin origin = ProfileOrigin::BuiltIn;
    QString path; ///< The file or resource that it came from.
    bool hidesBuiltIn = false; ///< A profile that came with the program has the same id.
};

/// What add() did beside adding.
struct AddedProfile {
    model::ProfileId id;
    QString path; ///< Where it was put.
    std::optional<ProfileOrigin> replaced; ///< Whose profile of the same id is no longer seen; an own one is gone, the others are hidden.
};

/// A profile file that cannot be used, kept to be shown: one broken file never hides the others.
struct BrokenProfile {
    QString path;
    core::Error error;
};

/// Fills in the client ids of @p profile that are placeholders, as far as @p clients knows them. Not for a provider that
/// sends code or tokens to another host than the one whose page it shows (OpenID Connect: the issuer's): a client is registered at one provider.
void fillInClients(model::BackendProfile &profile, const ClientRegistrations &clients);

/// Backend profiles: built in (`:/keyturn/profiles`), system-wide (`profiles.d` of each system folder), own (`<config>/profiles.d`). A later one with
/// the same id replaces an earlier one.
class ProfileStore
{
public:
    explicit ProfileStore(core::Paths paths);

    /// Reads all again, client ids as well. @p embeddedBase is where keyturn-backend serves, or empty.
    void reload(const QUrl &embeddedBase);
    [[nodiscard]] const QList<StoredProfile> &profiles() const { return m_profiles; }
    [[nodiscard]] const QList<BrokenProfile> &broken() const { return m_broken; }
    /// Configuration `profile_unknown`, or the file's own error where a broken file bears that name.
    [[nodiscard]] core::Result<model::BackendProfile> find(const model::ProfileId &id) const;
    /// What `{client:NAME}` stands for: the policy's, else the person's, else the build's.
    [[nodiscard]] const ClientRegistrations &clients() const { return m_clients; }
    /// Checks and copies @p json to the own profiles. Configuration `profile_invalid`; Storage.
    [[nodiscard]] core::Result<AddedProfile> add(const QByteArray &json);
    /// Only own ones: Configuration `profile_not_own`, `profile_unknown`.
    [[nodiscard]] core::Result<void> remove(const model::ProfileId &id);

private:
    void readClientIds();
    void readFolder(const QString &folder, ProfileOrigin origin, const QUrl &embeddedBase);

    core::Paths m_paths;
    QUrl m_embeddedBase;
    ClientRegistrations m_clients;
    QList<StoredProfile> m_profiles;
    QList<BrokenProfile> m_broken;
};

} // namespace keyturn::storage
