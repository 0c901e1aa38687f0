// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/session/sessionentry.h"

#include "backend/digest.h"
#include "core/json.h"

#include <QJsonArray>

namespace keyturn::backend {

namespace {

constexpr qsizetype mostBytes = 8192; // a user agent, a device and a name of the longest are a quarter of it
constexpr auto nobody = "-"; // in the user's place where the session has ended

/// Each of @p parts holds no NUL.
QByteArray macOf(const core::Secret &key, const QByteArrayList &parts)
{
    return hmacSha256(key.reveal(), parts.join('\0')).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// In the same time wherever they differ.
bool isSame(const QByteArray &mac, const QByteArray &expected)
{
    return core::Secret(mac) == core::Secret(expected);
}

QByteArray entryMac(const core::Secret &key, const QString &sessionId, const QByteArray &clock, const QByteArray &user, const QByteArray &json)
{
    return macOf(key, {"entry", sessionId.toUtf8(), clock, user, json});
}

QJsonValue numberOf(Instant instant)
{
    return qint64(instant.time_since_epoch().count());
}

QJsonObject jsonOf(const LiveSession &live)
{
    const User &user = live.user;
    const Session &session = live.session;
    return {{QStringLiteral("user"), QJsonArray{user.id, user.email, user.name, user.role, numberOf(user.createdAt)}},
            {QStringLiteral("client"), QJsonArray{session.client.device, session.client.userAgent, session.client.ip}},
            {QStringLiteral("times"),
             QJsonArray{numberOf(session.createdAt), numberOf(session.lastUsedAt), numberOf(session.expiresAt), numberOf(session.chainEndsAt)}}};
}

/// Reads members in order, and remembers whether all were what they should be.
class Members
{
public:
    Members(const QJsonObject &object, const char *name, qsizetype size) : m_array(object.value(QLatin1String(name)).toArray())
    {
        m_good = m_array.size() == size;
    }
    [[nodiscard]] QString text() { return next(QJsonValue::String).toString(); }
    [[nodiscard]] Instant instant() { return Instant(std::chrono::milliseconds(next(QJsonValue::Double).toInteger())); }
    [[nodiscard]] bool areGood() const { return m_good; }

private:
    QJsonValue next(QJsonValue::Type type)
    {
        const QJsonValue value = m_array.at(m_next++);
        m_good = m_good && value.type() == type;
        return value;
    }
    QJsonArray m_array;
    qsizetype m_next = 0;
    bool m_good = false;
};

std::optional<LiveSession> liveFrom(const QJsonObject &json, const QString &sessionId)
{
    Members user(json, "user", 5);
    Members client(json, "client", 3);
    Members times(json, "times", 4);
    LiveSession live;
    live.user = {user.text(), user.text(), user.text(), user.text(), user.instant()};
    live.session = {sessionId,       live.user.id,   {client.text(), client.text(), client.text()}, times.instant(), times.instant(),
                    times.instant(), times.instant()};
    return user.areGood() && client.areGood() && times.areGood() ? std::optional(live) : std::nullopt;
}

} // namespace

QByteArray SessionEntry::sealed(const core::Secret &key) const
{
    QJsonObject members = live ? jsonOf(*live) : QJsonObject();
    members.insert(QStringLiteral("deadline"), deadline);
    const QByteArray json = QJsonDocument(members).toJson(QJsonDocument::Compact);
    const QByteArray user = live ? live->user.id.toUtf8() : QByteArray(nobody);
    const QByteArray text = clock + ' ' + user + ' ' + entryMac(key, sessionId, clock, user, json) + ' ' + json;
    return text.size() <= mostBytes ? text : QByteArray();
}

std::optional<SessionEntry> SessionEntry::opened(const QByteArray &text, const QString &sessionId, qint64 now, const core::Secret &key)
{
    const qsizetype first = text.indexOf(' ');
    const qsizetype second = first < 0 ? -1 : text.indexOf(' ', first + 1);
    const qsizetype third = second < 0 ? -1 : text.indexOf(' ', second + 1);
    if (third < 0 || text.size() > mostBytes)
        return std::nullopt;
    const QByteArray clock = text.left(first);
    const QByteArray user = text.mid(first + 1, second - first - 1);
    const QByteArray json = text.mid(third + 1);
    if (!isSame(text.mid(second + 1, third - second - 1), entryMac(key, sessionId, clock, user, json)))
        return std::nullopt;
    const auto members = core::parseJsonObject(json, mostBytes);
    if (!members.ok())
        return std::nullopt;
    SessionEntry entry{sessionId, clock, members->value(QStringLiteral("deadline")).toInteger()};
    if (entry.deadline <= now)
        return std::nullopt;
    if (user == nobody)
        return entry;
    entry.live = liveFrom(*members, sessionId);
    return entry.live && entry.live->user.id.toUtf8() == user ? std::optional(entry) : std::nullopt;
}

QByteArray sealedCookie(const QByteArray &cookieHash, const QString &sessionId, const core::Secret &key)
{
    return sessionId.toUtf8() + ' ' + macOf(key, {"cookie", cookieHash.toHex(), sessionId.toUtf8()});
}

std::optional<QString> openedCookie(const QByteArray &text, const QByteArray &cookieHash, const core::Secret &key)
{
    const QString sessionId = QString::fromUtf8(text.left(text.indexOf(' ')));
    return isSame(text, sealedCookie(cookieHash, sessionId, key)) ? std::optional(sessionId) : std::nullopt;
}

} // namespace keyturn::backend
