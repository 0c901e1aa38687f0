// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <stop_token>

namespace keyturn::console {

class BodySecrets;

/// What became of a text that was to be JSON.
struct PrintedJson {
    QByteArray text; ///< Indented; empty where it is none.
    std::optional<qsizetype> brokenAt; ///< The first byte that cannot stand there.
    bool isTooLarge = false; ///< Indented it would be many times as large.
};

/// Indents JSON (RFC 8259) by two spaces in one pass over its bytes: no tree is built, members stay in their order, numbers and strings stay as they
/// were written. @p secrets, where there are any to be taken out, is asked for each name and value. An empty answer where @p stop asks for it.
[[nodiscard]] PrintedJson printJson(QByteArrayView text, BodySecrets *secrets, const std::stop_token &stop);

} // namespace keyturn::console
