// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"

#include <QMap>
#include <QStringList>

namespace keyturn::backend {

/// How long a code that was mailed serves.
constexpr std::chrono::minutes mailedCodeLife(30);
/// What a mail says below such a code.
[[nodiscard]] QString mailedCodeEnding();
/// 400 `invalid_code`: whether it was wrong, late or spent is not told.
[[nodiscard]] Response invalidMailedCode();
/// 403, not 401: the token is good, and a client must not take this for the end of the session.
[[nodiscard]] Response wrongPresentPassword();

/// The text of each of some members of a body, or what is wrong with them.
struct Texts {
    QMap<QString, QString> values;
    std::optional<Response> refusal;
};
/// All of @p names are required.
[[nodiscard]] Texts textsOf(const Request &request, const QStringList &names);

} // namespace keyturn::backend
