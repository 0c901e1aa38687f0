// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/httpclient.h"
#include "target.h"

namespace keyturn::fuzz {

[[nodiscard]] std::unique_ptr<Target> accountsTarget();
[[nodiscard]] std::unique_ptr<Target> authorizationTarget();
[[nodiscard]] std::unique_ptr<Target> challengeTarget();
[[nodiscard]] std::unique_ptr<Target> cookieTarget();
[[nodiscard]] std::unique_ptr<Target> harTarget();
[[nodiscard]] std::unique_ptr<Target> jwksTarget();
[[nodiscard]] std::unique_ptr<Target> jwtTarget();
[[nodiscard]] std::unique_ptr<Target> loopbackTarget();
[[nodiscard]] std::unique_ptr<Target> profileTarget();
[[nodiscard]] std::unique_ptr<Target> retryAfterTarget();

/// An answer with @p status and the header lines `Name: value` of @p lines.
[[nodiscard]] net::HttpResponse answerWith(int status, const QByteArray &lines);

} // namespace keyturn::fuzz
