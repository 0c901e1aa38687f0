// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpSocket>
#include <QTest>
#include <QUrlQuery>

namespace keyturn::e2e {

/// Browser sign-in at both simulated providers: a real Chromium does login and consent.
class TstBrowserSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aPersonSignsIn_data();
    void aPersonSignsIn();
    void theTokenServesAndIsRenewed_data();
    void theTokenServesAndIsRenewed();
    void consentIsAskedOnceMoreWhereTheFirstOnesTokenIsLost();
    void refusedConsentIsSaidAndNothingIsStored();
    void aClosedBrowserEndsWithTheTimeout();
    void aForgedCallbackIsRefusedAndTheRealOneStillServes();
    void aBrowserThatCannotStartIsSaid();
    void signOutRevokesAtTheProvider();

private:
    QStringList browserSignIn(const QString &provider, const QStringList &more) const
    {
        return QStringList{QStringLiteral("sign-in"),
                           QStringLiteral("--profile"),
                           QStringLiteral("demo"),
                           QStringLiteral("--method"),
                           QStringLiteral("browser"),
                           QStringLiteral("--provider"),
                           provider}
        + more;
    }
    qsizetype accountCount()
    {
        return m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray().size();
    }

    World m_world;
    QUrl m_backend;
};

void TstBrowserSignIn::initTestCase()
{
    m_backend = m_world.startBackend();
    QVERIFY(!m_backend.isEmpty());
}

void TstBrowserSignIn::aPersonSignsIn_data()
{
    QTest::addColumn<QString>("provider");
    QTest::newRow("OpenID Connect with Google's manners") << QStringLiteral("google");
    QTest::newRow("plain OAuth 2 with GitHub's manners") << QStringLiteral("github");
}

void TstBrowserSignIn::aPersonSignsIn()
{
    QFETCH(QString, provider);
    const QString report = m_world.home() + u'/' + provider + QStringLiteral("-report.json");
    const QString id = m_world.signInByBrowser(provider, {QStringLiteral("--report"), report});
    QVERIFY(!id.isEmpty());

    const QJsonObject account = m_world.cli({QStringLiteral("account"), id, QStringLiteral("--json")}).json();
    QVERIFY2(QJsonDocument(account).toJson().contains("ada@example.com"), QJsonDocument(account).toJson().constData());

    QFile file(report);
    QTRY_VERIFY_WITH_TIMEOUT(file.exists(), 20'000); // the person closes the browser a moment after the program is done
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject seen = QJsonDocument::fromJson(file.readAll()).object();
    const QString text = seen.value(QStringLiteral("text")).toString();
    QVERIFY2(text.contains(QStringLiteral("You can close this tab")), qPrintable(QString::fromUtf8(QJsonDocument(seen).toJson())));
    QVERIFY(!QUrl(seen.value(QStringLiteral("url")).toString()).hasQuery()); // no code in its address (FAULTS 17)
}

void TstBrowserSignIn::theTokenServesAndIsRenewed_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("path");
    QTest::newRow("google") << QStringLiteral("google") << QStringLiteral("/google/userinfo");
    QTest::newRow("github") << QStringLiteral("github") << QStringLiteral("/github/user");
}

void TstBrowserSignIn::theTokenServesAndIsRenewed()
{
    QFETCH(QString, provider);
    QFETCH(QString, path);
    QString id;
    for (const QJsonValue &value :
         m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray()) {
        if (value.toObject().value(QStringLiteral("provider")).toString() == provider)
            id = value.toObject().value(QStringLiteral("id")).toString();
    }
    QVERIFY(!id.isEmpty());
    const auto ask = [&] { return m_world.cli({QStringLiteral("request"), id, QStringLiteral("GET"), m_backend.resolved(QUrl(path)).toString()}); };
    QCOMPARE(ask().status, 0);
    QVERIFY2(ask().out.contains("ada@example.com"), ask().out.constData());
    const QByteArray first = m_world.cli({QStringLiteral("token"), id}).out;
    const Finished renewed = m_world.cli({QStringLiteral("token"), id, QStringLiteral("--force-refresh")});
    QVERIFY2(renewed.status == 0, renewed.err.constData());
    QVERIFY(renewed.out != first);
    QCOMPARE(ask().status, 0);
    QCOMPARE(m_world.cli({QStringLiteral("token"), id, QStringLiteral("--force-refresh")}).status, 0); // a rotated refresh token serves again
    const Finished sessions = m_world.cli({QStringLiteral("sessions"), id});
    QVERIFY(sessions.status != 0); // such providers list none, and that is said
    QVERIFY(!sessions.err.trimmed().isEmpty());
}

void TstBrowserSignIn::consentIsAskedOnceMoreWhereTheFirstOnesTokenIsLost()
{
    // Google gives a refresh token with the first consent alone, and this computer has forgotten it.
    const QString behaviour = World::person({QStringLiteral("--email"), QStringLiteral("dora@example.com")});
    const QStringList signIn = browserSignIn(QStringLiteral("google"), {QStringLiteral("--browser"), behaviour});
    const Finished first = m_world.cli(signIn);
    QVERIFY2(first.status == 0, first.err);
    QVERIFY2(!first.err.contains("once more"), first.err);
    QCOMPARE(m_world.cli({QStringLiteral("sign-out"), QString::fromLatin1(first.out.trimmed()), QStringLiteral("--local")}).status, 0);
    const Finished second = m_world.cli(signIn);
    QVERIFY2(second.status == 0, second.err);
    QVERIFY2(second.err.contains("Allow it there once more"), second.err);
    const QString id = QString::fromLatin1(second.out.trimmed());
    const Finished renewed = m_world.cli({QStringLiteral("token"), id, QStringLiteral("--force-refresh")});
    QVERIFY2(renewed.status == 0, renewed.err);
    // Whoever signs in again still holds the first one's: asking once is enough.
    const Finished third = m_world.cli(signIn);
    QVERIFY2(third.status == 0, third.err);
    QVERIFY2(!third.err.contains("once more"), third.err);
    QCOMPARE(QString::fromLatin1(third.out.trimmed()), id);
    QCOMPARE(m_world.cli({QStringLiteral("token"), id, QStringLiteral("--force-refresh")}).status, 0);
    QCOMPARE(m_world.cli({QStringLiteral("sign-out"), id}).status, 0);
}

void TstBrowserSignIn::refusedConsentIsSaidAndNothingIsStored()
{
    const qsizetype before = accountCount();
    const QByteArray keychain = World::everythingInKeychain();
    const Finished refused = m_world.cli(browserSignIn(
        QStringLiteral("google"),
        {QStringLiteral("--browser"),
         World::person({QStringLiteral("--decision"), QStringLiteral("deny"), QStringLiteral("--email"), QStringLiteral("bob@example.com")})}));
    QCOMPARE(refused.status, 130);
    QVERIFY(!refused.err.trimmed().isEmpty());
    QCOMPARE(accountCount(), before);
    QCOMPARE(World::everythingInKeychain().size(), keychain.size());
}

void TstBrowserSignIn::aClosedBrowserEndsWithTheTimeout()
{
    const qsizetype before = accountCount();
    const Finished closed = m_world.cli(browserSignIn(
        QStringLiteral("github"), {QStringLiteral("--timeout"), QStringLiteral("3"), QStringLiteral("--browser"), QStringLiteral("true")}));
    QCOMPARE(closed.status, 130);
    QVERIFY(!closed.err.trimmed().isEmpty());
    QCOMPARE(accountCount(), before);
}

void TstBrowserSignIn::aForgedCallbackIsRefusedAndTheRealOneStillServes()
{
    const auto waiting = m_world.startCli(browserSignIn(QStringLiteral("google"), {QStringLiteral("--print-url"), QStringLiteral("--json")}));
    waiting->setReadChannel(QProcess::StandardError); // with --json, stdout is for the answer alone
    QByteArray printed;
    qsizetype start = -1;
    while ((start < 0 || !printed.mid(start).contains('\n')) && waiting->waitForReadyRead(20'000)) {
        printed += waiting->readAllStandardError();
        start = printed.indexOf("http://");
    }
    QVERIFY2(start >= 0, printed.constData());
    const QUrl address = QUrl(QString::fromUtf8(printed.mid(start).split('\n').first().trimmed()));
    const QUrlQuery query(address);
    const QUrl redirect = QUrl(query.queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded));
    QVERIFY(redirect.isValid());

    const auto knock = [&redirect](const QByteArray &state) {
        QTcpSocket socket;
        socket.connectToHost(redirect.host(), static_cast<quint16>(redirect.port()));
        if (!socket.waitForConnected(5000))
            return QByteArray("refused");
        socket.write("GET " + redirect.path().toUtf8() + "?code=forged&state=" + state + " HTTP/1.1\r\nHost: " + redirect.authority().toUtf8()
                     + "\r\n\r\n");
        QByteArray answer;
        while (socket.waitForReadyRead(5000))
            answer += socket.readAll();
        return answer.split('\n').first();
    };
    QVERIFY(knock("guessed").contains("400"));
    QVERIFY(knock("").contains("400"));

    QProcess person;
    person.start(World::program(QStringLiteral("e2e-person")),
                 {QStringLiteral("--email"), QStringLiteral("carol@example.com"), address.toString(QUrl::FullyEncoded)});
    QVERIFY(waiting->waitForFinished(60'000));
    QCOMPARE(waiting->exitCode(), 0);
    QCOMPARE(knock("again"), QByteArray("refused")); // gone after success (FAULTS 14)
    QVERIFY(person.waitForFinished(30'000));
}

void TstBrowserSignIn::aBrowserThatCannotStartIsSaid()
{
    const Finished failed = m_world.cli(
        browserSignIn(QStringLiteral("google"),
                      {QStringLiteral("--timeout"), QStringLiteral("2"), QStringLiteral("--browser"), QStringLiteral("/nonexistent/browser")}));
    QVERIFY(failed.status != 0);
    QVERIFY2(failed.err.contains("/nonexistent/browser") || failed.err.contains("browser"), failed.err.constData());
}

void TstBrowserSignIn::signOutRevokesAtTheProvider()
{
    for (const QJsonValue &value :
         m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray()) {
        const QString id = value.toObject().value(QStringLiteral("id")).toString();
        const QByteArray token = m_world.cli({QStringLiteral("token"), id}).out.trimmed();
        const Finished out = m_world.cli({QStringLiteral("sign-out"), id});
        QVERIFY2(out.status == 0, out.err.constData());
        QNetworkAccessManager manager;
        const bool google = value.toObject().value(QStringLiteral("provider")).toString() == QLatin1String("google");
        QNetworkRequest request(m_backend.resolved(QUrl(google ? QStringLiteral("/google/userinfo") : QStringLiteral("/github/user"))));
        request.setRawHeader("Authorization", "Bearer " + token);
        const std::unique_ptr<QNetworkReply> reply(manager.get(request));
        QEventLoop loop;
        connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 401);
    }
    QCOMPARE(accountCount(), 0);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstBrowserSignIn;
KEYTURN_TEST(TstBrowserSignIn)
#include "tst_browsersignin.moc"
