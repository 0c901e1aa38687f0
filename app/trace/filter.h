// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/origin.h"
#include "trace/sequence.h"

#include <optional>

namespace keyturn::trace {

/// Which entries are looked for.
struct Filter {
    QString account = {}; ///< By id; empty: any. What is nobody's counts where it went to one of the origins.
    QList<net::Origin> origins = {}; ///< Of the account.
    QStringList purposes = {}; ///< Any of them; empty: all.
    bool onlyFailures = false;
    std::optional<int> statusClass = {}; ///< 2 for 200 … 299; 0 where there was no answer.
    QString text = {}; ///< Anywhere in address, headers, bodies and purpose, whatever its case.
    QDateTime from = {}; ///< Invalid: any time.
};

[[nodiscard]] bool fits(const net::Exchange &exchange, const Filter &filter);
[[nodiscard]] QList<net::Exchange> filtered(const QList<net::Exchange> &entries, const Filter &filter);

} // namespace keyturn::trace
