// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/secret.h"
#include "support/registry.h"

#include <QDebug>
#include <QTest>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

using namespace keyturn::core;

namespace {

/// Looks at one block of memory in the moment in which it is given back: later nobody may look.
struct Watched {
    const void *block = nullptr;
    std::size_t size = 0;
    bool freed = false;
    bool allZero = false;
};
Watched watched;

void inspect(const void *block)
{
    if (!block || block != watched.block)
        return;
    const auto *bytes = static_cast<const char *>(block);
    watched.freed = true;
    watched.allZero = std::all_of(bytes, bytes + watched.size, [](char c) { return c == 0; });
    watched.block = nullptr;
}

} // namespace

void *operator new(std::size_t size)
{
    if (void *block = std::malloc(size > 0 ? size : 1))
        return block;
    throw std::bad_alloc();
}

void *operator new(std::size_t size, const std::nothrow_t & /*none*/) noexcept
{
    return std::malloc(size > 0 ? size : 1);
}

void operator delete(void *block) noexcept
{
    inspect(block);
    std::free(block);
}

void operator delete(void *block, std::size_t) noexcept
{
    inspect(block);
    std::free(block);
}

class TstSecret : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void revealsWhatItWasGiven();
    void wipesItsBytesWhenTheLastCopyGoes();
    void takingWipesTheSource();
    void takingLeavesASharedSourceToItsOwner();
    void streamsNeverShowIt();
    void comparesByContents_data();
    void comparesByContents();
};

void TstSecret::revealsWhatItWasGiven()
{
    QVERIFY(Secret().isEmpty());
    QCOMPARE(Secret().reveal().size(), 0);
    const Secret secret = Secret::fromText(QStringLiteral("pä\u0000ss"));
    QCOMPARE(secret.reveal().toByteArray(), QByteArrayLiteral("p\xc3\xa4\0ss"));
    QCOMPARE(secret.size(), 6);
}

void TstSecret::wipesItsBytesWhenTheLastCopyGoes()
{
    Secret first{QByteArrayView("correct horse battery staple")};
    auto second = std::make_unique<Secret>(first);
    watched = {first.reveal().data(), static_cast<std::size_t>(first.size()), false, false};
    first = {};
    QVERIFY(!watched.freed); // the copy still needs it
    QCOMPARE(second->reveal().toByteArray(), QByteArray("correct horse battery staple"));
    second.reset();
    QVERIFY(watched.freed);
    QVERIFY(watched.allZero);
}

void TstSecret::takingWipesTheSource()
{
    char storage[] = "hunter2";
    wipe(storage, 7);
    QVERIFY(std::all_of(storage, storage + 7, [](char c) { return c == 0; }));

    QByteArray source("hunter2");
    source.detach();
    const Secret secret = Secret::take(std::move(source));
    QVERIFY(source.isEmpty()); // NOLINT(bugprone-use-after-move): take() says what it leaves
    QCOMPARE(secret.reveal().toByteArray(), QByteArray("hunter2"));
}

void TstSecret::takingLeavesASharedSourceToItsOwner()
{
    QByteArray source("hunter2");
    const QByteArray kept = source;
    const Secret secret = Secret::take(std::move(source));
    QCOMPARE(kept, QByteArray("hunter2"));
}

void TstSecret::streamsNeverShowIt()
{
    QString text;
    QDebug(&text) << Secret{QByteArrayView("hunter2")} << Secret();
    QVERIFY2(!text.contains(QStringLiteral("hunter2")), qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("<secret>")));
    QVERIFY(text.contains(QStringLiteral("<no secret>")));
}

void TstSecret::comparesByContents_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<bool>("equal");
    QTest::newRow("both empty") << QByteArray() << QByteArray() << true;
    QTest::newRow("the same") << QByteArray("abc") << QByteArray("abc") << true;
    QTest::newRow("first byte differs") << QByteArray("abc") << QByteArray("xbc") << false;
    QTest::newRow("last byte differs") << QByteArray("abc") << QByteArray("abx") << false;
    QTest::newRow("only the top bit differs") << QByteArray("ab\x01") << QByteArray("ab\x81") << false;
    QTest::newRow("one is longer") << QByteArray("abc") << QByteArray("abcd") << false;
}

void TstSecret::comparesByContents()
{
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    QFETCH(bool, equal);
    QCOMPARE(Secret{QByteArrayView(left)} == Secret{QByteArrayView(right)}, equal);
}

KEYTURN_TEST(TstSecret)
#include "tst_secret.moc"
