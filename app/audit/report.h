// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/check.h"
#include "net/exchangelog.h"

#include <QDateTime>

namespace keyturn::audit {

/// What one check came to.
struct CheckResult {
    Check check;
    Outcome outcome = Outcome::Inconclusive;
    QString evidence; ///< Sentences.
    QList<net::Exchange> exchanges; ///< Redacted when they were recorded.
    bool isKnown = false; ///< A failure that the baseline has too.
    bool wasReached = true; ///< False: the audit ended before it.
};

struct Report {
    QUrl target; ///< The backend's address.
    QString profile; ///< Its name.
    QDateTime startedAt; ///< UTC.
    std::chrono::milliseconds duration{0};
    int requests = 0;
    int registered = 0; ///< Test accounts that the audit made.
    QList<CheckResult> results; ///< Failures first, the worst before others; then what is not known, right, and not applicable; by number within.
    bool isSilent = false; ///< It ended because nobody answers.
    QString stopped; ///< Why it ended before its end, as a sentence; empty: it did not.

    [[nodiscard]] int count(Outcome outcome) const;
    /// Failures that are not in the baseline.
    [[nodiscard]] int newFailures() const;
};

/// Whether @p a stands before @p b in a report.
[[nodiscard]] bool comesBefore(const CheckResult &a, const CheckResult &b);
/// In the order that a report has.
void sortResults(QList<CheckResult> &results);

} // namespace keyturn::audit
