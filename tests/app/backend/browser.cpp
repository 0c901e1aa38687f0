// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "browser.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QUrl>

namespace keyturn::backend {

SentHeaders Browser::headers() const
{
    QByteArray cookies;
    for (auto it = m_cookies.cbegin(); it != m_cookies.cend(); ++it)
        cookies += (cookies.isEmpty() ? "" : "; ") + it.key() + '=' + it.value();
    return cookies.isEmpty() ? SentHeaders() : SentHeaders{{"Cookie", cookies}};
}

void Browser::keepCookies(const Answer &answer)
{
    for (const auto &[name, value] : answer.headers) {
        const QByteArray pair = value.split(';').first();
        if (name.compare("set-cookie", Qt::CaseInsensitive) == 0)
            m_cookies.insert(pair.left(pair.indexOf('=')), pair.mid(pair.indexOf('=') + 1));
    }
}

Answer Browser::open(const QByteArray &path)
{
    const Answer answer = m_send("GET", path, headers(), {});
    keepCookies(answer);
    return answer;
}

Answer Browser::submit(const Answer &page, const Parameters &typed)
{
    static const QRegularExpression action(QStringLiteral("<form method=\"post\" action=\"([^\"]*)\""));
    QList<QPair<QByteArray, QByteArray>> fields{{"csrf", hiddenField(page, "csrf")}, {"request", hiddenField(page, "request")}};
    for (auto it = typed.cbegin(); it != typed.cend(); ++it)
        fields.append(qMakePair(it.key().toUtf8(), it.value().toUtf8()));
    const SentHeaders sent = headers() + SentHeaders{{"Content-Type", "application/x-www-form-urlencoded"}};
    const Answer answer = m_send("POST", action.match(QString::fromUtf8(page.body)).captured(1).toUtf8(), sent, HttpClient::formBody(fields));
    keepCookies(answer);
    return answer;
}

Answer Browser::signIn(const Answer &page, const QString &email)
{
    const Answer answer = submit(page, {{QStringLiteral("email"), email}, {QStringLiteral("password"), QStringLiteral("demo-password")}});
    const QByteArray next = answer.header("location");
    return answer.status == 303 && next.startsWith('/') ? open(next) : answer;
}

QByteArray hiddenField(const Answer &page, const QByteArray &name)
{
    const QRegularExpression field(QStringLiteral("name=\"%1\" value=\"([^\"]*)\"").arg(QString::fromLatin1(name)));
    QString value = field.match(QString::fromUtf8(page.body)).captured(1);
    return value.replace(QLatin1String("&amp;"), QLatin1String("&")).toUtf8();
}

Parameters redirectParameters(const Answer &answer)
{
    Parameters parameters;
    const QUrlQuery query(QUrl(QString::fromLatin1(answer.header("location"))));
    for (const auto &[name, value] : query.queryItems(QUrl::FullyDecoded))
        parameters.insert(name, value);
    return parameters;
}

QByteArray withQuery(const QByteArray &path, const Parameters &parameters)
{
    QByteArray query;
    for (auto it = parameters.cbegin(); it != parameters.cend(); ++it)
        query += (query.isEmpty() ? "" : "&") + it.key().toUtf8().toPercentEncoding() + '=' + it.value().toUtf8().toPercentEncoding();
    return path + '?' + query;
}

QString testChallenge()
{
    return QString::fromLatin1(
        QCryptographicHash::hash(testVerifier, QCryptographicHash::Sha256).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace keyturn::backend
