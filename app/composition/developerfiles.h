// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/paths.h"
#include "storage/settingsstore.h"

namespace keyturn::console {
class RequestStore;
}
namespace keyturn::trace {
class TraceStore;
}

/// What is kept on disk of what was sent, for developers.
namespace keyturn::composition {

[[nodiscard]] QString traceFileIn(const core::Paths &paths);
[[nodiscard]] QString requestFileIn(const core::Paths &paths);

/// Both are kept while the settings show what is for developers, or `KEYTURN_TRACE` says `on`; not where that says `off`. What is hidden is removed
/// from the disk too, saved requests apart: somebody asked for these.
void keepForDevelopers(const storage::Settings &settings, const core::Paths &paths, trace::TraceStore &trace, console::RequestStore &requests);

} // namespace keyturn::composition
