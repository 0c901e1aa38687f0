// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/formdata.h"

#include <QStringList>

namespace keyturn::backend {

/// What an app asks for when it opens the browser at the backend's start address; resources/profiles/HANDOFF.md is the specification. Or what a web
/// app does, whose page brings the person here itself: it has an address that this backend was told, and no state and challenge.
struct HandoffRequest {
    QString redirectUri; ///< An http address with a loopback literal, without query and fragment; a web app's: one of those that were told.
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

/// @p webRedirects are the addresses of web apps; the first serves where none is asked for.
[[nodiscard]] ParsedHandoffRequest parseHandoffRequest(const QByteArray &query, const QStringList &webRedirects);

/// The device's name in the characters that a header can carry as well, at most 64.
[[nodiscard]] QString plainDeviceName(const QString &name);

} // namespace keyturn::backend
