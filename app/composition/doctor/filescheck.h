// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"
#include "core/paths.h"
#include "storage/accountstore.h"
#include "storage/profilestore.h"

#include <optional>

/// What lies on the disk. Nothing is made and no mode is mended here: reading a file by the stores would narrow it (FAULTS 75), so these come first.
namespace keyturn::composition::doctor {

[[nodiscard]] Facts checkFolder(const QString &folder);
/// Every file below the folders that hold more than a cache: ours alone to read and write, and none of them a link (FAULTS 74); and every folder in
/// them ours, and for nobody else to write to.
[[nodiscard]] Facts checkFiles(const core::Paths &paths);

/// What is narrowed as soon as something is read from it.
struct DiskLook {
    Facts config, data, state, cache, files;
};
[[nodiscard]] DiskLook lookAtDisk(const core::Paths &paths);
/// @p path: of its file.
[[nodiscard]] Facts checkAccounts(const storage::AccountStore &records, const QString &path);
[[nodiscard]] Facts checkProfiles(const storage::ProfileStore &profiles);

/// How grave it is to have so many bytes left; nullopt where it is not.
[[nodiscard]] std::optional<Fact> spaceFact(qint64 bytesFree);

} // namespace keyturn::composition::doctor
