// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/instant.h"

#include <algorithm>

namespace keyturn::backend {

using namespace std::chrono;

Instant instantOf(const core::Clock &clock)
{
    return Instant(milliseconds(clock.now().toMSecsSinceEpoch()));
}

QString isoText(Instant instant)
{
    return QDateTime::fromMSecsSinceEpoch(instant.time_since_epoch().count()).toUTC().toString(Qt::ISODateWithMs);
}

qint64 numericDate(Instant instant)
{
    return floor<seconds>(instant).time_since_epoch().count();
}

seconds remaining(Instant now, Instant then)
{
    return std::max(seconds(0), floor<seconds>(then - now));
}

} // namespace keyturn::backend
