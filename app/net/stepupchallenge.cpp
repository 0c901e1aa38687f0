// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/stepupchallenge.h"

#include <QHash>
#include <QRegularExpression>

namespace keyturn::net {

namespace {

const QString insufficient = QStringLiteral("insufficient_user_authentication");
constexpr qsizetype maxHeader = 8 * 1024;
constexpr int longestAge = 10 * 365 * 24 * 3600; // seconds

using Parameters = QHash<QString, QString>;

QString unquoted(QString value)
{
    if (!value.startsWith(u'"'))
        return value;
    static const QRegularExpression escape(QStringLiteral("\\\\(.)"));
    return value.sliced(1, value.size() - 2).replace(escape, QStringLiteral("\\1"));
}

/// The parameters of each challenge. A word that no '=' follows begins a new one (RFC 9110 §11.2).
QList<Parameters> challenges(const QString &header)
{
    static const QRegularExpression part(QStringLiteral("([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s,\"]*))?"));
    QList<Parameters> found;
    for (auto parts = part.globalMatch(header); parts.hasNext();) {
        const QRegularExpressionMatch match = parts.next();
        if (match.capturedStart(2) < 0)
            found.append(Parameters());
        else if (!found.isEmpty() && !found.last().contains(match.captured(1).toLower()))
            found.last().insert(match.captured(1).toLower(), unquoted(match.captured(2)));
    }
    return found;
}

QStringList acrValues(const QString &text)
{
    static const QRegularExpression plain(QRegularExpression::anchoredPattern(QStringLiteral("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,256}")));
    return text.split(u' ', Qt::SkipEmptyParts).filter(plain);
}

} // namespace

std::optional<StepUpChallenge> readStepUpChallenge(QByteArrayView wwwAuthenticate)
{
    const QList<Parameters> all = challenges(QString::fromLatin1(wwwAuthenticate.first(std::min(wwwAuthenticate.size(), maxHeader))));
    for (const Parameters &one : all) {
        if (one.value(QStringLiteral("error")) != insufficient)
            continue;
        StepUpChallenge challenge{acrValues(one.value(QStringLiteral("acr_values"))), std::nullopt};
        bool isNumber = false;
        const int age = one.value(QStringLiteral("max_age")).toInt(&isNumber);
        if (isNumber && age >= 0 && age <= longestAge)
            challenge.maxAge = age;
        return challenge;
    }
    return std::nullopt;
}

std::optional<StepUpChallenge> stepUpChallengeOf(const HttpResponse &response)
{
    if (response.status != 401)
        return std::nullopt;
    QByteArrayList fields;
    for (const Header &header : response.headers) {
        if (header.name.compare("WWW-Authenticate", Qt::CaseInsensitive) == 0)
            fields.append(header.value);
    }
    return readStepUpChallenge(fields.join(", "));
}

core::Error stepUpError(const StepUpChallenge &challenge)
{
    QString field = QStringLiteral("Bearer error=\"%1\"").arg(insufficient);
    if (!challenge.acrValues.isEmpty())
        field += QStringLiteral(", acr_values=\"%1\"").arg(challenge.acrValues.join(u' '));
    if (challenge.maxAge)
        field += QStringLiteral(", max_age=\"%1\"").arg(*challenge.maxAge);
    return {core::ErrorKind::SignInAgain, insufficient, field};
}

} // namespace keyturn::net
