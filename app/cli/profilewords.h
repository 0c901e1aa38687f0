// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/profilestore.h"

#include <QJsonObject>
#include <QStringList>

namespace keyturn::cli {

/// For programs: `builtIn`, `system`, `own`.
[[nodiscard]] QString originCode(storage::ProfileOrigin origin);
/// For people: "built in", "system", "own".
[[nodiscard]] QString originWord(storage::ProfileOrigin origin);

/// `password`, `browser:google` …
[[nodiscard]] QStringList methodsOf(const model::BackendProfile &profile);

/// The providers whose client id is still to be said, by their ids.
[[nodiscard]] QStringList providersWithoutClient(const model::BackendProfile &profile);

/// One entry of `profiles list --json`.
[[nodiscard]] QJsonObject profileJson(const storage::StoredProfile &stored);

/// The profile as rows of two: what, and how.
[[nodiscard]] QList<QStringList> profileRows(const model::BackendProfile &profile);
[[nodiscard]] QList<QStringList> providerRows(const model::IdentityProvider &provider);

} // namespace keyturn::cli
