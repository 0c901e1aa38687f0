// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"

#include <QStringList>

namespace keyturn::backend {

/// `keyturn-backend replay FILE.har [--port N] [--ready-file FILE]`: plays a recording as a server on loopback until SIGTERM; the exit status.
/// @p arguments start with the program's name, then `replay`. Needs a QCoreApplication, whose event loop it runs.
[[nodiscard]] int runReplayCommand(const QStringList &arguments, const core::Clock &clock);

} // namespace keyturn::backend
