// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"
#include "core/jsonplaces.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QTest>

using namespace keyturn::core;

/// Where the values of a JSON text stand.
class TstJsonPlaces : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachValueStandsWhereItsPointerSays_data();
    void eachValueStandsWhereItsPointerSays();
    void aNameIsFoundWithItsValue();
    void hostileTextEnds_data();
    void hostileTextEnds();
};

void TstJsonPlaces::eachValueStandsWhereItsPointerSays_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *name, const char *text, const char *pointer, const char *value) {
        QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(pointer) << QByteArray(value);
    };
    row("the whole", " {\"a\" : 1} ", "", "{\"a\" : 1}");
    row("a number", R"({"a" : 12 ,"b":2})", "/a", "12");
    row("further in", R"({"a":[1,{"b":[true , false]}]})", "/a/1/b/1", "false");
    row("a text with brackets and quotes", R"({"x":"}{\"","y":"z"})", "/y", R"("z")");
    row("an escaped name", R"({"a\u0062/c~":[]})", "/ab~1c~0", "[]");
    row("an empty name", R"({"":null})", "/", "null");
    row("empty containers before it", R"([[],{} , 3])", "/2", "3");
    row("beyond ASCII", "{\"\xc3\xa4\":\"\xe2\x80\x9e\",\"b\":1}", "/b", "1");
}

void TstJsonPlaces::eachValueStandsWhereItsPointerSays()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, pointer);
    QFETCH(const QByteArray, value);
    QVERIFY(parseJson(text, 1000).ok());
    const QHash<QString, JsonPlace> places = jsonPlaces(text);
    QVERIFY(places.contains(pointer));
    const JsonPlace place = places.value(pointer);
    QCOMPARE(text.mid(place.start, place.end - place.start), value);
}

void TstJsonPlaces::aNameIsFoundWithItsValue()
{
    const QByteArray text = R"({"one":{"two" : 2},"list":[0]})";
    const QHash<QString, JsonPlace> places = jsonPlaces(text);
    QCOMPARE(places.size(), 5);
    const JsonPlace two = places.value(QStringLiteral("/one/two"));
    QCOMPARE(text.mid(two.nameStart, two.nameEnd - two.nameStart), QByteArray("\"two\""));
    QVERIFY(!two.isContainer);
    QVERIFY(places.value(QStringLiteral("/one")).isContainer);
    QCOMPARE(places.value(QStringLiteral("/list/0")).nameStart, qsizetype(-1));
}

void TstJsonPlaces::hostileTextEnds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("only brackets") << QByteArray(100'000, '[');
    QTest::newRow("brackets of both kinds") << QByteArray("[{").repeated(50'000);
    QTest::newRow("an open text") << QByteArray(R"({"a":"x)");
    QTest::newRow("a backslash at the end") << QByteArray("{\"a\\");
    QTest::newRow("binary") << QByteArray("\0\xff\x01[\0,\0]", 8);
    QTest::newRow("commas") << QByteArray("[,,,,]");
    QTest::newRow("no value") << QByteArray(R"({"a":})");
}

void TstJsonPlaces::hostileTextEnds()
{
    QFETCH(const QByteArray, text);
    for (const JsonPlace &place : jsonPlaces(text))
        QVERIFY(place.start >= 0 && place.start < place.end && place.end <= text.size());
}

KEYTURN_TEST(TstJsonPlaces)
#include "tst_jsonplaces.moc"
