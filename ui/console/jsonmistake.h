// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>

#include <optional>

namespace keyturn::ui::console {

/// What is wrong with JSON that somebody writes, and where.
struct JsonMistake {
    Q_DECLARE_TR_FUNCTIONS(keyturn::ui::console::JsonMistake)
public:
    int line = 1;
    int column = 1; ///< In UTF-16 units, from 1.
    QString sentence; ///< With the place in it.

    /// Nullopt: @p text is one value of JSON (RFC 8259), or empty.
    [[nodiscard]] static std::optional<JsonMistake> in(const QString &text);
};

} // namespace keyturn::ui::console
