// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/draft.h"
#include "ui/console/pairstable.h"

/// A draft's parts as rows that somebody writes, and back.
namespace keyturn::ui::console {

/// Of a form with files, `@PATH` is the file at that path, as curl has it, and `@@` an @ itself.
[[nodiscard]] QList<Pair> pairsOf(const QList<keyturn::console::FormField> &fields, keyturn::console::BodyKind kind);
[[nodiscard]] QList<keyturn::console::FormField> fieldsOf(const QList<Pair> &pairs, keyturn::console::BodyKind kind);

[[nodiscard]] QList<Pair> pairsOf(const QList<net::Header> &headers);
[[nodiscard]] QList<net::Header> headersOf(const QList<Pair> &pairs);

} // namespace keyturn::ui::console
