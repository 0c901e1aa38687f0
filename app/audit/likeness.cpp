// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/likeness.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>

namespace keyturn::audit {

namespace {

/// What an answer consists of, by where it stands.
using Parts = QMap<QString, QString>;

QString without(QString text, const QString &user)
{
    const QString place = QStringLiteral("{user}");
    text.replace(user.toHtmlEscaped(), place, Qt::CaseInsensitive);
    text.replace(user, place, Qt::CaseInsensitive);
    return text.replace(user.section(u'@', 0, 0), place, Qt::CaseInsensitive);
}

void addJson(const QJsonValue &value, const QString &pointer, const QString &user, Parts &parts)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            addJson(it.value(), pointer + u'/' + it.key(), user, parts);
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            addJson(array.at(i), pointer + u'/' + QString::number(i), user, parts);
    } else {
        parts.insert(pointer.isEmpty() ? QStringLiteral("the body") : pointer, without(value.toVariant().toString(), user));
    }
}

Parts partsOf(const AnswerAbout &about)
{
    Parts parts;
    parts.insert(QStringLiteral("Location"), without(QString::fromLatin1(about.answer.header("Location")), about.user));
    QStringList cookies;
    for (const QByteArray &cookie : about.answer.headers("Set-Cookie"))
        cookies.append(QString::fromLatin1(cookie.left(cookie.indexOf('='))));
    parts.insert(QStringLiteral("Set-Cookie"), cookies.join(u' '));
    if (const QJsonValue body = about.answer.json(); !body.isUndefined()) {
        addJson(body, {}, about.user, parts);
        return parts;
    }
    const QStringList lines = about.answer.text().split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i)
        parts.insert(QStringLiteral("line %1").arg(i + 1), without(lines.at(i), about.user));
    return parts;
}

/// Where the two differ.
QStringList differences(const Parts &one, const Parts &other)
{
    QStringList places;
    for (auto it = one.cbegin(); it != one.cend(); ++it) {
        if (!other.contains(it.key()) || other.value(it.key()) != it.value())
            places.append(it.key());
    }
    for (auto it = other.cbegin(); it != other.cend(); ++it) {
        if (!one.contains(it.key()))
            places.append(it.key());
    }
    return places;
}

QString obstacleIn(const Answer &answer)
{
    if (answer.isRateLimited())
        return QStringLiteral("The backend's rate limit stopped the comparison (%1).").arg(answer.told());
    return answer.arrived() && answer.status < 500 ? QString() : QStringLiteral("One answer was none: %1.").arg(answer.told());
}

} // namespace

Likeness likenessOf(const AnswerAbout &known, const AnswerAbout &unknown, const AnswerAbout &another)
{
    for (const AnswerAbout *about : {&known, &unknown, &another}) {
        if (const QString obstacle = obstacleIn(about->answer); !obstacle.isEmpty())
            return {{}, obstacle};
    }
    if (unknown.answer.status != another.answer.status)
        return {{},
                QStringLiteral("Two people whom nobody knows got different answers: %1 and %2.").arg(unknown.answer.told(), another.answer.told())};
    if (known.answer.status != unknown.answer.status)
        return {QStringLiteral("the status (%1 where there is one, %2 where there is none)").arg(known.answer.told(), unknown.answer.told()), {}};
    const Parts stranger = partsOf(unknown);
    const QStringList noise = differences(stranger, partsOf(another));
    QStringList places = differences(partsOf(known), stranger);
    places.removeIf([&noise](const QString &place) { return noise.contains(place); });
    return places.isEmpty() ? Likeness() : Likeness{QStringLiteral("what stands at ") + places.mid(0, 3).join(QStringLiteral(", ")), {}};
}

} // namespace keyturn::audit
