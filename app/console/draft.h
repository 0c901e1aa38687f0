// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "net/httpclient.h"

#include <QIODevice>
#include <QNetworkRequest>
#include <QUrl>

#include <memory>

/// The request console: any request, sent as an account, with all that is to be seen of it. Nothing here knows a window or a terminal.
namespace keyturn::console {

enum class BodyKind {
    None,
    Text, ///< `text` as it stands, with `contentType`.
    Form, ///< `fields` as application/x-www-form-urlencoded.
    Multipart, ///< `fields` as multipart/form-data (RFC 7578); files among them are read while they are sent.
    File, ///< The bytes of `file`, read while they are sent.
};

struct FormField {
    QString name;
    QString value; ///< Of a file: its path.
    bool isFile = false; ///< Of multipart only.
    bool operator==(const FormField &) const = default;
};

/// A request as somebody writes it. It may hold secrets: in memory alone (requeststore.h says what is kept of it).
struct Draft {
    QByteArray method = "GET";
    QString address; ///< Absolute, or a path (`/me`) at the server of the profile's base address.
    QList<net::Header> headers;
    BodyKind kind = BodyKind::None;
    QByteArray text; ///< UTF-8.
    QByteArray contentType; ///< Of `text` and `file`; empty: told from what stands there. A Content-Type among `headers` wins.
    QList<FormField> fields;
    QString file;
    bool operator==(const Draft &) const = default;
};

/// Ready for QNetworkAccessManager::sendCustomRequest(), once.
struct Prepared {
    QNetworkRequest request;
    QByteArray method;
    std::shared_ptr<QIODevice> body; ///< Open, its size known; null: none. It has to live until the reply is over.
};

/// Looks @p draft through and puts it together; a path is resolved at @p base (RFC 3986 §5.2). Errors are Configuration: `method_invalid` (no token,
/// RFC 9110 §9.1, or CONNECT and TRACE, which no account's token may go out with), `url_invalid`, `url_other_server` (`//host/path`),
/// `url_scheme_refused`, `base_url_missing`, `header_invalid`, `header_framing` (net::isFramingHeader()), `body_file_unreadable`, `body_blank` (a
/// value that was left out when the request was kept has to be filled in first; blanks.h).
[[nodiscard]] core::Result<Prepared> prepare(const Draft &draft, const QUrl &base);

/// What prepare() says of the method, the headers and the type of the body.
[[nodiscard]] core::Result<void> checkHead(const Draft &draft);
/// Where @p draft goes. Errors are those of prepare() about the address.
[[nodiscard]] core::Result<QUrl> addressOf(const Draft &draft, const QUrl &base);
/// What the body of @p draft is sent as, the boundary of multipart left out; empty where there is none.
[[nodiscard]] QByteArray contentTypeOf(const Draft &draft);
/// `fields` as application/x-www-form-urlencoded (WHATWG URL §5.2).
[[nodiscard]] QByteArray formOf(const QList<FormField> &fields);

} // namespace keyturn::console
