// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountmanager.h"
#include "core/error.h"
#include "model/session.h"

#include <QJsonObject>

/// The JSON of CONTRACTS.md: camelCase, times as ISO 8601 in UTC, unknown values left out.
namespace keyturn::cli {

[[nodiscard]] QString stateWord(accounts::AccountState state);
[[nodiscard]] QJsonObject accountJson(const model::Account &account, accounts::AccountState state);
[[nodiscard]] QJsonObject sessionJson(const model::Session &session);
/// `{"error":{"kind","code","message"}}`
[[nodiscard]] QJsonObject errorJson(const core::Error &error, const QString &message);

/// What a person calls the account: the label, else the name, else the e-mail, else the subject.
[[nodiscard]] QString titleOf(const model::Account &account);

} // namespace keyturn::cli
