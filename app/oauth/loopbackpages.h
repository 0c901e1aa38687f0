// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace keyturn::oauth {

/// The pages that a person may see in the browser; the files are resources/loopback/*.html. They are the same for everybody: nothing of a request
/// gets into them, so there is nothing to escape (FAULTS 17).
enum class LoopbackPage {
    Accepted, ///< The answer has arrived.
    Refused, ///< The answer has arrived, and it is a refusal.
    Unexpected, ///< This is not the answer that is waited for.
};

/// Whole HTTP/1.1 replies; each closes its connection and may not be stored.
[[nodiscard]] QByteArray pageReply(int status, LoopbackPage page);
[[nodiscard]] QByteArray redirectReply(const QByteArray &path); ///< 303: the next address carries no query.
[[nodiscard]] QByteArray bareReply(int status); ///< No body.

} // namespace keyturn::oauth
