// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/releaser.h"

#include <memory>

#include <cjose/cjose.h>

/// cjose's objects, released where they go out of sight. For the sources of this room and its tests alone.
namespace keyturn::jose {

using Jwk = std::unique_ptr<cjose_jwk_t, core::Releaser<cjose_jwk_release>>;
using Header = std::unique_ptr<cjose_header_t, core::Releaser<cjose_header_release>>;
using Jws = std::unique_ptr<cjose_jws_t, core::Releaser<cjose_jws_release>>;

} // namespace keyturn::jose
