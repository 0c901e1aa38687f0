// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/loopbackpages.h"

#include <QCryptographicHash>
#include <QFile>
#include <QString>

namespace keyturn::oauth {

namespace {

QByteArray reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 303:
        return "See Other";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 414:
        return "URI Too Long";
    case 431:
        return "Request Header Fields Too Large";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Bad Request";
    }
}

QByteArray reply(int status, const QByteArray &headers, const QByteArray &body)
{
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonOf(status)
        + "\r\n"
          "Content-Length: "
        + QByteArray::number(body.size())
        + "\r\n"
          "Connection: close\r\n"
          "Cache-Control: no-store\r\n"
          "Referrer-Policy: no-referrer\r\n" // the address of the callback holds the code
          "X-Content-Type-Options: nosniff\r\n"
        + headers + "\r\n" + body;
}

QByteArray resource(const QString &name)
{
    QFile file(QLatin1String(":/keyturn/loopback/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is not in the program", qPrintable(file.fileName()));
    return file.readAll();
}

/// With the one style sheet of all pages in it: a page that asked for it would have to wait for the listener to answer once more.
QByteArray read(LoopbackPage page)
{
    QString name = QStringLiteral("unexpected");
    if (page == LoopbackPage::Accepted)
        name = QStringLiteral("accepted");
    else if (page == LoopbackPage::Refused)
        name = QStringLiteral("refused");
    return resource(name + QLatin1String(".html")).replace("{style}", resource(QStringLiteral("style.css")));
}

/// The page's one style sheet, as CSP names it (CSP Level 3 §2.3.1): reckoned from the page itself, so that the two cannot drift apart.
QByteArray styleHash(const QByteArray &html)
{
    const qsizetype start = html.indexOf("<style>") + 7;
    const qsizetype end = html.indexOf("</style>", start);
    return "'sha256-" + QCryptographicHash::hash(html.mid(start, end - start), QCryptographicHash::Sha256).toBase64() + '\'';
}

} // namespace

QByteArray pageReply(int status, LoopbackPage page)
{
    const QByteArray html = read(page);
    return reply(status,
                 "Content-Type: text/html; charset=utf-8\r\n"
                 "Content-Security-Policy: default-src 'none'; style-src "
                     + styleHash(html) + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n",
                 html);
}

QByteArray redirectReply(const QByteArray &path)
{
    return reply(303, "Location: " + path + "\r\n", {});
}

QByteArray bareReply(int status)
{
    return reply(status, status == 405 ? QByteArray("Allow: GET\r\n") : QByteArray(), {});
}

} // namespace keyturn::oauth
