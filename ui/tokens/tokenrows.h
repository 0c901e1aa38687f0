// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inspection/difference.h"
#include "inspection/findings.h"
#include "ui/common/tone.h"

#include <optional>

namespace keyturn::ui::tokens {

/// One line of what there is to say about a token.
struct TokenRow {
    QString heading; ///< Of the section that begins with it; empty: it goes on.
    QString name; ///< "high", "exp".
    QString text;
    QString note; ///< Below it, quieter: where a finding is asked for, what time a number is. May be empty.
    common::Tone tone = common::Tone::Normal; ///< Of the name.
    bool operator==(const TokenRow &) const = default;
};

/// What is known of the token that is looked at.
struct Looked {
    inspection::Token token;
    QList<inspection::Finding> findings;
    std::optional<QList<inspection::Change>> changes; ///< nullopt: there is none to compare with.
    QDateTime now; ///< UTC.
};

/// The rows in their order: what changed, what was found, claims, header. Long values are cut, and so are very many of them.
[[nodiscard]] QList<TokenRow> rowsOf(const Looked &looked);

/// "Access token (JWT), RS256".
[[nodiscard]] QString titleOf(const inspection::Token &token);
[[nodiscard]] QString signatureSentence(const inspection::Verification &verification);
/// When it runs out; invalid where it does not say.
[[nodiscard]] QDateTime expiryOf(const inspection::Token &token);

} // namespace keyturn::ui::tokens
