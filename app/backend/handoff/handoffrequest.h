// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/formdata.h"

namespace keyturn::backend {

/// What an app asks for when it opens the browser at the backend's start address; resources/profiles/HANDOFF.md is the specification.
struct HandoffRequest {
    QString redirectUri; ///< An http address with a loopback literal, without query and fragment.
    QString state;
    QString challenge; ///< S256.
    QString device; ///< May be empty.
    QString loginHint;
    QString prompt;
    QString acrValues;
    QString maxAge; ///< Digits; empty: any.
};

/// A request; or what is wrong with it. As long as `redirectUri` is empty it is for the person to read, never for a redirect.
struct ParsedHandoffRequest {
    HandoffRequest request;
    QString problem; ///< A sentence; empty: none.
};

[[nodiscard]] ParsedHandoffRequest parseHandoffRequest(const QByteArray &query);

/// The device's name in the characters that a header can carry as well, at most 64.
[[nodiscard]] QString plainDeviceName(const QString &name);

} // namespace keyturn::backend
