// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/secret.h"

#include <QJsonObject>
#include <QList>

#include <optional>

namespace keyturn::backend {

/// One way everywhere: trimmed, lower-case, Unicode form C. So ` Ada@Example.com` and `ada@example.com` are one account.
[[nodiscard]] QString normalisedEmail(const QString &email);

/// What a person typed into a registration or sign-in form, of right types and within limits.
struct Credentials {
    QString email; ///< Normalised.
    core::Secret password;
    QString name; ///< Trimmed; registration only.
};

/// Credentials, or what is wrong with each field.
struct CheckedCredentials {
    Credentials credentials;
    QList<core::FieldError> problems;
};

/// All rules: a plausible e-mail, a password of 8 characters to 72 bytes, a name of 1 to 100 characters.
[[nodiscard]] CheckedCredentials checkRegistration(const QJsonObject &members);
/// Presence and type alone: whether an address or password is acceptable is no business of a sign-in, it is right or wrong.
[[nodiscard]] CheckedCredentials checkSignIn(const QJsonObject &members);

/// What keeps @p password from being one of whoever has @p email (normalised): fewer than 8 characters, more than 72 bytes, characters that cannot be
/// used, one of those that everybody tries first, or the address itself (NIST SP 800-63B §5.1.1.2).
[[nodiscard]] std::optional<QString> passwordProblem(const QString &password, const QString &email);

/// What keeps @p name, trimmed, from being one: fewer than 1 or more than 100 characters, or control characters.
[[nodiscard]] std::optional<QString> nameProblem(const QString &name);

/// What keeps @p email, normalised, from being one.
[[nodiscard]] std::optional<QString> emailProblem(const QString &email);

/// user or admin.
[[nodiscard]] bool isRole(const QString &text);

/// @p text without control characters, trimmed and at most @p most characters long: for what a client says about itself.
[[nodiscard]] QString limitedText(const QString &text, qsizetype most);

} // namespace keyturn::backend
