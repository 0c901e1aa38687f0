// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "trace/sequence.h"

namespace keyturn::words {

/// What a step is for, as one sentence: "The authorization code is exchanged for tokens."; empty for a purpose that has none.
[[nodiscard]] QString purposeSentence(const QString &purpose);
/// The same of an entry, which may be nobody's whose purpose is known.
[[nodiscard]] QString entrySentence(const net::Exchange &entry);

/// "Keyturn", "Browser"; Provider and Backend by the host that @p entries name, where they name one alone.
[[nodiscard]] QString partyName(trace::Party party, const QList<net::Exchange> &entries);

/// "200", "no answer (timeout)", "not ours"; empty where there is nothing to tell.
[[nodiscard]] QString outcomeWords(const net::Exchange &entry);

} // namespace keyturn::words
