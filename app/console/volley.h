// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QMap>
#include <QString>

#include <chrono>

namespace keyturn::console {

/// One of many requests that went out at once.
struct Shot {
    int status = 0; ///< 0: no answer, see `failure`.
    QString failure; ///< Error code where there was no answer.
    std::chrono::milliseconds started{0}; ///< Since the volley's first.
    std::chrono::milliseconds duration{0};
    bool operator==(const Shot &) const = default;
};

struct Volley {
    QList<Shot> shots; ///< In the order in which they were sent.

    /// How many ended so: by status (`200`), or by failure (`connection_refused`).
    [[nodiscard]] QMap<QString, int> outcomes() const;
    /// Of the durations; 0 where there is no shot.
    [[nodiscard]] std::chrono::milliseconds median() const;
    [[nodiscard]] std::chrono::milliseconds slowest() const;
    /// From the first's start to the last's end.
    [[nodiscard]] std::chrono::milliseconds total() const;
    bool operator==(const Volley &) const = default;
};

} // namespace keyturn::console
