// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QMap>
#include <QSet>
#include <QString>

#include <functional>

namespace keyturn::fuzz {

/// Two who are signed in at a backend, a person and an administrator, and what stands for theirs in inputs, because it differs from run to run:
/// `@TOKEN@` an access token, `@REFRESH@` a refresh token, `@SID@` and `@CSRF@` a session's cookie and its CSRF token, `@EMAIL@`, `@USER@` and
/// `@SESSION@` the address and the ids of the person and of one of the sessions, `@ADMIN@` the administrator's access token. `@LENGTH@` is the length
/// of all that comes behind the next empty line.
class People
{
public:
    using Talk = std::function<QByteArray(const QByteArray &)>;
    /// @p talk gives the answers to what it sends to the backend whose database, SQLite, is at @p database.
    People(Talk talk, QString database);

    [[nodiscard]] QByteArray filledIn(QByteArray input) const;
    /// Whoever was signed out, deleted or given another password by @p input, as the corpus has it, comes back as somebody new.
    void meet(const QByteArray &input, const QByteArray &answers);
    /// That the handlers behind the guard were reached, by every way in.
    void checkReached() const;

private:
    [[nodiscard]] QByteArray post(const QByteArray &path, const QByteArray &body) const;
    [[nodiscard]] QByteArray registerSomebody(const QByteArray &delivery);
    void beSomebody();
    void beAdministrator();
    [[nodiscard]] bool isLive(const QByteArray &credentials) const;

    Talk m_talk;
    QString m_database;
    QMap<QByteArray, QByteArray> m_values; ///< By placeholder.
    QSet<QByteArray> m_served; ///< Requests that are somebody's alone, and were served.
    qint64 m_met = 0;
    int m_people = 0;
};

} // namespace keyturn::fuzz
