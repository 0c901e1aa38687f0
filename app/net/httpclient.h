// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/secret.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QDateTime>
#include <QList>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <stop_token>

/// The one way out of the program for flows, refreshes and backend calls. An answer with any status is a value; an Error is: no answer
/// (Offline), stopped (Cancelled), or an answer that breaks a limit or its own framing (BadReply).
namespace keyturn::net {

struct Header {
    QByteArray name;
    QByteArray value;
    bool operator==(const Header &) const = default;
};

/// What is secret of an exchange though neither its name nor its shape tells: a profile may call a password `x`, and a token may be short. The log
/// marks it wherever it stands.
struct SecretParts {
    QList<core::Secret> values; ///< In the request; an answer may say them back.
    QList<core::Secret> tokens; ///< The same, of what no person has chosen.
    QStringList pointers; ///< Into the answer's JSON body (RFC 6901): what lies there, if anything.
    QByteArrayList headers; ///< By name, of either side.
};

struct HttpRequest {
    QByteArray method = "GET";
    QUrl url; ///< http or https; anything else is Configuration `url_scheme_refused`.
    QList<Header> headers; ///< One that is no header, or that frames the message (Host, Content-Length …), is Configuration `header_invalid`.
    core::Secret body; ///< Delivered at most once, whatever happens to the connection (FAULTS 45).
    std::chrono::milliseconds deadline{30'000}; ///< Absolute, from send() to the last byte (FAULTS 46).
    qsizetype maxBodyBytes = 256 * 1024; ///< Of the answer, after decompression (FAULTS 36, 37).
    /// What this exchange is for, shown in the trace: "refresh", "token", "discovery" …
    QString purpose;
    /// Whether what it carries is lost when it does not go out now (an authorization code, say): it goes although the endpoint asked for a pause.
    bool cannotWait = false;
    /// Stops the request; the future then finishes with Cancelled. Default: cannot be stopped.
    std::stop_token stop;
    SecretParts secrets = {};
};

struct HttpResponse {
    int status = 0;
    QList<Header> headers; ///< In order, duplicates kept.
    core::Secret body;
    QUrl url; ///< Equal to the request's: redirects are never followed, a 3xx is a value.

    /// The first value of @p name (case-insensitive), or empty.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    /// Content-Type without its parameters, in lower case; empty where absent.
    [[nodiscard]] QByteArray mediaType() const;
    /// `application/json`, or a type with the suffix `+json` (RFC 6839 §3.1).
    [[nodiscard]] bool isJson() const;
    /// The server said how long the body is, and so much of it came. Qt takes a chunked body that was cut, and one that ends with the connection, for
    /// whole ones (FAULTS 35): a body that does not show its own end, as a JSON object does, can be believed only where this is true.
    [[nodiscard]] bool isProvenWhole() const;
    /// From Date (RFC 9110 §6.6.1), UTC, whole seconds; invalid where absent or nonsense.
    [[nodiscard]] QDateTime date() const;
    /// 429 (RFC 6585 §4), or a 403 that says when to come back, by Retry-After or by rate limit fields with nothing remaining: GitHub's two ways
    /// (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit).
    [[nodiscard]] bool isRateLimited() const;
    /// From Retry-After (seconds or HTTP-date against @p now), else from the rate limit fields where nothing remains; clamped to 0 … 1 h; nullopt
    /// where absent or nonsense, and for a date where @p now is invalid (FAULTS 42).
    [[nodiscard]] std::optional<std::chrono::seconds> retryAfter(const QDateTime &now) const;
};

class HttpClient
{
public:
    virtual ~HttpClient() = default;
    [[nodiscard]] virtual core::Async<HttpResponse> send(HttpRequest request) = 0;
};

} // namespace keyturn::net
