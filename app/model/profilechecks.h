// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>
#include <QUrl>

/// What a profile's strings must look like. Each check answers what was expected instead, or an empty string where the text is good.
namespace keyturn::model {

[[nodiscard]] QString checkId(const QString &text);
[[nodiscard]] QString checkLabel(const QString &text);
/// https, or http to this machine; no user name, no fragment. A query only where @p mayHaveQuery.
[[nodiscard]] QString checkUrl(const QString &text, bool mayHaveQuery);
[[nodiscard]] QString checkPointer(const QString &text);
/// A path below the base URL whose placeholders are all among @p placeholders.
[[nodiscard]] QString checkPath(const QString &text, const QStringList &placeholders);
[[nodiscard]] QString checkPlaceholders(const QString &text, const QStringList &placeholders);
/// The same for a string of a JSON body, which may be `{name:number}` as a whole.
[[nodiscard]] QString checkTypedPlaceholders(const QString &text, const QStringList &placeholders);
/// A media type that is JSON (RFC 6838 §4.2.8), such as application/vnd.api+json.
[[nodiscard]] QString checkJsonType(const QString &text);
[[nodiscard]] QString checkHeaderName(const QString &text);
/// The same, where Content-Type may be said as well.
[[nodiscard]] QString checkEndpointHeaderName(const QString &text);
/// Any RFC 9110 token: a header's name where it is ours to set, or an authentication scheme.
[[nodiscard]] QString checkToken(const QString &text);
[[nodiscard]] QString checkHeaderValue(const QString &text);
[[nodiscard]] QString checkCookieName(const QString &text);
[[nodiscard]] QString checkScope(const QString &text);
[[nodiscard]] QString checkCallbackPath(const QString &text);
[[nodiscard]] QString checkRedirectUri(const QString &text);
[[nodiscard]] QString checkErrorCode(const QString &text);
[[nodiscard]] QString checkQueryName(const QString &text);
/// One or several certificates as PEM.
[[nodiscard]] QString checkCertificates(const QString &text);
[[nodiscard]] QString checkAuthorizationParameter(const QString &text);

/// 127.0.0.0/8, ::1 or `localhost`.
[[nodiscard]] bool isLoopback(const QUrl &url);

} // namespace keyturn::model
