// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/embeddedbackend.h"

namespace keyturn::composition {

/// A profile, as a file has it, of the embedded backend as it runs: the demo's, with its address in place of `{backend}`, and without the providers
/// that it was started without. It is no embedded one any more, so that whoever is given the file reaches this backend and no other. Its id is
/// `embedded`. Errors: Configuration `profile_unknown`, were there no demo.
[[nodiscard]] core::Result<QByteArray> startedProfile(const EmbeddedBackend::Status &status);

} // namespace keyturn::composition
