// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "trace/bodytext.h"

#include <QJsonDocument>

namespace keyturn::trace {

namespace {

QString headerLines(const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    QString lines;
    for (const auto &[name, value] : headers)
        lines += QString::fromUtf8(name) + QLatin1String(": ") + QString::fromUtf8(value) + u'\n';
    return lines;
}

QString formText(const QByteArray &form)
{
    QStringList lines;
    for (const QByteArray &pair : form.split('&')) {
        QByteArray decoded = pair;
        const qsizetype equals = decoded.indexOf('=');
        const QByteArray name = QByteArray::fromPercentEncoding(decoded.left(equals < 0 ? decoded.size() : equals));
        const QByteArray value = equals < 0 ? QByteArray() : QByteArray::fromPercentEncoding(decoded.mid(equals + 1).replace('+', "%20"));
        lines += QString::fromUtf8(name) + QLatin1String(" = ") + QString::fromUtf8(value);
    }
    return lines.join(u'\n');
}

} // namespace

QString bodyText(const QByteArray &body)
{
    const QJsonDocument json = QJsonDocument::fromJson(body);
    if (!json.isNull())
        return QString::fromUtf8(json.toJson(QJsonDocument::Indented)).trimmed();
    const bool isForm = body.contains('=') && !body.startsWith('<') && !body.contains('\n');
    return isForm ? formText(body) : QString::fromUtf8(body);
}

QString wholeText(const net::Exchange &entry)
{
    QString text;
    if (!entry.url.isEmpty())
        text += QString::fromLatin1(entry.method) + u' ' + entry.url.toString(QUrl::FullyEncoded) + u'\n';
    text += headerLines(entry.requestHeaders);
    if (!entry.requestBody.isEmpty())
        text += u'\n' + bodyText(entry.requestBody) + u'\n';
    if (entry.status > 0)
        text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + QString::fromLatin1(entry.httpVersion.isEmpty() ? "HTTP" : entry.httpVersion)
            + u' ' + QString::number(entry.status) + u'\n';
    text += headerLines(entry.responseHeaders);
    if (!entry.responseBody.isEmpty())
        text += u'\n' + bodyText(entry.responseBody) + u'\n';
    return text;
}

} // namespace keyturn::trace
