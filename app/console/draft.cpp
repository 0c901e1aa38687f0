// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/draft.h"

#include "console/blanks.h"
#include "console/multipart.h"
#include "net/headerrules.h"

#include <QBuffer>
#include <QFile>
#include <QMimeDatabase>

#include <algorithm>

namespace keyturn::console {

namespace {

core::Error wrong(const char *code, const QString &detail)
{
    return {core::ErrorKind::Configuration, QString::fromLatin1(code), detail};
}

bool isContentType(const net::Header &header)
{
    return header.name.compare("Content-Type", Qt::CaseInsensitive) == 0;
}

/// TRACE echoes the token (RFC 9110 §9.3.8), CONNECT is a proxy's (§9.3.6).
core::Result<void> checkMethod(const QByteArray &method)
{
    constexpr qsizetype longest = 40;
    if (method.size() > longest || !net::isSoundHeader(method, {}))
        return wrong("method_invalid", QStringLiteral("a method is one word, such as GET or POST"));
    for (const char *refused : {"CONNECT", "TRACE", "TRACK"}) {
        if (method.compare(refused, Qt::CaseInsensitive) == 0)
            return wrong("method_invalid",
                         QString::fromLatin1(method) + QStringLiteral(" is not sent: it is for proxies, or gives away what was sent"));
    }
    return {};
}

void addHeaders(QNetworkRequest &request, const Draft &draft)
{
    for (const net::Header &header : draft.headers) {
        // Qt has one value for a name; a list is the same as several fields (RFC 9110 §5.3), Cookie apart (RFC 6265 §5.4).
        const char *between = header.name.compare("Cookie", Qt::CaseInsensitive) == 0 ? "; " : ", ";
        const bool isThere = request.hasRawHeader(header.name) && !isContentType(header);
        request.setRawHeader(header.name, isThere ? request.rawHeader(header.name) + between + header.value : header.value);
    }
}

core::Result<std::shared_ptr<QIODevice>> openFile(const QString &path)
{
    auto file = std::make_shared<QFile>(path);
    if (!file->open(QIODevice::ReadOnly) || file->isSequential()) // of a pipe nobody knows the length, which is sent first
        return wrong("body_file_unreadable", path + QStringLiteral(": ") + (file->isOpen() ? QStringLiteral("no file") : file->errorString()));
    return std::shared_ptr<QIODevice>(std::move(file));
}

std::shared_ptr<QIODevice> deviceOf(const QByteArray &bytes)
{
    auto buffer = std::make_shared<QBuffer>();
    buffer->setData(bytes);
    buffer->open(QIODevice::ReadOnly);
    return buffer;
}

core::Result<std::shared_ptr<QIODevice>> bodyOf(const Draft &draft, QByteArray &contentType)
{
    switch (draft.kind) {
    case BodyKind::None:
        return std::shared_ptr<QIODevice>();
    case BodyKind::Text:
        return deviceOf(draft.text);
    case BodyKind::Form:
        return deviceOf(formOf(draft.fields));
    case BodyKind::File:
        return openFile(draft.file);
    case BodyKind::Multipart:
        break;
    }
    auto body = std::make_shared<MultipartBody>();
    for (const FormField &field : draft.fields) {
        if (const core::Result<void> added = body->add(field); !added.ok())
            return added.error();
    }
    body->finish();
    contentType += "; boundary=" + body->boundary();
    return std::shared_ptr<QIODevice>(std::move(body));
}

} // namespace

QByteArray formOf(const QList<FormField> &fields)
{
    // What stays as it is, is what WHATWG's form encoding leaves: letters, digits and four marks. Space becomes a plus.
    const auto encoded = [](const QString &text) { return text.toUtf8().toPercentEncoding(" *", "~").replace(' ', '+'); };
    QByteArrayList pairs;
    for (const FormField &field : fields)
        pairs.append(encoded(field.name) + '=' + encoded(field.value));
    return pairs.join('&');
}

QByteArray contentTypeOf(const Draft &draft)
{
    if (draft.kind == BodyKind::None)
        return {};
    const auto header = std::find_if(draft.headers.begin(), draft.headers.end(), isContentType);
    if (header != draft.headers.end() && draft.kind != BodyKind::Multipart) // whose boundary nobody else knows
        return header->value;
    if (draft.kind == BodyKind::Form)
        return "application/x-www-form-urlencoded";
    if (draft.kind == BodyKind::Multipart)
        return "multipart/form-data";
    if (!draft.contentType.isEmpty())
        return draft.contentType;
    if (draft.kind == BodyKind::File)
        return QMimeDatabase().mimeTypeForFile(draft.file, QMimeDatabase::MatchExtension).name().toLatin1();
    const QByteArray text = draft.text.trimmed();
    return text.startsWith('{') || text.startsWith('[') ? "application/json" : "text/plain; charset=utf-8";
}

core::Result<QUrl> addressOf(const Draft &draft, const QUrl &base)
{
    // RFC 3986 §4.2: such a path is another server's; and browsers and proxies read a backslash as a slash.
    if (draft.address.startsWith(QLatin1String("//")) || draft.address.startsWith(QLatin1String("/\\")))
        return wrong("url_other_server", QStringLiteral("a path that begins with // names another server; write its whole address, with https://"));
    if (draft.address.contains(u'\\'))
        return wrong("url_invalid", QStringLiteral("a backslash in an address is read as a slash by some; write / or %5C"));
    QUrl url(draft.address, QUrl::StrictMode);
    if (!url.isValid() || draft.address.isEmpty())
        return wrong("url_invalid",
                     QStringLiteral("the address is none: ") + (draft.address.isEmpty() ? QStringLiteral("it is empty") : url.errorString()));
    if (url.isRelative()) {
        if (!draft.address.startsWith(u'/'))
            return wrong("url_invalid", QStringLiteral("the address begins with http:// or https://, or, at the backend, with /"));
        if (base.isEmpty())
            return wrong("base_url_missing", QStringLiteral("the profile has no address that a path could be at"));
        url = base.resolved(url);
    }
    if (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https"))
        return wrong("url_scheme_refused", QStringLiteral("an address begins with http:// or https://"));
    if (url.host().isEmpty())
        return wrong("url_invalid", QStringLiteral("the address names no server"));
    return url.adjusted(QUrl::RemoveFragment | QUrl::RemoveUserInfo); // neither is part of a request, and a password there would be in the trace
}

core::Result<void> checkHead(const Draft &draft)
{
    if (const core::Result<void> method = checkMethod(draft.method); !method.ok())
        return method;
    for (const net::Header &header : draft.headers) {
        if (!net::isSoundHeader(header.name, header.value))
            return wrong("header_invalid", QStringLiteral("a header's name is one word, and its value one line"));
        if (net::isFramingHeader(header.name))
            return wrong("header_framing", QString::fromLatin1(header.name) + QStringLiteral(" says where the message goes and where it ends"));
    }
    if (!net::isSoundHeader("Content-Type", contentTypeOf(draft)))
        return wrong("header_invalid", QStringLiteral("the type of the body is no line"));
    return {};
}

core::Result<Prepared> prepare(const Draft &draft, const QUrl &base)
{
    if (const core::Result<void> head = checkHead(draft); !head.ok())
        return head.error();
    const core::Result<QUrl> url = addressOf(draft, base);
    if (!url.ok())
        return url.error();
    if (hasBlanks(draft))
        return wrong("body_blank", QStringLiteral("values that are secret were left out when the request was kept"));
    Prepared prepared{QNetworkRequest(*url), draft.method, nullptr};
    addHeaders(prepared.request, draft);
    QByteArray contentType = contentTypeOf(draft);
    core::Result<std::shared_ptr<QIODevice>> body = bodyOf(draft, contentType);
    if (!body.ok())
        return body.error();
    prepared.body = *body;
    if (prepared.body && !contentType.isEmpty())
        prepared.request.setRawHeader("Content-Type", contentType);
    return prepared;
}

} // namespace keyturn::console
