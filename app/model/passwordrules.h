// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "model/backendprofile.h"

#include <QStringView>

namespace keyturn::model {

/// What a text lacks, or has too much of.
enum class RuleBreach {
    PasswordTooShort,
    PasswordTooLong,
    PasswordTooManyBytes,
    PasswordWantsLower,
    PasswordWantsUpper,
    PasswordWantsDigit,
    PasswordWantsSymbol,
    NameTooShort,
    NameTooLong,
};

struct BrokenRule {
    RuleBreach breach;
    int limit = 0; ///< The length that is the limit; 0 where there is none to tell.
    bool operator==(const BrokenRule &) const = default;
};

/// The rules that @p password breaks, in the order of RuleBreach; none: it may be sent. A symbol is what is neither a letter, a digit nor a space.
[[nodiscard]] QList<BrokenRule> brokenRules(const PasswordRules &rules, QStringView password);
/// The same for UTF-8. What is no UTF-8 counts as the characters that stand for it.
[[nodiscard]] QList<BrokenRule> brokenRules(const PasswordRules &rules, const core::Secret &password);
/// Of a name, without the spaces around it.
[[nodiscard]] QList<BrokenRule> brokenNameRules(const PasswordRules &rules, QStringView name);

} // namespace keyturn::model
