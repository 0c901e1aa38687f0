// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "httpclient.h"

#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QTcpSocket>

namespace keyturn::backend {

QByteArray Answer::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QByteArray Answer::cookie(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare("set-cookie", Qt::CaseInsensitive) == 0 && value.startsWith(name + '='))
            return value.mid(name.size() + 1).split(';').first();
    }
    return {};
}

QJsonObject Answer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QString Answer::code() const
{
    return json().value(QStringLiteral("error")).toObject().value(QStringLiteral("code")).toString();
}

Answer HttpClient::send(const QByteArray &method, const QByteArray &path, const SentHeaders &headers, const QByteArray &body) const
{
    QByteArray bytes = method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\nConnection: close\r\n";
    for (const auto &[name, value] : headers)
        bytes += name + ": " + value + "\r\n";
    if (!body.isEmpty() || method == "POST")
        bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    const QList<Answer> answers = answersIn(raw(bytes + "\r\n" + body));
    return answers.isEmpty() ? Answer() : answers.first();
}

Answer HttpClient::postJson(const QByteArray &path, const QJsonObject &body, SentHeaders headers) const
{
    headers.append(qMakePair(QByteArray("Content-Type"), QByteArray("application/json")));
    return send("POST", path, headers, QJsonDocument(body).toJson(QJsonDocument::Compact));
}

Answer HttpClient::postForm(const QByteArray &path, const QList<QPair<QByteArray, QByteArray>> &fields, SentHeaders headers) const
{
    headers.append(qMakePair(QByteArray("Content-Type"), QByteArray("application/x-www-form-urlencoded")));
    return send("POST", path, headers, formBody(fields));
}

QByteArray HttpClient::formBody(const QList<QPair<QByteArray, QByteArray>> &fields)
{
    QByteArray body;
    for (const auto &[name, value] : fields)
        body += (body.isEmpty() ? "" : "&") + name.toPercentEncoding() + '=' + value.toPercentEncoding();
    return body;
}

QByteArray HttpClient::raw(const QByteArray &bytes, int milliseconds) const
{
    const QDeadlineTimer deadline(milliseconds);
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), m_port);
    if (!socket.waitForConnected(milliseconds))
        return {};
    socket.write(bytes);
    QByteArray received;
    while (socket.state() != QAbstractSocket::UnconnectedState && !deadline.hasExpired()) {
        socket.waitForReadyRead(static_cast<int>(deadline.remainingTime()));
        received += socket.readAll();
    }
    return received;
}

QList<Answer> answersIn(QByteArray bytes)
{
    QList<Answer> answers;
    for (;;) {
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        if (end < 0 || !bytes.startsWith("HTTP/1.1 "))
            return answers;
        Answer answer;
        QList<QByteArray> lines = bytes.left(end).split('\n');
        answer.status = lines.takeFirst().split(' ').value(1).toInt();
        for (const QByteArray &line : lines) {
            const qsizetype colon = line.indexOf(':');
            answer.headers.append({line.left(colon), line.mid(colon + 1).trimmed()});
        }
        const qsizetype length = answer.header("content-length").toLongLong();
        answer.body = bytes.mid(end + 4, length);
        bytes = bytes.mid(end + 4 + length);
        answers.append(answer);
    }
}

} // namespace keyturn::backend
