// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "people.h"

#include "backend/sql/sqlitedatabase.h"
#include "backend/users/userstore.h"
#include "target.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace keyturn::fuzz {

namespace {

constexpr qint64 enoughToReachAll = 1000;

/// Requests of the corpus that nobody else is served.
struct Way {
    const char *request;
    const char *whose;
};
constexpr std::array<Way, 3> ways{{{"GET /api/auth/second-factor HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer @TOKEN@", "An access token"},
                                   {"GET /api/csrf HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sid=@SID@", "A session's cookie"},
                                   {"GET /api/users?limit=10 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer @ADMIN@", "An administrator"}}};

QJsonObject bodyOf(const QByteArray &answer)
{
    return QJsonDocument::fromJson(answer.mid(answer.indexOf("\r\n\r\n") + 4)).object();
}

QByteArray text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString().toLatin1();
}

QByteArray cookieOf(const QByteArray &answer)
{
    const qsizetype at = answer.indexOf("Set-Cookie: sid=");
    return at < 0 ? QByteArray() : answer.mid(at + 16).split(';').first();
}

} // namespace

People::People(Talk talk, QString database) : m_talk(std::move(talk)), m_database(std::move(database))
{
    beSomebody();
    beAdministrator();
}

QByteArray People::filledIn(QByteArray input) const
{
    for (auto value = m_values.constBegin(); value != m_values.constEnd(); ++value)
        input.replace(value.key(), value.value());
    const qsizetype length = input.indexOf("@LENGTH@");
    const qsizetype end = length < 0 ? -1 : input.indexOf("\r\n\r\n", length);
    return end < 0 ? input : input.replace("@LENGTH@", QByteArray::number(input.size() - end - 4));
}

void People::meet(const QByteArray &input, const QByteArray &answers)
{
    ++m_met;
    for (const Way &way : ways) {
        if (input.startsWith(way.request) && answers.startsWith("HTTP/1.1 200 "))
            m_served.insert(way.request);
    }
    // What ends a session, or is told that one has ended, is answered by one of these.
    const auto names = m_values.keys();
    const bool isTheirs = std::any_of(names.cbegin(), names.cend(), [&input](const QByteArray &name) { return input.contains(name); });
    if (!isTheirs || (!answers.contains("HTTP/1.1 204 ") && !answers.contains("HTTP/1.1 401 ") && !answers.contains("\"revoked\"")))
        return;
    if (!isLive("Authorization: Bearer " + m_values.value("@TOKEN@")) || !isLive("Cookie: sid=" + m_values.value("@SID@")))
        beSomebody();
    if (!isLive("Authorization: Bearer " + m_values.value("@ADMIN@")))
        beAdministrator();
}

void People::checkReached() const
{
    for (const Way &way : ways) {
        if (m_met >= enoughToReachAll && !m_served.contains(way.request))
            fail(QByteArray(way.whose) + " is served; nobody was.");
    }
}

QByteArray People::post(const QByteArray &path, const QByteArray &body) const
{
    return m_talk("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                  + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

/// The answer to somebody new, whose password is that of the corpus.
QByteArray People::registerSomebody(const QByteArray &delivery)
{
    return post("/api/auth/register",
                R"({"email":"person)" + QByteArray::number(++m_people)
                    + R"(@example.com","password":"correct horse battery","name":"Ada","tokenDelivery":")" + delivery + R"("})");
}

bool People::isLive(const QByteArray &credentials) const
{
    return m_talk("GET /api/profile HTTP/1.1\r\nHost: 127.0.0.1\r\n" + credentials + "\r\n\r\n").startsWith("HTTP/1.1 200 ");
}

void People::beSomebody()
{
    const QByteArray session = registerSomebody("session");
    m_values.insert("@SID@", cookieOf(session));
    m_values.insert("@CSRF@", text(bodyOf(session), "csrfToken"));
    const QByteArray email = "person" + QByteArray::number(m_people) + "@example.com";
    m_values.insert("@EMAIL@", email);
    const QJsonObject tokens =
        bodyOf(post("/api/auth/login", R"({"email":")" + email + R"(","password":"correct horse battery","tokenDelivery":"body"})"));
    m_values.insert("@TOKEN@", text(tokens, "accessToken"));
    m_values.insert("@REFRESH@", text(tokens, "refreshToken"));
    m_values.insert("@USER@", text(tokens.value(QStringLiteral("user")).toObject(), "id"));
    const QJsonObject sessions =
        bodyOf(m_talk("GET /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sid=" + m_values.value("@SID@") + "\r\n\r\n"));
    m_values.insert("@SESSION@", text(sessions.value(QStringLiteral("sessions")).toArray().first().toObject(), "id"));
    for (auto value = m_values.constBegin(); value != m_values.constEnd(); ++value)
        expect(!value.value().isEmpty(), "Somebody signs in.");
}

void People::beAdministrator()
{
    const QJsonObject tokens = bodyOf(registerSomebody("body"));
    const auto database = backend::SqliteDatabase::open(m_database);
    expect(database.ok(), "The database opens.");
    backend::UserEdit edit;
    edit.role = QStringLiteral("admin");
    const QString id = tokens.value(QStringLiteral("user")).toObject().value(QStringLiteral("id")).toString();
    const auto done = backend::UserStore(**database).edit(id, edit, backend::Instant());
    expect(done.ok() && *done == backend::UserChange::Done, "Somebody becomes an administrator.");
    m_values.insert("@ADMIN@", text(tokens, "accessToken"));
}

} // namespace keyturn::fuzz
