// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/replay/madeup.h"

#include <mutex>

namespace keyturn::backend {

/// Answers as a recording does. Which of its exchanges a request is: by method and path; of several, by the query; of those, by the body, where what
/// was redacted fits anything. What was recorded more than once is answered in that order, and the last answer stands for all that follow. Addresses
/// of the recorded servers become ours, so that a client that follows them comes back. 404 for what was not recorded.
class Replayer
{
public:
    /// @p url: where we are reached, without a slash at its end.
    Replayer(QList<RecordedExchange> recorded, QByteArray url, Instant now);

    /// From any thread.
    [[nodiscard]] Response answer(const Request &request);

private:
    [[nodiscard]] Response notRecorded() const;
    [[nodiscard]] Response responseOf(const RecordedExchange &exchange) const;
    [[nodiscard]] QByteArray ours(QByteArray text) const;

    QList<RecordedExchange> m_recorded;
    QByteArray m_url;
    MadeUp m_madeUp;
    std::mutex m_mutex;
    QList<bool> m_given; ///< Under m_mutex: which were answered already.
};

/// Whether @p given could have been recorded as @p recorded, whose secrets are gone: JSON and forms member by member, anything else by its size.
[[nodiscard]] bool bodyFits(const QByteArray &recorded, const QByteArray &given);

} // namespace keyturn::backend
