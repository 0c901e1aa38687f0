// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "model/passwordrules.h"

#include <optional>

namespace keyturn::words {

/// What a broken rule asks for: "At least 8 characters."
[[nodiscard]] QString ruleSentence(const model::BrokenRule &rule);

/// Rejected `password_rules`, with a field error for each rule that is broken; nullopt: it may be sent.
[[nodiscard]] std::optional<core::Error> passwordRulesError(const model::PasswordRules &rules, const core::Secret &password);
/// The same for the name of a new account.
[[nodiscard]] std::optional<core::Error> nameRulesError(const model::PasswordRules &rules, const QString &name);

} // namespace keyturn::words
