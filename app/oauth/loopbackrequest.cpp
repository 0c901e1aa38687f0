// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/loopbackrequest.h"

#include <algorithm>
#include <optional>

namespace keyturn::oauth {

namespace {

bool isTokenChar(char c) // RFC 9110 §5.6.2
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

bool isVisibleAscii(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool isFieldValue(QByteArrayView text) // RFC 9110 §5.5; bytes above ASCII are opaque, control characters are not allowed
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); });
}

bool sameName(QByteArrayView name, QByteArrayView expected)
{
    return name.compare(expected, Qt::CaseInsensitive) == 0;
}

/// What the header fields tell, as far as it matters here.
struct Fields {
    int hosts = 0;
    bool hostIsOurs = true;
    bool hasBody = false;
    bool navigation = true;
};

bool readField(QByteArrayView line, QByteArrayView authority, Fields &fields)
{
    const qsizetype colon = line.indexOf(':');
    if (colon < 0 || !isToken(line.first(colon)))
        return false; // also a folded line and a blank before the colon: both have smuggled requests elsewhere
    const QByteArrayView name = line.first(colon);
    const QByteArrayView value = line.sliced(colon + 1).trimmed();
    if (!isFieldValue(value))
        return false;
    if (sameName(name, "Host")) {
        ++fields.hosts;
        fields.hostIsOurs = fields.hostIsOurs && value == authority;
    } else if (sameName(name, "Transfer-Encoding") || (sameName(name, "Content-Length") && value != "0")) {
        fields.hasBody = true;
    } else if (sameName(name, "Sec-Fetch-Mode")) {
        fields.navigation = fields.navigation && value == "navigate";
    }
    return true;
}

struct RequestLine {
    QByteArrayView method;
    QByteArrayView target;
    QByteArrayView version;
};

std::optional<RequestLine> readRequestLine(QByteArrayView line)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first < 0 || first == last)
        return std::nullopt;
    const RequestLine parts{line.first(first), line.sliced(first + 1, last - first - 1), line.sliced(last + 1)};
    const bool originForm = parts.target.startsWith('/') && isVisibleAscii(parts.target) && !parts.target.contains('#');
    if (!isToken(parts.method) || !originForm || !isVisibleAscii(parts.version))
        return std::nullopt;
    return parts;
}

HeadReading readCompleteHead(QByteArrayView head, QByteArrayView authority)
{
    const qsizetype lineEnd = head.indexOf("\r\n");
    const std::optional<RequestLine> line = readRequestLine(head.first(lineEnd));
    if (!line)
        return HeadRefused{400};
    if (line->version != "HTTP/1.1" && line->version != "HTTP/1.0")
        return HeadRefused{505};
    if (line->method != "GET")
        return HeadRefused{405};
    Fields fields;
    for (qsizetype at = lineEnd + 2; at < head.size();) {
        const qsizetype end = head.indexOf("\r\n", at);
        if (!readField(head.sliced(at, end - at), authority, fields))
            return HeadRefused{400};
        at = end + 2;
    }
    // FAULTS 11: a name that a stranger made point to 127.0.0.1 shows itself in Host. RFC 9112 §3.2: exactly one.
    if (fields.hosts != 1 || !fields.hostIsOurs || fields.hasBody)
        return HeadRefused{400};
    const qsizetype mark = line->target.indexOf('?');
    const QByteArrayView path = mark < 0 ? line->target : line->target.first(mark);
    const QByteArrayView query = mark < 0 ? QByteArrayView() : line->target.sliced(mark + 1);
    return LoopbackRequest{path.toByteArray(), query.toByteArray(), fields.navigation};
}

} // namespace

HeadReading readRequestHead(QByteArrayView received, QByteArrayView authority)
{
    const qsizetype end = received.indexOf("\r\n\r\n");
    const bool tooLong = end < 0 ? received.size() > maxHeadBytes : end + 4 > maxHeadBytes;
    if (tooLong) {
        const qsizetype lineEnd = received.indexOf("\r\n");
        return HeadRefused{lineEnd < 0 || lineEnd > maxHeadBytes ? 414 : 431}; // FAULTS 7
    }
    if (end < 0)
        return HeadIncomplete{};
    return readCompleteHead(received.first(end + 2), authority);
}

} // namespace keyturn::oauth
