// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/options.h"
#include "backend/settings.h"

#include <QCommandLineOption>

namespace keyturn::backend {

/// Holds the database's URL where neither --database nor --database-file does.
constexpr auto databaseVariable = "KEYTURN_BACKEND_DATABASE";

/// --database, --database-file, --keys and --public-url: where the data and the keys are, and what clients reach us by.
[[nodiscard]] QList<QCommandLineOption> placeOptions();

/// Reads them into @p options, whose data folder is known already. A password is taken from the file
/// and the environment alone: everybody on the machine may read a command line. Configuration `usage`, whose sentence holds no part of a URL.
[[nodiscard]] std::optional<core::Error> readPlaceOptions(const Settings &settings, Options &options);

} // namespace keyturn::backend
