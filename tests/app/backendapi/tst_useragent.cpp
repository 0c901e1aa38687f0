// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/useragent.h"

#include "support/registry.h"

#include <QTest>

using namespace keyturn;

class TstUserAgent : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysProgramAndSystem_data();
    void saysProgramAndSystem();
};

void TstUserAgent::saysProgramAndSystem_data()
{
    QTest::addColumn<QString>("agent");
    QTest::addColumn<QString>("told");
    const auto row = [](const char *agent, const char *told) { QTest::newRow(agent) << QString::fromLatin1(agent) << QString::fromLatin1(told); };
    row("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128, Linux");
    row("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", "Chrome 130, Windows");
    row("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", "Edge 130, Windows");
    row("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15", "Safari 17, macOS");
    row("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E Safari/604.1",
        "Chrome 126, iOS");
    row("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36", "Chrome 129, Android");
    row("Keyturn/1.0 (Linux; Debian 12)", "Keyturn 1.0, Linux");
    row("curl/8.5.0", "curl 8.5.0, ");
    row("My App/2.1", "My App 2.1, ");
    row("-", " , ");
}

void TstUserAgent::saysProgramAndSystem()
{
    QFETCH(QString, agent);
    QFETCH(QString, told);
    const backendapi::UserAgent read = backendapi::readUserAgent(agent);
    QCOMPARE(read.app + u' ' + read.appVersion + QStringLiteral(", ") + read.system, told);
}

KEYTURN_TEST(TstUserAgent)
#include "tst_useragent.moc"
