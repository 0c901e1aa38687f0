// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/trace/entries.h"
#include "support/registry.h"
#include "trace/har.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::tests {

namespace {

using net::EntryKind;

/// One of each kind, with as much and as little as there can be.
QList<net::Exchange> entries()
{
    net::Exchange token = exchangeFor(QStringLiteral("token"));
    token.method = "POST";
    token.url = QUrl(QStringLiteral("https://a.example/token?x=1&state=%3Csecret%20%231a2b3c4d%3E"));
    token.account = QStringLiteral("ada");
    token.requestHeaders = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Cookie", "a=<secret #00000001>; b=<secret #00000002>"}};
    token.requestBody = "code=<secret #1a2b3c4d>";
    token.requestBytes = 40;
    token.responseHeaders = {{"Content-Type", "application/json"}, {"Set-Cookie", "sid=<secret #00000003>; HttpOnly"}, {"Location", "/next"}};
    token.responseBody = "{}";
    token.responseBytes = 2;
    token.moments = {std::chrono::milliseconds(1), std::chrono::milliseconds(5), std::chrono::milliseconds(6), std::chrono::milliseconds(50)};
    net::Exchange failed = exchangeFor(QStringLiteral("refresh"), 1, 0);
    failed.failure = QStringLiteral("timeout");
    net::Exchange check = stepOfKind(EntryKind::Checked, QStringLiteral("state"), 3);
    check.url = {};
    check.method = {};
    check.httpVersion = {};
    return {token, failed, stepOfKind(EntryKind::BrowserOpened, QStringLiteral("browser"), 2), check,
            stepOfKind(EntryKind::LastPage, QStringLiteral("last page"), 4)};
}

} // namespace

/// The HTTP Archives that Keyturn writes, in the eyes of a schema that nobody here wrote.
class TstHar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsWrittenIsHar() { QCOMPARE(complaint(trace::toHar(entries(), QStringLiteral("1.0"))), QByteArray()); }
    void nothingIsHarToo() { QCOMPARE(complaint(trace::toHar({}, QStringLiteral("1.0"))), QByteArray()); }
    void theSchemaComplainsWhereThereIsReason()
    {
        QByteArray har = trace::toHar(entries(), QStringLiteral("1.0"));
        QVERIFY(complaint(har.replace("\"wait\"", "\"waits\"")).contains("wait"));
    }

private:
    static QByteArray complaint(const QByteArray &har)
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("x.har")));
        if (!file.open(QIODevice::WriteOnly) || file.write(har) != har.size())
            qFatal("no file");
        file.close();
        QProcess node;
        node.setWorkingDirectory(QStringLiteral(KEYTURN_SERVERS_FOLDER));
        node.start(QStringLiteral("node"), {QStringLiteral("har.js"), file.fileName()});
        if (!node.waitForFinished(60'000) || node.exitCode() != 0)
            return "failed: " + node.readAllStandardError();
        return node.readAllStandardOutput();
    }
};

} // namespace keyturn::tests

using keyturn::tests::TstHar;
KEYTURN_TEST(TstHar)
#include "tst_har.moc"
