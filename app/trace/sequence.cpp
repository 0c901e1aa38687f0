// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "trace/sequence.h"

#include <algorithm>

namespace keyturn::trace {

bool isFailure(const net::Exchange &exchange)
{
    return !exchange.failure.isEmpty() || exchange.status >= 400;
}

Step stepOf(const net::Exchange &exchange)
{
    using net::EntryKind;
    const bool failed = isFailure(exchange);
    switch (exchange.kind) {
    case EntryKind::BrowserOpened:
        return {Party::App, Party::Browser, false, failed};
    case EntryKind::Callback:
        return {Party::Browser, Party::App, exchange.status != 0, failed};
    case EntryKind::LastPage:
        return {Party::Browser, Party::App, true, failed};
    case EntryKind::Checked:
        return {Party::App, Party::App, false, failed};
    case EntryKind::Foreign:
    case EntryKind::Exchange:
        break;
    }
    const Party counterpart = counterpartOf(exchange.purpose);
    const Party server = counterpart == Party::Browser || counterpart == Party::App ? Party::Provider : counterpart;
    return {exchange.kind == EntryKind::Foreign ? Party::Browser : Party::App, server, true, failed};
}

QList<net::Exchange> inTimeOrder(QList<net::Exchange> entries)
{
    // An exchange is recorded when it ends, and so has a higher number than what happened while it ran.
    std::stable_sort(entries.begin(), entries.end(), [](const net::Exchange &a, const net::Exchange &b) { return a.startedAt < b.startedAt; });
    return entries;
}

QList<Party> partiesOf(const QList<net::Exchange> &entries)
{
    bool seen[partyCount] = {};
    for (const net::Exchange &entry : entries) {
        const Step step = stepOf(entry);
        seen[int(step.from)] = seen[int(step.to)] = true;
    }
    QList<Party> parties;
    for (int i = 0; i < partyCount; ++i) {
        if (seen[i])
            parties += Party(i);
    }
    return parties;
}

} // namespace keyturn::trace
