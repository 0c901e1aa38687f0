// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/recording.h"

#include "backend/usage.h"
#include "core/json.h"

#include <QJsonArray>
#include <QUrl>

#include <algorithm>
#include <array>

namespace keyturn::backend {

namespace {

/// About how an answer travelled (RFC 9110 §7.6.1) and when; the body stands in the recording decoded.
bool isOfTheWay(const QByteArray &name)
{
    static constexpr std::array words{"connection",
                                      "keep-alive",
                                      "proxy-connection",
                                      "transfer-encoding",
                                      "te",
                                      "trailer",
                                      "upgrade",
                                      "date",
                                      "content-length",
                                      "content-encoding",
                                      "via",
                                      "age",
                                      "proxy-authenticate",
                                      "alt-svc",
                                      "server",
                                      "strict-transport-security"};
    return name.startsWith(':') // HTTP/2's own
        || std::any_of(words.begin(), words.end(), [&name](const char *word) { return name.compare(word, Qt::CaseInsensitive) == 0; });
}

bool isFieldText(const QByteArray &text)
{
    return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

QList<HttpHeader> headersOf(const QJsonValue &list)
{
    QList<HttpHeader> headers;
    for (const QJsonValue &header : list.toArray()) {
        const QByteArray name = header[QLatin1String("name")].toString().toUtf8();
        const QByteArray value = header[QLatin1String("value")].toString().toUtf8();
        if (name.isEmpty() || isOfTheWay(name) || !isFieldText(name))
            continue;
        for (const QByteArray &line : value.split('\n')) { // Chrome joins several Set-Cookie so
            if (isFieldText(line))
                headers.append({name, line});
        }
    }
    return headers;
}

QByteArray bodyOf(const QJsonValue &content)
{
    const QByteArray text = content[QLatin1String("text")].toString().toUtf8();
    return content[QLatin1String("encoding")].toString() == QLatin1String("base64") ? QByteArray::fromBase64(text) : text;
}

QByteArray originOf(const QUrl &url)
{
    const int usual = url.scheme() == QLatin1String("https") ? 443 : 80;
    QByteArray origin = url.scheme().toLatin1() + "://" + url.host(QUrl::FullyEncoded).toLatin1();
    if (url.port(usual) != usual)
        origin += ':' + QByteArray::number(url.port());
    return origin;
}

std::optional<RecordedExchange> exchangeOf(const QJsonValue &entry)
{
    const QJsonValue request = entry[QLatin1String("request")];
    const QJsonValue response = entry[QLatin1String("response")];
    const QUrl url(request[QLatin1String("url")].toString());
    const QString kind = entry[QLatin1String("_keyturn")][QLatin1String("kind")].toString(QStringLiteral("exchange"));
    const int status = response[QLatin1String("status")].toInt();
    const bool isHttp = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    const bool wasAsked = kind == QLatin1String("exchange") || kind == QLatin1String("foreign"); // else it is a step that is none
    if (!isHttp || !wasAsked || status < 200 || status > 599)
        return std::nullopt;
    RecordedExchange exchange;
    exchange.method = request[QLatin1String("method")].toString().toLatin1();
    exchange.path = url.path(QUrl::FullyEncoded).toLatin1();
    if (exchange.path.isEmpty())
        exchange.path = "/";
    exchange.query = url.query(QUrl::FullyEncoded).toLatin1();
    exchange.requestBody = request[QLatin1String("postData")][QLatin1String("text")].toString().toUtf8();
    exchange.origin = originOf(url);
    exchange.status = status;
    exchange.headers = headersOf(response[QLatin1String("headers")]);
    exchange.body = bodyOf(response[QLatin1String("content")]);
    return exchange;
}

} // namespace

core::Result<QList<RecordedExchange>> readRecording(const QByteArray &har)
{
    if (har.size() > maxRecordingBytes)
        return usage(QStringLiteral("The recording has more than %1 MB.").arg(maxRecordingBytes / 1024 / 1024));
    if (har.count(',') > maxRecordingValues)
        return usage(QStringLiteral("The recording has more than %1 values.").arg(maxRecordingValues));
    const core::Result<QJsonObject> json = core::parseJsonObject(har, maxRecordingBytes);
    if (!json.ok())
        return usage(QStringLiteral("The recording is no HTTP Archive: %1.").arg(json.error().detail));
    const QJsonValue entries = core::atPointer(*json, QStringLiteral("/log/entries"));
    if (!entries.isArray())
        return usage(QStringLiteral("The recording is no HTTP Archive: it has no /log/entries."));
    if (entries.toArray().size() > maxRecordedExchanges)
        return usage(QStringLiteral("The recording has more than %1 entries.").arg(maxRecordedExchanges));
    QList<RecordedExchange> recorded;
    for (const QJsonValue &entry : entries.toArray()) {
        if (const std::optional<RecordedExchange> exchange = exchangeOf(entry))
            recorded.append(*exchange);
    }
    if (recorded.isEmpty())
        return usage(QStringLiteral("There is no answered exchange in the recording."));
    return recorded;
}

} // namespace keyturn::backend
