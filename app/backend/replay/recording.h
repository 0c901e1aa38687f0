// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"
#include "core/result.h"

namespace keyturn::backend {

/// One exchange of a recording, as far as it is needed to play it again.
struct RecordedExchange {
    QByteArray method;
    QByteArray path; ///< Percent-encoding kept; starts with "/".
    QByteArray query;
    QByteArray requestBody;
    QByteArray origin; ///< `https://a.example:8443`, without the port that goes without saying.
    int status = 0;
    QList<HttpHeader> headers; ///< Those that a new answer can have: none about framing, transport and time.
    QByteArray body;
};

/// What is read of a recording at most.
constexpr qint64 maxRecordingBytes = 64 * 1024 * 1024;
constexpr qsizetype maxRecordedExchanges = 20'000;
constexpr qsizetype maxRecordingValues = 3'000'000;

/// The exchanges of an HTTP Archive 1.2 that were answered, in their order. Configuration `usage` with a sentence: too large, no JSON, no HAR, or
/// nothing in it that could be played. Limits are looked at before anything is built.
[[nodiscard]] core::Result<QList<RecordedExchange>> readRecording(const QByteArray &har);

} // namespace keyturn::backend
