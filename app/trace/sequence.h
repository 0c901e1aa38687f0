// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "trace/purpose.h"

namespace keyturn::trace {

/// One entry of the log as arrows between parties.
struct Step {
    Party from = Party::App;
    Party to = Party::App; ///< The same as from: a thing that one does alone.
    bool isAnswered = false; ///< An arrow goes back: with a status, or with a failure.
    bool failed = false;
    bool operator==(const Step &) const = default;
};

[[nodiscard]] Step stepOf(const net::Exchange &exchange);

/// Whether it came to nothing: no answer, a status of 400 or more, or an answer of the browser's that was not the awaited one.
[[nodiscard]] bool isFailure(const net::Exchange &exchange);

/// In the order in which they began; what began in one millisecond, as it was recorded, but what Keyturn sent comes after what made it do so.
[[nodiscard]] QList<net::Exchange> inTimeOrder(QList<net::Exchange> entries);

/// Those that take part in @p entries, in the order of Party.
[[nodiscard]] QList<Party> partiesOf(const QList<net::Exchange> &entries);

} // namespace keyturn::trace
