// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/httpclient.h"
#include "net/redaction.h"
#include "trace/entryjson.h"
#include "trace/har.h"
#include "trace/purpose.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrlQuery>

namespace keyturn::trace {

namespace {

/// Of a header's value and of an address; no server takes longer ones.
constexpr qsizetype longestField = 64 * 1024;

core::Error tooLarge(const QString &what)
{
    return {core::ErrorKind::Configuration, QStringLiteral("har_too_large"), what};
}

core::Error invalid(const QString &what)
{
    return {core::ErrorKind::Configuration, QStringLiteral("har_invalid"), what};
}

/// Depth and number of values, counted without building anything: a few bytes of JSON can be as many values.
core::Result<void> measure(const QByteArray &text)
{
    int depth = 0;
    qsizetype values = 0;
    bool isInString = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isInString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                isInString = false;
        } else if (c == '"') {
            isInString = true;
        } else if (c == '{' || c == '[') {
            if (++depth > maxHarDepth)
                return tooLarge(QStringLiteral("nesting deeper than %1").arg(maxHarDepth));
        } else if (c == '}' || c == ']') {
            --depth;
        } else if (c == ',' && ++values > maxHarValues) {
            return tooLarge(QStringLiteral("more than %1 values").arg(maxHarValues));
        }
    }
    return {};
}

QList<net::Header> headersOf(const QJsonValue &list)
{
    QList<net::Header> headers;
    for (const QJsonValue &header : list.toArray()) {
        const QByteArray name = header[QLatin1String("name")].toString().toUtf8();
        // Chrome writes several Set-Cookie fields as the lines of one.
        for (const QByteArray &value : header[QLatin1String("value")].toString().toUtf8().split('\n'))
            headers.append(net::Header{name, value.size() > longestField ? net::Redaction::sizeAlone({}, value.size()) : value});
    }
    return headers;
}

bool has(const QList<net::Header> &headers, const char *name)
{
    return std::any_of(headers.begin(), headers.end(),
                       [name](const net::Header &header) { return header.name.compare(name, Qt::CaseInsensitive) == 0; });
}

QByteArray postDataOf(const QJsonValue &data)
{
    const QString text = data[QLatin1String("text")].toString();
    if (!text.isEmpty())
        return text.toUtf8();
    QUrlQuery form; // Firefox may give the fields alone
    for (const QJsonValue &field : data[QLatin1String("params")].toArray())
        form.addQueryItem(field[QLatin1String("name")].toString(), field[QLatin1String("value")].toString());
    return form.toString(QUrl::FullyEncoded).toUtf8();
}

QByteArray contentOf(const QJsonValue &content)
{
    const QByteArray text = content[QLatin1String("text")].toString().toUtf8();
    return content[QLatin1String("encoding")].toString() == QLatin1String("base64") ? QByteArray::fromBase64(text) : text;
}

/// Other programs' times have fractions.
std::chrono::milliseconds milliseconds(const QJsonValue &value, qint64 otherwise = 0)
{
    const double number = value.toDouble(double(otherwise));
    constexpr double longest = 24.0 * 3600 * 1000;
    return std::chrono::milliseconds(number < -1 || number > longest ? otherwise : qint64(number));
}

net::Moments momentsOf(const QJsonValue &timings, bool isTls)
{
    const auto phase = [&timings](const char *name) { return milliseconds(timings[QLatin1String(name)], -1); };
    const auto some = [](std::chrono::milliseconds span) { return std::max(span, std::chrono::milliseconds(0)); };
    net::Moments moments;
    std::chrono::milliseconds now = some(phase("blocked")) + some(phase("dns"));
    if (phase("connect").count() >= 0) {
        moments.connecting = now;
        now += phase("connect");
        if (isTls)
            moments.encrypted = now;
    }
    moments.sent = now + some(phase("send"));
    moments.firstByte = moments.sent + some(phase("wait"));
    return moments;
}

net::HttpRequest requestOf(const QJsonValue &json)
{
    net::HttpRequest request;
    request.method = json[QLatin1String("method")].toString().toLatin1().left(40);
    request.url = QUrl(json[QLatin1String("url")].toString());
    request.headers = headersOf(json[QLatin1String("headers")]);
    const QJsonValue data = json[QLatin1String("postData")];
    const QByteArray type = data[QLatin1String("mimeType")].toString().toUtf8();
    if (!type.isEmpty() && !has(request.headers, "Content-Type"))
        request.headers.append(net::Header{"Content-Type", type});
    request.body = core::Secret::take(postDataOf(data));
    return request;
}

net::HttpResponse answerOf(const QJsonValue &json)
{
    net::HttpResponse response;
    response.status = json[QLatin1String("status")].toInt();
    response.headers = headersOf(json[QLatin1String("headers")]);
    const QJsonValue content = json[QLatin1String("content")];
    const QByteArray type = content[QLatin1String("mimeType")].toString().toUtf8();
    if (!type.isEmpty() && !has(response.headers, "Content-Type"))
        response.headers.append(net::Header{"Content-Type", type});
    response.body = core::Secret::take(contentOf(content));
    return response;
}

/// What only a recording of Keyturn's tells; of any other, what the exchange itself shows.
void complete(net::Exchange &exchange, const QJsonValue &entry)
{
    const QJsonValue own = entry[QLatin1String("_keyturn")];
    // Whoever wrote the file wrote these as well: what is no plain word of ours is left out.
    static const QRegularExpression plainWords(QStringLiteral("\\A[A-Za-z0-9 ._:-]{0,200}\\z"));
    const auto text = [&own](const char *name) {
        const QString given = own[QLatin1String(name)].toString();
        return plainWords.match(given).hasMatch() ? given : QString();
    };
    exchange.kind = own.isObject() ? kindOf(text("kind")).value_or(net::EntryKind::Foreign) : net::EntryKind::Foreign;
    exchange.account = text("account");
    exchange.purpose = own.isObject() ? text("purpose") : guessedPurpose(exchange);
    exchange.failure = own.isObject() ? text("failure") : net::Redaction().text(entry[QLatin1String("_error")].toString().left(200));
    const QJsonValue size = entry[QLatin1String("response")][QLatin1String("content")][QLatin1String("size")];
    exchange.responseBytes = size.toInteger(exchange.responseBytes);
    exchange.requestBytes = entry[QLatin1String("request")][QLatin1String("bodySize")].toInteger(exchange.requestBytes);
    exchange.httpVersion = entry[QLatin1String("request")][QLatin1String("httpVersion")].toString().toLatin1().left(20);
    if (exchange.kind == net::EntryKind::Foreign && exchange.status == 0 && exchange.failure.isEmpty())
        exchange.failure = QStringLiteral("no_answer");
    if (exchange.kind == net::EntryKind::Checked) {
        exchange.url.clear(); // HAR wants an address of each
        exchange.method.clear();
    }
}

} // namespace

core::Result<QList<net::Exchange>> readHar(const QByteArray &text)
{
    if (text.size() > maxHarBytes)
        return tooLarge(QStringLiteral("more than %1 MB").arg(maxHarBytes / 1024 / 1024));
    if (const core::Result<void> fine = measure(text); !fine.ok())
        return fine.error();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(text, &problem);
    if (problem.error != QJsonParseError::NoError)
        return invalid(QStringLiteral("no JSON at byte %1: %2").arg(problem.offset).arg(problem.errorString()));
    const QJsonValue list = document[QLatin1String("log")][QLatin1String("entries")];
    if (!list.isArray())
        return invalid(QStringLiteral("no /log/entries"));
    const QJsonArray entries = list.toArray();
    if (entries.size() > maxHarEntries)
        return tooLarge(QStringLiteral("more than %1 entries").arg(maxHarEntries));
    net::ExchangeLog log(entries.size() + 1); // it redacts
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const QJsonValue entry = entries[i];
        const net::HttpRequest request = requestOf(entry[QLatin1String("request")]);
        const QDateTime at = QDateTime::fromString(entry[QLatin1String("startedDateTime")].toString(), Qt::ISODateWithMs).toUTC();
        if (request.url.toEncoded().size() > longestField)
            return tooLarge(QStringLiteral("the address of /log/entries/%1").arg(i));
        if (request.method.isEmpty() || request.url.isEmpty() || !at.isValid())
            return invalid(QStringLiteral("/log/entries/%1 has no method, address or time").arg(i));
        log.record(request, answerOf(entry[QLatin1String("response")]), at, milliseconds(entry[QLatin1String("time")]),
                   {{}, momentsOf(entry[QLatin1String("timings")], request.url.scheme() == QLatin1String("https"))});
    }
    QList<net::Exchange> read = log.exchanges();
    for (qsizetype i = 0; i < read.size(); ++i)
        complete(read[i], entries[i]);
    return read;
}

core::Result<QList<net::Exchange>> readHarFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), path + QLatin1String(": ") + file.errorString()};
    const QByteArray text = file.read(maxHarBytes + 1); // a pipe has no size that could be asked for
    return readHar(text);
}

} // namespace keyturn::trace
