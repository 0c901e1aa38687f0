// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/random.h"
#include "support/registry.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace keyturn::core;

namespace {

class FixedRandom final : public Random
{
public:
    explicit FixedRandom(char fill) : m_fill(fill) { }
    [[nodiscard]] QByteArray bytes(qsizetype count) override { return QByteArray(count, m_fill); }

private:
    char m_fill;
};

} // namespace

class TstRandom : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void givesAsManyBytesAsAskedFor();
    void neverRepeatsItself();
    void tokensAreFitForAddresses();
    void fractionsStayBelowOne();
};

void TstRandom::givesAsManyBytesAsAskedFor()
{
    SystemRandom random;
    for (qsizetype count : {0, 1, 3, 4, 5, 32, 1000})
        QCOMPARE(random.bytes(count).size(), count);
}

void TstRandom::neverRepeatsItself()
{
    SystemRandom random;
    QSet<QByteArray> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(random.bytes(16));
    QCOMPARE(seen.size(), 1000);
}

void TstRandom::tokensAreFitForAddresses()
{
    SystemRandom random;
    const QString token = QString::fromLatin1(randomToken(random, 32));
    QVERIFY2(QRegularExpression(QStringLiteral("^[A-Za-z0-9_-]{43}$")).match(token).hasMatch(), qPrintable(token));
    FixedRandom ones(static_cast<char>(0xff)); // plain base64 would write '/' here
    QCOMPARE(randomToken(ones, 3), QByteArray("____"));
}

void TstRandom::fractionsStayBelowOne()
{
    FixedRandom zeros('\0');
    FixedRandom ones(static_cast<char>(0xff));
    QCOMPARE(randomFraction(zeros), 0.0);
    QVERIFY(randomFraction(ones) < 1.0);
    QVERIFY(randomFraction(ones) > 0.999999);
}

KEYTURN_TEST(TstRandom)
#include "tst_random.moc"
