// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "httpclient.h"

#include <QMap>
#include <QUrlQuery>

#include <functional>

namespace keyturn::backend {

using Parameters = QMap<QString, QString>;

/// A person's browser at a simulated provider: keeps cookies and fills in the forms; follows redirects within the provider, not to the client.
class Browser
{
public:
    using Sender = std::function<Answer(const QByteArray &method, const QByteArray &path, const SentHeaders &headers, const QByteArray &body)>;
    explicit Browser(const HttpClient &http)
        : m_send([http](const QByteArray &method, const QByteArray &path, const SentHeaders &headers, const QByteArray &body) {
              return http.send(method, path, headers, body);
          })
    { }
    explicit Browser(Sender send) : m_send(std::move(send)) { }

    [[nodiscard]] Answer open(const QByteArray &path);
    /// Posts the form that @p page holds, with its hidden fields and @p typed.
    [[nodiscard]] Answer submit(const Answer &page, const Parameters &typed);
    /// Signs in on @p page: what comes after the redirect.
    [[nodiscard]] Answer signIn(const Answer &page, const QString &email);
    [[nodiscard]] QMap<QByteArray, QByteArray> &cookies() { return m_cookies; }

private:
    [[nodiscard]] SentHeaders headers() const;
    void keepCookies(const Answer &answer);

    Sender m_send;
    QMap<QByteArray, QByteArray> m_cookies;
};

/// The value of a hidden field on a page, as its form would send it.
[[nodiscard]] QByteArray hiddenField(const Answer &page, const QByteArray &name);
/// The query of an answer's Location.
[[nodiscard]] Parameters redirectParameters(const Answer &answer);
/// @p path with @p parameters as its query.
[[nodiscard]] QByteArray withQuery(const QByteArray &path, const Parameters &parameters);

/// A code verifier and what an authorization request says of it.
constexpr auto testVerifier = "a-code-verifier-of-the-tests-that-is-long-enough";
[[nodiscard]] QString testChallenge();

} // namespace keyturn::backend
