// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/result.h"
#include "core/strongid.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn::core;

class TstResult : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void holdsEitherAValueOrAnError();
    void voidResultsAreGoodUntilAnErrorIsGiven();
    void movesItsValueOut();
    void equalErrorsHaveEqualParts();
    void idsOfOneKindCompareByTheirText();
};

void TstResult::holdsEitherAValueOrAnError()
{
    const Result<int> good = 7;
    QVERIFY(good.ok());
    QVERIFY(static_cast<bool>(good));
    QCOMPARE(good.value(), 7);
    QCOMPARE(*good, 7);

    const Result<int> bad = Error{ErrorKind::Offline, QStringLiteral("timeout"), QStringLiteral("3 s")};
    QVERIFY(!bad.ok());
    QCOMPARE(bad.error().code, QStringLiteral("timeout"));
    QVERIFY(bad.error().kind == ErrorKind::Offline);
}

void TstResult::voidResultsAreGoodUntilAnErrorIsGiven()
{
    QVERIFY(Result<void>().ok());
    const Result<void> bad = Error{ErrorKind::Storage, QStringLiteral("disk_failed"), {}};
    QVERIFY(!bad.ok());
    QCOMPARE(bad.error().code, QStringLiteral("disk_failed"));
}

void TstResult::movesItsValueOut()
{
    Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
    const std::unique_ptr<int> taken = std::move(result).value();
    QCOMPARE(*taken, 3);
}

void TstResult::equalErrorsHaveEqualParts()
{
    const Error error{ErrorKind::RateLimited, QStringLiteral("slow_down"), {}, std::chrono::seconds(3), {}};
    Error other = error;
    QVERIFY(error == other);
    other.retryAfter = std::chrono::seconds(4);
    QVERIFY(error != other);
    other = error;
    other.fields.append({QStringLiteral("email"), QStringLiteral("taken")});
    QVERIFY(error != other);
}

void TstResult::idsOfOneKindCompareByTheirText()
{
    using Id = StrongId<struct SomeTag>;
    QVERIFY(Id().isEmpty());
    QVERIFY(Id(QStringLiteral("a")) == Id(QStringLiteral("a")));
    QVERIFY(Id(QStringLiteral("a")) < Id(QStringLiteral("b")));
    QCOMPARE(qHash(Id(QStringLiteral("a"))), qHash(QStringLiteral("a")));
}

KEYTURN_TEST(TstResult)
#include "tst_result.moc"
