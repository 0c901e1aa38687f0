// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/totp.h"

#include "backend/care/typedcode.h"
#include "support/registry.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace keyturn::backend {

/// RFC 6238 as the library has it, by the RFC's own vectors, and codes that people type.
class TstTotp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theCodesOfTheRfcAreTaken_data();
    void theCodesOfTheRfcAreTaken();
    void oneStepEarlyOrLateIsTaken_data();
    void oneStepEarlyOrLateIsTaken();
    void whatIsNoCodeIsNotTaken_data();
    void whatIsNoCodeIsNotTaken();
    void theAddressIsWhatAppsRead();
    void typedCodesAreLongAndTakenHoweverTheyAreTyped();

private:
    [[nodiscard]] static Instant at(qint64 seconds) { return Instant(std::chrono::seconds(seconds)); }
    const QByteArray m_secret = "12345678901234567890"; ///< Of RFC 6238, appendix B.
};

/// The last six digits of the RFC's eight.
void TstTotp::theCodesOfTheRfcAreTaken_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("code");
    for (const auto &[seconds, code] :
         {std::pair{qint64(59), "287082"}, std::pair{qint64(1111111109), "081804"}, std::pair{qint64(1111111111), "050471"},
          std::pair{qint64(1234567890), "005924"}, std::pair{qint64(2000000000), "279037"}, std::pair{qint64(20000000000), "353130"}})
        QTest::newRow(code) << seconds << QString::fromLatin1(code);
}

void TstTotp::theCodesOfTheRfcAreTaken()
{
    QFETCH(qint64, seconds);
    QFETCH(QString, code);
    QCOMPARE(totp::stepOf(m_secret, code, at(seconds)), seconds / 30);
}

void TstTotp::oneStepEarlyOrLateIsTaken_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<bool>("taken");
    QTest::newRow("two steps early") << qint64(1234567890 - 31) << false;
    QTest::newRow("one step early") << qint64(1234567890 - 30) << true;
    QTest::newRow("one step late") << qint64(1234567890 + 59) << true;
    QTest::newRow("two steps late") << qint64(1234567890 + 60) << false;
}

void TstTotp::oneStepEarlyOrLateIsTaken()
{
    QFETCH(qint64, seconds);
    QFETCH(bool, taken);
    const std::optional<qint64> step = totp::stepOf(m_secret, QStringLiteral("005924"), at(seconds));
    QCOMPARE(step.has_value(), taken);
    if (taken)
        QCOMPARE(*step, 1234567890 / 30); // of the code, not of the clock: it is spent but once
}

void TstTotp::whatIsNoCodeIsNotTaken_data()
{
    QTest::addColumn<QString>("code");
    QTest::newRow("nothing") << QString();
    QTest::newRow("five digits") << QStringLiteral("05924");
    QTest::newRow("the RFC's eight") << QStringLiteral("89005924");
    QTest::newRow("a sign") << QStringLiteral("+05924");
    QTest::newRow("spaces") << QStringLiteral(" 05924");
    QTest::newRow("Arabic digits") << QString::fromUtf8("\u0660\u0660\u0665\u0669\u0662\u0664");
    QTest::newRow("another") << QStringLiteral("005925");
}

void TstTotp::whatIsNoCodeIsNotTaken()
{
    QFETCH(QString, code);
    QVERIFY(!totp::stepOf(m_secret, code, at(1234567890)));
    QVERIFY(!totp::stepOf({}, QStringLiteral("005924"), at(1234567890)));
}

void TstTotp::theAddressIsWhatAppsRead()
{
    QCOMPARE(totp::otpauthAddress(m_secret, QStringLiteral("ada+1@example.com")),
             QStringLiteral("otpauth://totp/Keyturn:ada%2B1%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Keyturn&algorithm=SHA1"
                            "&digits=6&period=30"));
}

void TstTotp::typedCodesAreLongAndTakenHoweverTheyAreTyped()
{
    core::SystemRandom random;
    QSet<QString> seen;
    for (int i = 0; i < 100; ++i) {
        const QString code = QString::fromLatin1(newTypedCode(random).reveal());
        QVERIFY2(QRegularExpression(QStringLiteral("^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$")).match(code).hasMatch(), qPrintable(code));
        QVERIFY(!totp::isCode(code));
        QCOMPARE(hashOfTyped(QLatin1String(" ") + code.toLower().replace(u'-', u' ')), hashOfTyped(code));
        seen.insert(code);
    }
    QCOMPARE(seen.size(), 100);
}

} // namespace keyturn::backend

using keyturn::backend::TstTotp;
KEYTURN_TEST(TstTotp)
#include "tst_totp.moc"
