// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>

#include <chrono>

namespace keyturn::audit {

using Durations = QList<std::chrono::milliseconds>;

/// Whether two kinds of answers take different times, by samples that were taken in turn.
struct TimingComparison {
    std::chrono::milliseconds first{0}; ///< Medians.
    std::chrono::milliseconds second{0};
    double chance = 1; ///< How likely samples as different as these are where both kinds take the same time.
    bool differs = false;
};

/// By the Mann–Whitney U test, two-sided, with ties, as a normal distribution: it goes by ranks, so that some slow answers of a busy machine weigh
/// little. They differ where that is less likely than three in a thousand and the medians are apart by so much that it can be used: 5 ms, and 15 % of
/// the longer one. Fewer than 10 samples of a kind never differ.
/// Who looks twice, and believes nothing that did not show both times, is told nonsense once in a hundred thousand times at the most.
[[nodiscard]] TimingComparison compareTimes(const Durations &first, const Durations &second);

} // namespace keyturn::audit
