// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/volley.h"

#include <algorithm>

namespace keyturn::console {

using std::chrono::milliseconds;

QMap<QString, int> Volley::outcomes() const
{
    QMap<QString, int> counts;
    for (const Shot &shot : shots)
        ++counts[shot.status > 0 ? QString::number(shot.status) : shot.failure];
    return counts;
}

milliseconds Volley::median() const
{
    if (shots.isEmpty())
        return milliseconds(0);
    QList<milliseconds> durations;
    for (const Shot &shot : shots)
        durations.append(shot.duration);
    std::sort(durations.begin(), durations.end());
    const qsizetype middle = durations.size() / 2;
    return durations.size() % 2 == 1 ? durations[middle] : (durations[middle - 1] + durations[middle]) / 2;
}

milliseconds Volley::slowest() const
{
    milliseconds longest{0};
    for (const Shot &shot : shots)
        longest = std::max(longest, shot.duration);
    return longest;
}

milliseconds Volley::total() const
{
    milliseconds end{0};
    for (const Shot &shot : shots)
        end = std::max(end, shot.started + shot.duration);
    return end;
}

} // namespace keyturn::console
