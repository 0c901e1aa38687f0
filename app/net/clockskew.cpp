// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/clockskew.h"

#include <algorithm>

namespace keyturn::net {

std::optional<std::chrono::milliseconds> clockAhead(const HttpResponse &answer, const QDateTime &before, const QDateTime &after)
{
    using std::chrono::milliseconds;
    using std::chrono::seconds;
    const QDateTime date = answer.date();
    if (!date.isValid())
        return std::nullopt;
    const milliseconds middle((before.toMSecsSinceEpoch() + after.toMSecsSinceEpoch()) / 2);
    bool isNumber = false;
    const qint64 age = answer.header("Age").trimmed().toLongLong(&isNumber); // RFC 9111 §5.1: a cache had it for so long
    const seconds kept(isNumber ? std::clamp(age, qint64(0), qint64(24 * 3600)) : 0);
    // A Date tells whole seconds: on average half of one is cut off.
    return middle - milliseconds(date.toMSecsSinceEpoch()) - kept - milliseconds(500);
}

} // namespace keyturn::net
