// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/report.h"

#include <algorithm>
#include <tuple>

namespace keyturn::audit {

namespace {

int rankOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Fail:
        return 0;
    case Outcome::Inconclusive:
        return 1;
    case Outcome::Pass:
        return 2;
    case Outcome::NotApplicable:
        break;
    }
    return 3;
}

} // namespace

int Report::count(Outcome outcome) const
{
    return static_cast<int>(std::count_if(results.cbegin(), results.cend(), [outcome](const CheckResult &one) { return one.outcome == outcome; }));
}

int Report::newFailures() const
{
    return static_cast<int>(
        std::count_if(results.cbegin(), results.cend(), [](const CheckResult &one) { return one.outcome == Outcome::Fail && !one.isKnown; }));
}

bool comesBefore(const CheckResult &a, const CheckResult &b)
{
    const auto key = [](const CheckResult &one) {
        const bool failed = one.outcome == Outcome::Fail;
        return std::tuple(rankOf(one.outcome), failed ? -static_cast<int>(one.check.severity) : 0, one.check.number);
    };
    return key(a) < key(b);
}

void sortResults(QList<CheckResult> &results)
{
    std::stable_sort(results.begin(), results.end(), &comesBefore);
}

} // namespace keyturn::audit
