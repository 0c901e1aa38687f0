// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "entries.h"
#include "support/registry.h"
#include "trace/purpose.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace keyturn::trace {

using tests::exchangeFor;

namespace {

/// Every purpose that a request or a note of Keyturn's has, as its source tells.
QSet<QString> purposesInTheCode()
{
    static const QRegularExpression given[] = {
        QRegularExpression(QStringLiteral("(?:purpose|step) = QStringLiteral\\(\"([a-z -]+)\"\\)")),
        QRegularExpression(QStringLiteral("(?:buildRequest|act)\\([^;]*QStringLiteral\\(\"([a-z -]+)\"\\)[^;\"]*;")),
        QRegularExpression(QStringLiteral("note\\(\\{net::EntryKind::\\w+, QStringLiteral\\(\"([a-z -]+)\"\\)"))};
    QSet<QString> found;
    for (const char *room : {"oauth", "backendapi", "accounts", "tokens", "jose", "composition"}) {
        QDirIterator files(QStringLiteral(KEYTURN_APP_FOLDER "/") + QLatin1String(room), {QStringLiteral("*.cpp")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const QString text = QString::fromUtf8(file.readAll());
            for (const QRegularExpression &pattern : given) {
                for (auto match = pattern.globalMatch(text); match.hasNext();)
                    found.insert(match.next().captured(1));
            }
        }
    }
    return found;
}

} // namespace

class TstPurposes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPurposeInTheCodeIsKnown();
    void eachReferenceLeadsSomewhere_data();
    void eachReferenceLeadsSomewhere();
    void aTokenRequestsGrantSaysWhichSectionItIs_data();
    void aTokenRequestsGrantSaysWhichSectionItIs();
    void aStrangersExchangeIsGuessed_data();
    void aStrangersExchangeIsGuessed();
};

void TstPurposes::everyPurposeInTheCodeIsKnown()
{
    const QSet<QString> found = purposesInTheCode();
    QVERIFY2(found.size() > 20, qPrintable(QStringList(found.values()).join(u',')));
    for (const QString &purpose : found)
        QVERIFY2(purposes().contains(purpose), qPrintable(purpose));
}

void TstPurposes::eachReferenceLeadsSomewhere_data()
{
    QTest::addColumn<QString>("purpose");
    for (const QString &purpose : purposes())
        QTest::newRow(qPrintable(purpose)) << purpose;
}

void TstPurposes::eachReferenceLeadsSomewhere()
{
    QFETCH(const QString, purpose);
    const QString reference = referenceOf(exchangeFor(purpose));
    QCOMPARE(addressOf(reference).isValid(), !reference.isEmpty());
}

void TstPurposes::aTokenRequestsGrantSaysWhichSectionItIs_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("reference");
    QTest::newRow("code") << QByteArray("grant_type=authorization_code&code=x") << QStringLiteral("RFC 6749 §4.1.3");
    QTest::newRow("refresh") << QByteArray("client_id=a&grant_type=refresh_token") << QStringLiteral("RFC 6749 §6");
    QTest::newRow("device") << QByteArray("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code") << QStringLiteral("RFC 8628 §3.4");
}

void TstPurposes::aTokenRequestsGrantSaysWhichSectionItIs()
{
    QFETCH(const QByteArray, body);
    net::Exchange exchange = exchangeFor(QStringLiteral("token"));
    exchange.requestBody = body;
    QTEST(referenceOf(exchange), "reference");
}

void TstPurposes::aStrangersExchangeIsGuessed_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *purpose, const char *url, const char *body = "") {
        QTest::newRow(purpose) << QString::fromLatin1(url) << QByteArray(body);
    };
    row("discovery", "https://a.example/.well-known/openid-configuration");
    row("browser", "https://a.example/authorize?response_type=code&state=x");
    row("callback", "https://b.example/cb?code=x&state=y");
    row("token", "https://a.example/t", "grant_type=authorization_code");
    row("jwks", "https://a.example/jwks.json");
    row("userinfo", "https://a.example/userinfo");
    row("", "https://a.example/style.css");
}

void TstPurposes::aStrangersExchangeIsGuessed()
{
    QFETCH(const QString, url);
    QFETCH(const QByteArray, body);
    net::Exchange exchange = exchangeFor({});
    exchange.url = QUrl(url);
    exchange.requestBody = body;
    QCOMPARE(guessedPurpose(exchange), QString::fromLatin1(QTest::currentDataTag()));
}

} // namespace keyturn::trace

using keyturn::trace::TstPurposes;
KEYTURN_TEST(TstPurposes)
#include "tst_purposes.moc"
