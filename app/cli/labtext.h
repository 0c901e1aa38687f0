// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lab/report.h"
#include "lab/serverfaults.h"

#include <QJsonObject>

/// What the command `lab` prints.
namespace keyturn::cli {

/// @p backend is fit to be shown.
[[nodiscard]] QString reportText(const lab::Report &report, const QString &backend);
[[nodiscard]] QJsonObject reportJson(const lab::Report &report, const QString &backend);

/// "latency=50 for POST /api/auth/refresh, 2 more times".
[[nodiscard]] QString faultText(const lab::ArmedFault &fault);
[[nodiscard]] QJsonObject faultJson(const lab::ArmedFault &fault);
[[nodiscard]] QString faultsText(const lab::FaultList &list);
[[nodiscard]] QJsonObject faultsJson(const lab::FaultList &list);

} // namespace keyturn::cli
