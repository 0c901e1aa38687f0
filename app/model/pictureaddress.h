// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QUrl>

namespace keyturn::model {

/// Longest address of a picture that is kept, in characters as it goes over the wire.
inline constexpr qsizetype maxPictureAddress = 2048;

/// The address of a person's picture as a backend or provider told it; empty where it cannot be used: too long, no whole address, another scheme than
/// https (http to this machine alone), a user name or password in it. Its query may be a signature: it is no secret, and is shown to nobody.
[[nodiscard]] QUrl pictureAddress(const QString &untrusted);

} // namespace keyturn::model
