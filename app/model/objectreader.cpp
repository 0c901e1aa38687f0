// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/objectreader.h"

#include <QJsonArray>

#include <algorithm>

namespace keyturn::model {

namespace {
constexpr qsizetype maxItems = 64;
constexpr qsizetype maxFurther = 50;
} // namespace

void ReadProblem::note(const QString &pointer, const QString &expected)
{
    const QString place = pointer.isEmpty() ? QStringLiteral("(the whole document)") : pointer;
    if (!any()) {
        text = place + QLatin1String(": ") + expected;
        return;
    }
    const bool known = text.startsWith(place + QLatin1String(": "))
        || std::any_of(further.cbegin(), further.cend(), [&place](const core::FieldError &one) { return one.field == place; });
    if (!known && further.size() < maxFurther)
        further.append({place, expected});
}

ObjectReader::ObjectReader(ReadProblem &problem, const QJsonValue &value, QString pointer)
    : m_problem(problem), m_object(value.toObject()), m_pointer(std::move(pointer))
{
    if (!value.isObject())
        m_problem.note(m_pointer, QStringLiteral("expected an object"));
}

QString ObjectReader::pointerTo(const QString &name) const
{
    QString token = name.left(64);
    token.replace(u'~', QLatin1String("~0")).replace(u'/', QLatin1String("~1"));
    return m_pointer + u'/' + token;
}

QJsonValue ObjectReader::take(const char *name)
{
    const QString key = QString::fromLatin1(name);
    if (!m_known.contains(key))
        m_known.append(key);
    return m_object.value(key);
}

QJsonValue ObjectReader::member(const char *name, Need need)
{
    const QJsonValue value = take(name);
    if (need == Need::Required && value.isUndefined())
        note(name, QStringLiteral("this member is required; add it"));
    return value;
}

QString ObjectReader::text(const char *name, Need need, const Check &check, qsizetype most)
{
    const QJsonValue value = member(name, need);
    if (value.isUndefined())
        return {};
    const QString found = value.toString();
    if (!value.isString())
        note(name, QStringLiteral("expected a text in quotes"));
    else if (found.size() > most)
        note(name, QStringLiteral("expected at most %1 characters").arg(most));
    else if (const QString expected = check(found); !expected.isEmpty())
        note(name, expected);
    return found;
}

int ObjectReader::choice(const char *name, Need need, const QStringList &words, int fallback)
{
    const QJsonValue value = member(name, need);
    if (value.isUndefined())
        return fallback;
    const qsizetype index = value.isString() ? words.indexOf(value.toString()) : -1;
    if (index < 0)
        note(name, QStringLiteral("expected one of %1").arg(words.join(QLatin1String(", "))));
    return index < 0 ? fallback : static_cast<int>(index);
}

bool ObjectReader::truth(const char *name)
{
    const QJsonValue value = take(name);
    if (!value.isUndefined() && !value.isBool())
        note(name, QStringLiteral("expected true or false"));
    return value.toBool();
}

int ObjectReader::number(const char *name, int fallback, int least, int most)
{
    const QJsonValue value = take(name);
    if (value.isUndefined())
        return fallback;
    const double found = value.toDouble(-1);
    const bool fits = value.isDouble() && found >= least && found <= most;
    if (!fits || static_cast<double>(static_cast<int>(found)) != found) {
        note(name, QStringLiteral("expected a whole number from %1 to %2").arg(least).arg(most));
        return fallback;
    }
    return static_cast<int>(found);
}

QList<int> ObjectReader::numbers(const char *name, int least, int most)
{
    const QJsonValue value = take(name);
    const QJsonArray array = value.toArray();
    if (!value.isUndefined() && (!value.isArray() || array.size() > maxItems))
        note(name, QStringLiteral("expected a list of at most %1 numbers").arg(maxItems));
    QList<int> found;
    for (qsizetype i = 0; i < array.size(); ++i) {
        const int number = array.at(i).toInt(least - 1);
        if (number < least || number > most)
            m_problem.note(pointerTo(name) + u'/' + QString::number(i), QStringLiteral("expected a whole number from %1 to %2").arg(least).arg(most));
        found.append(number);
    }
    return found;
}

QStringList ObjectReader::texts(const char *name, const Check &check)
{
    const QJsonValue value = take(name);
    if (value.isUndefined())
        return {};
    const QJsonArray array = value.toArray();
    if (!value.isArray() || array.size() > maxItems) {
        note(name, QStringLiteral("expected a list of at most %1 texts").arg(maxItems));
        return {};
    }
    QStringList found;
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QString text = array.at(i).toString();
        const QString expected = array.at(i).isString() ? check(text) : QStringLiteral("expected a text in quotes");
        if (!expected.isEmpty())
            m_problem.note(pointerTo(name) + u'/' + QString::number(i), expected);
        found.append(text);
    }
    return found;
}

QMap<QString, QString> ObjectReader::map(const char *name, const Check &checkName, const Check &checkValue)
{
    const QJsonValue value = take(name);
    if (value.isUndefined())
        return {};
    const QJsonObject object = value.toObject();
    if (!value.isObject() || object.size() > maxItems)
        note(name, QStringLiteral("expected an object of at most %1 texts").arg(maxItems));
    QMap<QString, QString> found;
    const ObjectReader inner(m_problem, value, pointerTo(name));
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString text = it.value().toString();
        QString expected = checkName(it.key());
        if (expected.isEmpty())
            expected = it.value().isString() ? checkValue(text) : QStringLiteral("expected a text in quotes");
        if (!expected.isEmpty())
            m_problem.note(inner.pointerTo(it.key()), expected);
        found.insert(it.key(), text);
    }
    return found;
}

void ObjectReader::finish()
{
    for (auto it = m_object.constBegin(); it != m_object.constEnd(); ++it) {
        if (!m_known.contains(it.key()))
            m_problem.note(pointerTo(it.key()), QStringLiteral("unknown member; expected one of %1").arg(m_known.join(QLatin1String(", "))));
    }
}

} // namespace keyturn::model
