// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/options.h"
#include "backend/settings.h"

namespace keyturn::backend {

/// `--faults`, `--defect` and `--list-defects`.
[[nodiscard]] QList<QCommandLineOption> faultOptions();
/// What --help says below the options.
[[nodiscard]] QString faultsHelp();
/// Reads them into @p options, of which the address is read already; Configuration `usage` with one sentence.
[[nodiscard]] std::optional<core::Error> readFaults(const Settings &settings, Options &options);

/// What the defects in @p options make of the others: lifetimes and limits. Once all are read.
void weaken(Options &options);
/// The scopes of rate limits (limits/limitedroutes.cpp) in which nothing is counted.
[[nodiscard]] QByteArrayList unlimitedScopes(const Defects &defects);

} // namespace keyturn::backend
