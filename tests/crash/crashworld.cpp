// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "crash/crashworld.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDateTime>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace keyturn::crash {

namespace {

constexpr int patience = 60'000; // milliseconds

const QByteArray password = QByteArrayLiteral("correct horse battery");

QString person(qsizetype number)
{
    return QStringLiteral("person%1@example.com").arg(number);
}

} // namespace

CrashWorld::CrashWorld(int graceSeconds, int people)
{
    m_backend = m_world.startBackend({QStringLiteral("--refresh-grace"), QString::number(graceSeconds)});
    for (int i = 0; i < people; ++i) {
        const QString account = m_world.signUp(person(i), password);
        if (!account.isEmpty())
            m_accounts.append(account);
    }
    m_isReady = !m_backend.isEmpty() && m_accounts.size() == people;
}

TrippedRun CrashWorld::run(const QStringList &arguments, const QString &at, const QByteArray &input)
{
    const QString log = home() + QStringLiteral("/trip.log");
    QFile::remove(log);
    QProcessEnvironment environment = m_world.environment();
    environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(KEYTURN_TRIPWIRE));
    environment.insert(QStringLiteral("KEYTURN_TRIP_HOME"), home());
    environment.insert(QStringLiteral("KEYTURN_TRIP_LOG"), log);
    if (!at.isEmpty())
        environment.insert(QStringLiteral("KEYTURN_TRIP_AT"), at);
    if (m_recordsContents)
        environment.insert(QStringLiteral("KEYTURN_TRIP_CONTENTS"), QStringLiteral("1"));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(e2e::World::program(QStringLiteral("keyturn-cli")), arguments);
    process.write(input);
    process.closeWriteChannel();
    TrippedRun ran;
    if (!process.waitForFinished(patience)) {
        process.kill();
        process.waitForFinished();
        ran.finished.status = 1000; // no status of ours, nor a kill that was meant
    } else if (process.exitStatus() == QProcess::NormalExit) {
        ran.finished.status = process.exitCode();
    }
    ran.finished.out = process.readAllStandardOutput();
    ran.finished.err = process.readAllStandardError();
    QFile file(log);
    ran.lines = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    ran.log = TripLog(ran.lines);
    return ran;
}

TrippedRun CrashWorld::registerOne()
{
    return run({QStringLiteral("register"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--user"),
                QStringLiteral("new@example.com"), QStringLiteral("--name"), QStringLiteral("New"), QStringLiteral("--password-stdin")},
               {}, password + '\n');
}

TrippedRun CrashWorld::signIn(qsizetype number, const QString &at)
{
    return run({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--user"), person(number),
                QStringLiteral("--password-stdin"), QStringLiteral("--json")},
               at, password + '\n');
}

QString CrashWorld::signInAgain(const QString &account)
{
    const e2e::Finished done = signIn(m_accounts.indexOf(account)).finished;
    return done.status == 0 ? done.json().value(QStringLiteral("account")).toObject().value(QStringLiteral("id")).toString() : QString();
}

QStringList CrashWorld::listed()
{
    QStringList ids;
    for (const QJsonValue &one : cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray())
        ids.append(one.toObject().value(QStringLiteral("id")).toString());
    return ids;
}

bool CrashWorld::isTaken(const QByteArray &accessToken) const
{
    QNetworkAccessManager manager;
    manager.setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request(m_backend.resolved(QUrl(QStringLiteral("/api/profile"))));
    request.setRawHeader("Authorization", "Bearer " + accessToken.trimmed());
    const std::unique_ptr<QNetworkReply> reply(manager.get(request));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return reply->error() == QNetworkReply::NoError;
}

double CrashWorld::newReuses()
{
    const double before = m_reuses;
    m_reuses = m_world.metric(QByteArrayLiteral("keyturn_backend_refresh_total{outcome=\"reused\"}"));
    return m_reuses - before;
}

qsizetype CrashWorld::keychainEntries()
{
    qDBusRegisterMetaType<QMap<QString, QString>>();
    QDBusMessage call = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
                                                       QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("SearchItems"));
    call << QVariant::fromValue(QMap<QString, QString>{{QStringLiteral("server"), QStringLiteral("Keyturn")}});
    const QDBusMessage reply = QDBusConnection::sessionBus().call(call);
    if (reply.type() != QDBusMessage::ReplyMessage)
        qWarning("the keyring does not answer: %s", qPrintable(reply.errorMessage()));
    return qdbus_cast<QList<QDBusObjectPath>>(reply.arguments().value(0)).size();
}

QStringList CrashWorld::files(const QString &folder, const QString &pattern) const
{
    return QDir(home() + u'/' + folder).entryList({pattern}, QDir::Files | QDir::Hidden);
}

void CrashWorld::makeOlder(const QString &folder, const QString &pattern, int seconds) const
{
    for (const QString &name : files(folder, pattern)) {
        QFile file(home() + u'/' + folder + u'/' + name);
        if (!file.open(QIODevice::ReadWrite) || !file.setFileTime(QDateTime::currentDateTimeUtc().addSecs(-seconds), QFile::FileModificationTime))
            qWarning("%s keeps its time", qPrintable(file.fileName()));
    }
}

} // namespace keyturn::crash
