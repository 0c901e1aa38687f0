// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QString>

namespace keyturn::cli {

/// What happened, what it means for the account, and the one thing to do. @p backend is the profile's name; empty: "the backend".
[[nodiscard]] QString sentenceFor(const core::Error &error, const QString &backend);

} // namespace keyturn::cli
