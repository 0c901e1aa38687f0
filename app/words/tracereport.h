// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/exchangelog.h"

namespace keyturn::words {

/// @p entries for a ticket or a wiki, as Markdown: the flow as a Mermaid sequence diagram, and a table of its steps with time, purpose, outcome and
/// section. @p title is one line; what is not ours is made harmless.
[[nodiscard]] QString markdownReport(const QList<net::Exchange> &entries, const QString &title);

} // namespace keyturn::words
