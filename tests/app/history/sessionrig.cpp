// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "sessionrig.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>

namespace keyturn::tests {

SessionRig::SessionRig()
{
    restart();
}

QString SessionRig::path() const
{
    return home.paths().state + QStringLiteral("/sessions.sqlite");
}

model::Session SessionRig::session(const QString &id, bool current)
{
    model::Session session;
    session.id = model::SessionId(id);
    session.current = current;
    session.device = QStringLiteral("device-") + id;
    session.createdAt = FakeClock().now().addDays(-1);
    session.lastUsedAt = session.createdAt;
    session.expiresAt = session.createdAt.addYears(1);
    return session;
}

history::KnownSessions SessionRig::list(const QStringList &ids, const model::AccountId &account)
{
    QList<model::Session> sessions;
    for (const QString &id : ids)
        sessions += session(id.startsWith(u'*') ? id.mid(1) : id, id.startsWith(u'*'));
    return list(sessions, account);
}

history::KnownSessions SessionRig::list(const QList<model::Session> &sessions, const model::AccountId &account)
{
    const core::Result<history::KnownSessions> known = answerOf(book->record(account, sessions), 60'000);
    if (!known.ok()) {
        QTest::qFail(qPrintable(known.error().code), __FILE__, __LINE__);
        return {};
    }
    return *known;
}

void SessionRig::restart()
{
    book.reset();
    book = std::make_unique<history::SessionBook>(clock, path());
}

bool SessionRig::execute(const QString &sql) const
{
    bool done = false;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("sessions-test"));
        database.setDatabaseName(path());
        QSqlQuery query(database.open() ? database : QSqlDatabase());
        done = query.exec(sql);
    }
    QSqlDatabase::removeDatabase(QStringLiteral("sessions-test"));
    return done;
}

QByteArray SessionRig::everythingOnDisk() const
{
    QByteArray all;
    for (const QFileInfo &info : QDir(home.paths().state).entryInfoList(QDir::Files | QDir::Hidden)) {
        QFile file(info.filePath());
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    return all;
}

QStringList wordsOf(const history::KnownSessions &known)
{
    QStringList words;
    for (const history::KnownSession &one : known.sessions) {
        const model::Session &session = one.session;
        words += (one.isNew ? QStringLiteral("!") : QString()) + QString(session.device).remove(QStringLiteral("device-"))
            + (one.label.isEmpty() ? QString() : u'=' + one.label) + (session.endedAt.isValid() ? u':' + session.cause : QString());
    }
    return words;
}

} // namespace keyturn::tests
