// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/exitstatus.h"
#include "cli/requestparts.h"
#include "net/hardenedaccessmanager.h"
#include "support/registry.h"

#include <QCommandLineParser>
#include <QFile>
#include <QNetworkReply>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::cli {

namespace {

/// One that was never sent, for @p why.
class UnsentReply final : public QNetworkReply
{
public:
    explicit UnsentReply(const core::Error &why)
    {
        setAttribute(net::HardenedAccessManager::FailureAttribute, QVariant::fromValue(why));
        setError(ServiceUnavailableError, why.code);
    }
    void abort() override { }

protected:
    qint64 readData(char *, qint64) override { return -1; }
};

} // namespace

/// `request ACCOUNT METHOD URL`: what the command line says, and what it may not say.
class TstRequestParts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void soundRequestsAreRead_data();
    void soundRequestsAreRead();
    void brokenOnesAreUsage_data();
    void brokenOnesAreUsage();
    void aBodyComesFromAFile();
    void aMissingFileIsNamed();
    void statusesBecomeExitStatuses_data();
    void statusesBecomeExitStatuses();
    void fault42APauseIsToldWithItsTime();

private:
    static core::Result<RequestParts> read(const QStringList &options, const QString &method, const QString &address);
};

core::Result<RequestParts> TstRequestParts::read(const QStringList &options, const QString &method, const QString &address)
{
    QCommandLineParser parser;
    parser.addOptions({{{QStringLiteral("H"), QStringLiteral("header")}, {}, QStringLiteral("K: V")},
                       {{QStringLiteral("d"), QStringLiteral("data")}, {}, QStringLiteral("data")}});
    if (!parser.parse(QStringList{QStringLiteral("request")} + options))
        qFatal("%s", qPrintable(parser.errorText()));
    return readRequestParts(parser, method, address, QUrl(QStringLiteral("https://api.example.com/")));
}

void TstRequestParts::soundRequestsAreRead_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("address");
    QTest::addColumn<QByteArray>("sentMethod");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("contentType");
    QTest::newRow("path") << QStringList() << "get"
                          << "/api/me?x=1" << QByteArray("GET") << "https://api.example.com/api/me?x=1" << QByteArray();
    QTest::newRow("address") << QStringList() << "DELETE"
                             << "http://localhost:8080/a" << QByteArray("DELETE") << "http://localhost:8080/a" << QByteArray();
    QTest::newRow("JSON body") << QStringList{QStringLiteral("-d"), QStringLiteral("{\"a\":1}")} << "POST"
                               << "/x" << QByteArray("POST") << "https://api.example.com/x" << QByteArray("application/json");
    QTest::newRow("text body") << QStringList{QStringLiteral("-d"), QStringLiteral("hello")} << "PUT"
                               << "/x" << QByteArray("PUT") << "https://api.example.com/x" << QByteArray("text/plain; charset=utf-8");
    QTest::newRow("own type") << QStringList{QStringLiteral("-d"), QStringLiteral("<a/>"), QStringLiteral("-H"),
                                             QStringLiteral("Content-Type: text/xml")}
                              << "PATCH"
                              << "/x" << QByteArray("PATCH") << "https://api.example.com/x" << QByteArray("text/xml");
}

void TstRequestParts::soundRequestsAreRead()
{
    QFETCH(const QStringList, options);
    QFETCH(const QString, method);
    QFETCH(const QString, address);
    QFETCH(const QByteArray, sentMethod);
    QFETCH(const QString, url);
    QFETCH(const QByteArray, contentType);
    const auto parts = read(options, method, address);
    QVERIFY2(parts.ok(), parts.ok() ? "" : qPrintable(parts.error().detail));
    QCOMPARE(parts->method, sentMethod);
    QCOMPARE(parts->request.url(), QUrl(url));
    QCOMPARE(parts->request.rawHeader("Content-Type"), contentType);
}

void TstRequestParts::brokenOnesAreUsage_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("address");
    const QStringList none;
    QTest::newRow("two words as method") << none << "GE T"
                                         << "/x";
    QTest::newRow("line end in method") << none << "GET\n"
                                        << "/x";
    QTest::newRow("empty method") << none << ""
                                  << "/x";
    QTest::newRow("file address") << none << "GET"
                                  << "file:///etc/passwd";
    QTest::newRow("javascript") << none << "GET"
                                << "javascript:alert(1)";
    QTest::newRow("no host") << none << "GET"
                             << "https:///x";
    QTest::newRow("words") << none << "GET"
                           << "api/me";
    QTest::newRow("another server's path") << none << "GET"
                                           << "//evil.example/me";
    QTest::newRow("the same with a backslash") << none << "GET"
                                               << "/\\evil.example/me";
    QTest::newRow("backslash within") << none << "GET"
                                      << "https://api.example.com\\@evil.example/";
    QTest::newRow("broken address") << none << "GET"
                                    << "http://[::1";
    QTest::newRow("header without colon") << QStringList{QStringLiteral("-H"), QStringLiteral("Nothing")} << "GET"
                                          << "/x";
    QTest::newRow("header with a line end") << QStringList{QStringLiteral("-H"), QStringLiteral("X: a\r\nCookie: b")} << "GET"
                                            << "/x";
    QTest::newRow("header that ends in a line end") << QStringList{QStringLiteral("-H"), QStringLiteral("X: a\n")} << "GET"
                                                    << "/x";
    QTest::newRow("header name with a space") << QStringList{QStringLiteral("-H"), QStringLiteral("X Y: a")} << "GET"
                                              << "/x";
}

void TstRequestParts::brokenOnesAreUsage()
{
    QFETCH(const QStringList, options);
    QFETCH(const QString, method);
    QFETCH(const QString, address);
    const auto parts = read(options, method, address);
    QVERIFY(!parts.ok());
    QCOMPARE(parts.error().code, QStringLiteral("usage"));
    QVERIFY(parts.error().detail.endsWith(u'.')); // it is shown as it is
}

void TstRequestParts::aBodyComesFromAFile()
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("body")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("[1]") == 3);
    file.close();
    const auto parts = read({QStringLiteral("-d"), u'@' + file.fileName()}, QStringLiteral("POST"), QStringLiteral("/x"));
    QVERIFY(parts.ok());
    QCOMPARE(parts->body, QByteArray("[1]"));
}

void TstRequestParts::aMissingFileIsNamed()
{
    const auto parts = read({QStringLiteral("-d"), QStringLiteral("@/nowhere/body")}, QStringLiteral("POST"), QStringLiteral("/x"));
    QVERIFY(!parts.ok());
    QVERIFY(parts.error().detail.contains(QLatin1String("/nowhere/body")));
}

void TstRequestParts::statusesBecomeExitStatuses_data()
{
    QTest::addColumn<int>("http");
    QTest::addColumn<int>("exit");
    QTest::newRow("200") << 200 << 0;
    QTest::newRow("304") << 304 << 0;
    QTest::newRow("404") << 404 << 6;
    QTest::newRow("429") << 429 << 7;
    QTest::newRow("503") << 503 << 4;
}

void TstRequestParts::statusesBecomeExitStatuses()
{
    QFETCH(const int, http);
    QFETCH(const int, exit);
    QCOMPARE(exitStatusOfHttp(http), exit);
}

void TstRequestParts::fault42APauseIsToldWithItsTime()
{
    const UnsentReply reply({core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}, std::chrono::seconds(40)});
    const core::Error error = errorOf(reply);
    QCOMPARE(error.retryAfter, std::optional(std::chrono::seconds(40)));
    QCOMPARE(exitStatusOf(error), int(RateLimited));
}

} // namespace keyturn::cli

using keyturn::cli::TstRequestParts;
KEYTURN_TEST(TstRequestParts)
#include "tst_requestparts.moc"
