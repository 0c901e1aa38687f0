// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/random.h"
#include "model/backendprofile.h"
#include "oauth/loopbacklistener.h"

namespace keyturn::oauth {

/// Where @p provider lets the browser's answer come to: the whole address that is registered there, or below its callback path with a random part.
[[nodiscard]] LoopbackTarget loopbackTarget(const model::IdentityProvider &provider, core::Random &random);

} // namespace keyturn::oauth
