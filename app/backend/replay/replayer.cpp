// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/replayer.h"

#include "backend/answers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>

namespace keyturn::backend {

namespace {

bool valueFits(const QJsonValue &recorded, const QJsonValue &given)
{
    if (recorded.isString() && MadeUp::isMark(recorded.toString().toUtf8()))
        return true;
    if (recorded.isObject() && given.isObject()) {
        const QJsonObject members = recorded.toObject();
        const QJsonObject others = given.toObject();
        const QStringList names = members.keys();
        return names == others.keys()
            && std::all_of(names.begin(), names.end(), [&](const QString &name) { return valueFits(members.value(name), others.value(name)); });
    }
    if (recorded.isArray() && given.isArray()) {
        const QJsonArray items = recorded.toArray();
        const QJsonArray others = given.toArray();
        return std::equal(items.begin(), items.end(), others.begin(), others.end(), valueFits);
    }
    return recorded == given;
}

/// Pairs in whatever order; a value that was redacted fits any.
bool formFits(const QByteArray &recorded, const QByteArray &given)
{
    QByteArrayList pairs = given.split('&');
    for (const QByteArray &pair : recorded.split('&')) {
        const QByteArray name = pair.left(pair.indexOf('=') + 1);
        const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const QByteArray &other) {
            return other == pair || (!name.isEmpty() && other.startsWith(name) && MadeUp::isMark(pair));
        });
        if (found == pairs.end())
            return false;
        pairs.erase(found);
    }
    return pairs.isEmpty();
}

/// Those of @p places that @p fits, or all of them where it fits none: a tie is broken, nothing is shut out.
template <class F> QList<qsizetype> narrowed(const QList<qsizetype> &places, F fits)
{
    QList<qsizetype> fitting;
    std::copy_if(places.begin(), places.end(), std::back_inserter(fitting), fits);
    return fitting.isEmpty() ? places : fitting;
}

} // namespace

bool bodyFits(const QByteArray &recorded, const QByteArray &given)
{
    if (recorded == given)
        return true;
    const QJsonDocument was = QJsonDocument::fromJson(recorded);
    const QJsonDocument is = QJsonDocument::fromJson(given);
    if (!was.isNull() && !is.isNull()) {
        const auto whole = [](const QJsonDocument &document) {
            return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
        };
        return valueFits(whole(was), whole(is));
    }
    if (recorded.startsWith('<' + QByteArray::number(given.size()) + " bytes"))
        return true;
    return recorded.contains('=') && formFits(recorded, given);
}

Replayer::Replayer(QList<RecordedExchange> recorded, QByteArray url, Instant now)
    : m_recorded(std::move(recorded)), m_url(std::move(url)), m_madeUp(m_recorded, now), m_given(m_recorded.size(), false)
{ }

Response Replayer::answer(const Request &request)
{
    QList<qsizetype> places;
    for (qsizetype i = 0; i < m_recorded.size(); ++i) {
        if (m_recorded[i].method == request.method && m_recorded[i].path == request.path)
            places += i;
    }
    if (places.isEmpty())
        return notRecorded();
    places = narrowed(places, [&](qsizetype i) { return formFits(m_recorded[i].query, request.query); });
    places = narrowed(places, [&](qsizetype i) { return bodyFits(m_recorded[i].requestBody, request.body); });
    const std::lock_guard lock(m_mutex);
    const auto next = std::find_if(places.begin(), places.end(), [this](qsizetype i) { return !m_given[i]; });
    const qsizetype place = next == places.end() ? places.last() : *next;
    m_given[place] = true;
    return responseOf(m_recorded[place]);
}

QByteArray Replayer::ours(QByteArray text) const
{
    QSet<QByteArray> origins;
    for (const RecordedExchange &exchange : m_recorded)
        origins.insert(exchange.origin);
    QByteArrayList longestFirst = origins.values();
    std::sort(longestFirst.begin(), longestFirst.end(), [](const QByteArray &a, const QByteArray &b) { return a.size() > b.size(); });
    for (const QByteArray &origin : longestFirst)
        text.replace(origin, m_url);
    return m_madeUp.filled(std::move(text));
}

Response Replayer::responseOf(const RecordedExchange &exchange) const
{
    Response response;
    response.status = exchange.status;
    for (const HttpHeader &header : exchange.headers)
        response.headers.append({header.name, ours(header.value)});
    response.body = exchange.status == 204 || exchange.status == 304 ? QByteArray() : ours(exchange.body);
    return response;
}

Response Replayer::notRecorded() const
{
    constexpr qsizetype shown = 50;
    QJsonArray known;
    QSet<QByteArray> told;
    for (const RecordedExchange &exchange : m_recorded) {
        const QByteArray line = exchange.method + ' ' + exchange.path;
        if (!told.contains(line) && known.size() < shown)
            known += QString::fromUtf8(line);
        told.insert(line);
    }
    return jsonAnswer(404,
                      QJsonObject{{QStringLiteral("error"),
                                   QJsonObject{{QStringLiteral("code"), QStringLiteral("not_recorded")},
                                               {QStringLiteral("message"), QStringLiteral("Nothing was recorded for this method and path.")},
                                               {QStringLiteral("recorded"), known}}}});
}

} // namespace keyturn::backend
