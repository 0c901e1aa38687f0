// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/timing.h"

#include <QMap>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace keyturn::audit {

namespace {

using std::chrono::milliseconds;

constexpr qsizetype fewest = 10;
constexpr double unlikely = 0.003;
constexpr milliseconds leastApart{5};
constexpr double leastShare = 0.15;

milliseconds medianOf(Durations durations)
{
    if (durations.isEmpty())
        return milliseconds(0);
    std::sort(durations.begin(), durations.end());
    const qsizetype middle = durations.size() / 2;
    return durations.size() % 2 == 1 ? durations.at(middle) : (durations.at(middle - 1) + durations.at(middle)) / 2;
}

/// The two-sided chance of the sum of ranks that @p first has among both.
double chanceOf(const Durations &first, const Durations &second)
{
    QMap<milliseconds, std::pair<double, double>> counts; // of the first and of both, by time
    for (const milliseconds time : first)
        counts[time].first += 1;
    for (const milliseconds time : first + second)
        counts[time].second += 1;
    const auto n1 = static_cast<double>(first.size());
    const auto n2 = static_cast<double>(second.size());
    const double n = n1 + n2;
    double ranks = 0;
    double ties = 0;
    double before = 0;
    for (const auto &[ofFirst, ofBoth] : std::as_const(counts)) {
        ranks += ofFirst * (before + (ofBoth + 1) / 2); // equal times share the mean of their ranks
        ties += ofBoth * ofBoth * ofBoth - ofBoth;
        before += ofBoth;
    }
    const double u = ranks - n1 * (n1 + 1) / 2;
    const double variance = n1 * n2 / 12 * (n + 1 - ties / (n * (n - 1)));
    if (variance <= 0)
        return 1; // all are equal
    const double z = std::max(0.0, std::abs(u - n1 * n2 / 2) - 0.5) / std::sqrt(variance);
    return std::erfc(z / std::numbers::sqrt2);
}

} // namespace

TimingComparison compareTimes(const Durations &first, const Durations &second)
{
    TimingComparison comparison{medianOf(first), medianOf(second), 1, false};
    if (first.size() < fewest || second.size() < fewest)
        return comparison;
    comparison.chance = chanceOf(first, second);
    const milliseconds apart = std::chrono::abs(comparison.first - comparison.second);
    const auto longer = static_cast<double>(std::max(comparison.first, comparison.second).count());
    comparison.differs = comparison.chance < unlikely && apart >= leastApart && static_cast<double>(apart.count()) >= leastShare * longer;
    return comparison;
}

} // namespace keyturn::audit
