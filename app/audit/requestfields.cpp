// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/requestfields.h"

#include <QJsonDocument>
#include <QUrlQuery>

namespace keyturn::audit {

namespace {

QByteArray mediaType(const net::HttpRequest &request)
{
    for (const net::Header &header : request.headers) {
        if (header.name.compare("Content-Type", Qt::CaseInsensitive) == 0)
            return header.value.split(';').constFirst().trimmed().toLower();
    }
    return {};
}

QString textOf(const QJsonValue &value)
{
    if (value.isArray() || value.isObject())
        return QString::fromUtf8(QJsonDocument::fromVariant(value.toVariant()).toJson(QJsonDocument::Compact));
    return value.toVariant().toString();
}

} // namespace

bool isJson(const net::HttpRequest &request)
{
    const QByteArray type = mediaType(request);
    return type == "application/json" || type.endsWith("+json");
}

std::optional<QJsonObject> fieldsOf(const net::HttpRequest &request)
{
    const QByteArray body = request.body.reveal().toByteArray();
    if (isJson(request)) {
        const QJsonDocument document = QJsonDocument::fromJson(body);
        return document.isObject() ? std::optional(document.object()) : std::nullopt;
    }
    if (mediaType(request) != "application/x-www-form-urlencoded")
        return std::nullopt;
    QJsonObject fields;
    const QUrlQuery form(QString::fromLatin1(body).replace(u'+', QStringLiteral("%20")));
    for (const auto &[name, value] : form.queryItems(QUrl::FullyDecoded))
        fields.insert(name, value);
    return fields;
}

void setFields(net::HttpRequest &request, const QJsonObject &fields)
{
    if (isJson(request)) {
        request.body = core::Secret::take(QJsonDocument(fields).toJson(QJsonDocument::Compact));
        return;
    }
    QByteArrayList pairs;
    for (auto it = fields.begin(); it != fields.end(); ++it)
        pairs.append(QUrl::toPercentEncoding(it.key()) + '=' + QUrl::toPercentEncoding(textOf(it.value())));
    request.body = core::Secret::take(pairs.join('&'));
}

} // namespace keyturn::audit
