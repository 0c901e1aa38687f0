// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

namespace keyturn::e2e {

namespace {

const QByteArray password = QByteArrayLiteral("correct horse battery");

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// What one process of Keyturn's has sent, shown by another; and the recording of it, played as a server.
class TstTrace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void anotherProcessShowsIt();
    void aTokenIsFollowedFromCommandToCommand();
    void aBrowsersSignInIsThereWithItsSteps();
    void itIsFilteredAndExported();
    void noSecretIsInIt();
    void theRecordingServesAsABackend();
    void anAccountWithoutATraceIsToldWhatToDo();
    void whoHidesWhatIsForDevelopersHasNothingOnDisk();

private:
    [[nodiscard]] QStringList purposes(const QStringList &options);
    [[nodiscard]] QString har() const { return m_world.home() + QStringLiteral("/trace.har"); }

    World m_world;
    QUrl m_backend;
    QString m_account;
    QString m_browserAccount;
    QByteArrayList m_tokens;
};

void TstTrace::initTestCase()
{
    m_backend = m_world.startBackend();
    QVERIFY(!m_backend.isEmpty());
    m_account = m_world.signUp(QStringLiteral("ada@example.com"), password);
    QVERIFY(!m_account.isEmpty());
    const QStringList signIn{QStringLiteral("sign-in"), QStringLiteral("--profile"),       QStringLiteral("demo"),
                             QStringLiteral("--user"),  QStringLiteral("ada@example.com"), QStringLiteral("--password-stdin")};
    QCOMPARE(m_world.cli(signIn, password + '\n').status, 0);
    m_tokens += m_world.cli({QStringLiteral("token"), m_account}).out.trimmed();
    const Finished renewed = m_world.cli({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")});
    m_tokens += renewed.out.trimmed();
    QCOMPARE(renewed.status, 0);
    QCOMPARE(m_world.cli({QStringLiteral("sessions"), m_account}).status, 0);
}

QStringList TstTrace::purposes(const QStringList &options)
{
    QStringList found;
    const Finished told = m_world.cli(QStringList{QStringLiteral("trace"), QStringLiteral("--json")} + options);
    for (const QJsonValue &entry : told.json().value(QStringLiteral("entries")).toArray())
        found += entry[QLatin1String("purpose")].toString();
    return found;
}

void TstTrace::anotherProcessShowsIt()
{
    QCOMPARE(purposes({m_account}).join(u' '), QStringLiteral("register sign-in sign-out refresh sessions"));
    const Finished shown = m_world.cli({QStringLiteral("trace"), m_account});
    QCOMPARE(shown.status, 0);
    QVERIFY2(shown.out.contains("The refresh token is exchanged for a new access token. (RFC 6749 §6)"), shown.out.constData());
    QVERIFY(shown.out.contains("▶│  POST " + m_backend.toEncoded() + "/api/auth/refresh"));
}

/// What one command was given, another has sent: nobody sees the token, and everybody that it is the same one.
void TstTrace::aTokenIsFollowedFromCommandToCommand()
{
    QString given;
    QString sent;
    static const QRegularExpression accessToken(QStringLiteral("\"accessToken\":\"(<secret #[0-9a-f]{8}>)\""));
    const Finished told = m_world.cli({QStringLiteral("trace"), QStringLiteral("--json"), m_account});
    for (const QJsonValue &entry : told.json().value(QStringLiteral("entries")).toArray()) {
        if (entry[QLatin1String("purpose")] == QLatin1String("refresh"))
            given = accessToken.match(entry[QLatin1String("responseBody")].toString()).captured(1);
        for (const QJsonValue &header : entry[QLatin1String("requestHeaders")].toArray()) {
            if (entry[QLatin1String("purpose")] == QLatin1String("sessions") && header[QLatin1String("name")] == QLatin1String("Authorization"))
                sent = header[QLatin1String("value")].toString();
        }
    }
    QVERIFY2(!given.isEmpty(), told.out.constData());
    QCOMPARE(sent, QStringLiteral("Bearer ") + given);
}

void TstTrace::aBrowsersSignInIsThereWithItsSteps()
{
    m_browserAccount = m_world.signInByBrowser(QStringLiteral("google"));
    QVERIFY(!m_browserAccount.isEmpty());
    const QStringList found = purposes({m_browserAccount});
    for (const char *purpose : {"discovery", "browser", "callback", "state", "token", "jwks"})
        QVERIFY2(found.contains(QLatin1String(purpose)), qPrintable(QLatin1String(purpose) + QLatin1String(" in ") + found.join(u' ')));
    QVERIFY(found.indexOf(QLatin1String("browser")) < found.indexOf(QLatin1String("callback")));
    QVERIFY(found.indexOf(QLatin1String("callback")) < found.indexOf(QLatin1String("token")));
}

void TstTrace::itIsFilteredAndExported()
{
    QCOMPARE(purposes({m_account, QStringLiteral("--purpose"), QStringLiteral("refresh")}), QStringList{QStringLiteral("refresh")});
    QCOMPARE(purposes({m_account, QStringLiteral("--search"), QStringLiteral("/api/SESSIONS")}), QStringList{QStringLiteral("sessions")});
    QCOMPARE(m_world.cli({QStringLiteral("trace"), m_account, QStringLiteral("--purpose"), QStringLiteral("refersh")}).status, 2);
    const QString markdown = m_world.home() + QStringLiteral("/trace.md");
    QCOMPARE(m_world.cli({QStringLiteral("trace"), m_account, QStringLiteral("--har"), har(), QStringLiteral("--markdown"), markdown}).status, 0);
    QVERIFY(contentsOf(markdown).contains("sequenceDiagram"));
    const QStringList opened = purposes({QStringLiteral("--open"), har()});
    QCOMPARE(opened, purposes({m_account}));
    QCOMPARE(m_world.cli({QStringLiteral("trace"), QStringLiteral("--open"), markdown}).status, 8);
}

void TstTrace::noSecretIsInIt()
{
    QByteArray all = contentsOf(har()) + contentsOf(m_world.home() + QStringLiteral("/trace.md"));
    for (const char *suffix : {"", "-wal"})
        all += contentsOf(m_world.home() + QStringLiteral("/state/trace.sqlite") + QLatin1String(suffix));
    QVERIFY(all.contains("/api/auth/refresh"));
    QCOMPARE(QFileInfo(m_world.home() + QStringLiteral("/state/trace.key")).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    QVERIFY(!all.contains(password));
    for (const QByteArray &token : std::as_const(m_tokens))
        QVERIFY(token.size() > 20 && !all.contains(token));
    // And none of what the keychain holds now: refresh tokens, keys, ID tokens.
    static const QRegularExpression longWords(QStringLiteral("[A-Za-z0-9_-]{32,}"));
    int looked = 0;
    for (auto word = longWords.globalMatch(QString::fromUtf8(World::everythingInKeychain())); word.hasNext();) {
        const QString secret = word.next().captured();
        if (secret == m_account || secret == m_browserAccount)
            continue;
        ++looked;
        QVERIFY2(!all.contains(secret.toUtf8()), qPrintable(secret.left(6)));
    }
    QVERIFY(looked > 0);
}

void TstTrace::theRecordingServesAsABackend()
{
    QProcess mock;
    mock.start(World::program(QStringLiteral("keyturn-backend")), {QStringLiteral("replay"), har()});
    QVERIFY(mock.waitForReadyRead(20'000));
    const QJsonObject ready = QJsonDocument::fromJson(mock.readLine()).object();
    const QUrl url(ready.value(QStringLiteral("url")).toString());
    QCOMPARE(ready.value(QStringLiteral("exchanges")).toInt(), 5);

    World other;
    QJsonObject profile = QJsonDocument::fromJson(contentsOf(QStringLiteral(KEYTURN_DEMO_PROFILE))).object();
    profile.insert(QStringLiteral("id"), QStringLiteral("mock"));
    profile.insert(QStringLiteral("baseUrl"), url.toString());
    profile.remove(QStringLiteral("providers"));
    profile.remove(QStringLiteral("embedded"));
    const QString folder = other.home() + QStringLiteral("/config/profiles.d");
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + QStringLiteral("/mock.json"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(profile).toJson()) > 0);
    file.close();

    const Finished signedIn = other.cli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("mock"), QStringLiteral("--user"),
                                         QStringLiteral("ada@example.com"), QStringLiteral("--password-stdin"), QStringLiteral("--json")},
                                        "any password does\n");
    QVERIFY2(signedIn.status == 0, signedIn.err.constData());
    const QString account = signedIn.json().value(QStringLiteral("account")).toObject().value(QStringLiteral("id")).toString();
    const Finished token = other.cli({QStringLiteral("token"), account, QStringLiteral("--force-refresh")});
    QVERIFY2(token.status == 0, token.err.constData());
    QVERIFY(!m_tokens.contains(token.out.trimmed()));
    const QJsonArray sessions =
        other.cli({QStringLiteral("sessions"), account, QStringLiteral("--json")}).json().value(QStringLiteral("sessions")).toArray();
    QVERIFY(!sessions.isEmpty());
    QVERIFY(sessions.first()[QLatin1String("current")].toBool());
    // 404, in words that say what there is.
    QCOMPARE(other.cli({QStringLiteral("request"), account, QStringLiteral("GET"), QStringLiteral("/nowhere")}).status, 6);
    mock.terminate();
    QVERIFY(mock.waitForFinished(10'000));
    QCOMPARE(mock.exitCode(), 0);
}

void TstTrace::anAccountWithoutATraceIsToldWhatToDo()
{
    QCOMPARE(m_world.cli({QStringLiteral("trace"), m_account, QStringLiteral("--clear")}).status, 0);
    const Finished told = m_world.cli({QStringLiteral("trace"), m_account});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.out.isEmpty() && told.err.contains("--force-refresh"), told.err.constData());
}

void TstTrace::whoHidesWhatIsForDevelopersHasNothingOnDisk()
{
    const QString settings = m_world.home() + QStringLiteral("/config/settings.json");
    QJsonObject chosen = QJsonDocument::fromJson(contentsOf(settings)).object();
    chosen.insert(QStringLiteral("developerTools"), false);
    QVERIFY(QDir().mkpath(m_world.home() + QStringLiteral("/config")));
    QFile file(settings);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(chosen).toJson()) > 0);
    file.close();
    QCOMPARE(m_world.cli({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")}).status, 0);
    QByteArray all;
    for (const char *suffix : {"", "-wal"})
        all += contentsOf(m_world.home() + QStringLiteral("/state/trace.sqlite") + QLatin1String(suffix));
    QVERIFY(!all.contains("/api/auth/refresh")); // what was there before is gone too
    const Finished told = m_world.cli({QStringLiteral("trace"), m_account});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("KEYTURN_TRACE=on"), told.err.constData());
}

} // namespace keyturn::e2e

using keyturn::e2e::TstTrace;
KEYTURN_TEST(TstTrace)
#include "tst_trace.moc"
