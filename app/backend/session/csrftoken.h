// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/random.h"
#include "core/secret.h"

#include <QByteArray>

namespace keyturn::backend {

/// What a page must send beside the session cookie that its browser adds by itself: a random number and its HMAC-SHA256 under that cookie's value, so
/// that it is good for this session alone, on every instance, and nothing has to be kept. Each is another text, so that a compressed page tells
/// nothing (BREACH), and all of one session are good.
[[nodiscard]] QByteArray newCsrfToken(core::Random &random, const core::Secret &sessionCookie);
[[nodiscard]] bool isCsrfToken(const QByteArray &token, const core::Secret &sessionCookie);

} // namespace keyturn::backend
