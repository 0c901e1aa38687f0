// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/jsonplaces.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::core {

namespace {

constexpr int maxDepth = 64; // as parseJson()

class PlaceFinder
{
public:
    explicit PlaceFinder(QByteArrayView text) : m_text(text) { }

    QHash<QString, JsonPlace> find()
    {
        value({}, {}, 0);
        return m_places;
    }

private:
    [[nodiscard]] char now() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    void skipSpace()
    {
        while (m_at < m_text.size() && (now() == ' ' || now() == '\t' || now() == '\n' || now() == '\r'))
            ++m_at;
    }

    /// Over the string literal that begins here.
    void skipString()
    {
        for (++m_at; m_at < m_text.size() && now() != '"'; ++m_at) {
            if (now() == '\\')
                ++m_at;
        }
        m_at = qMin(m_at + 1, m_text.size());
    }

    [[nodiscard]] QString token(qsizetype start) const
    {
        QByteArray wrapped = "[";
        wrapped.append(m_text.sliced(start, m_at - start)).append(']');
        QString name = QJsonDocument::fromJson(wrapped).array().at(0).toString();
        return name.replace(u'~', QLatin1String("~0")).replace(u'/', QLatin1String("~1"));
    }

    /// False: the text goes wrong here.
    bool value(const QString &pointer, JsonPlace place, int depth)
    {
        skipSpace();
        place.start = m_at;
        const char first = now();
        place.isContainer = first == '{' || first == '[';
        bool fine = depth <= maxDepth;
        if (place.isContainer && fine)
            fine = first == '{' ? members(pointer, depth) : items(pointer, depth);
        else if (first == '"')
            skipString();
        else
            while (m_at < m_text.size() && !QByteArrayView(",]} \t\r\n").contains(now()))
                ++m_at;
        place.end = m_at;
        if (place.end > place.start)
            m_places.insert(pointer, place);
        return fine && place.end > place.start;
    }

    bool members(const QString &pointer, int depth)
    {
        ++m_at;
        for (skipSpace(); now() == '"'; skipSpace()) {
            JsonPlace place;
            place.nameStart = m_at;
            skipString();
            place.nameEnd = m_at;
            const QString name = token(place.nameStart);
            skipSpace();
            if (now() != ':')
                return false;
            ++m_at;
            if (!value(pointer + u'/' + name, place, depth + 1))
                return false;
            skipSpace();
            if (now() != ',')
                break;
            ++m_at;
        }
        return close('}');
    }

    bool items(const QString &pointer, int depth)
    {
        ++m_at;
        skipSpace();
        for (int index = 0; now() != ']'; ++index) {
            if (!value(pointer + u'/' + QString::number(index), {}, depth + 1))
                return false;
            skipSpace();
            if (now() != ',')
                break;
            ++m_at;
        }
        return close(']');
    }

    bool close(char bracket)
    {
        if (now() != bracket)
            return false;
        ++m_at;
        return true;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    QHash<QString, JsonPlace> m_places;
};

} // namespace

QHash<QString, JsonPlace> jsonPlaces(QByteArrayView text)
{
    return PlaceFinder(text).find();
}

} // namespace keyturn::core
