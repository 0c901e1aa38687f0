// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QTest>

using namespace keyturn::core;

class TstJson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusesBadInput_data();
    void refusesBadInput();
    void tellsWhereTheProblemIs_data();
    void tellsWhereTheProblemIs();
    void readsWhatIsWithinTheLimits();
    void findsValuesByPointer_data();
    void findsValuesByPointer();
    void setsValuesByPointer();
};

void TstJson::refusesBadInput_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const QByteArray &text, const char *code) { QTest::newRow(name) << text << QString::fromLatin1(code); };
    row("longer than the limit", "{\"a\":\"" + QByteArray(200, 'x') + "\"}", "json_too_large");
    row("65 arrays deep", "{\"a\":" + QByteArray(64, '[') + QByteArray(64, ']') + "}", "json_too_deep");
    row("deep and never closed", "{\"a\":" + QByteArray(100, '['), "json_too_deep");
    row("a member twice (FAULTS 36)", R"({"a":1,"a":2})", "json_duplicate_member");
    row("a member twice, once escaped", R"({"a":1,"\u0061":2})", "json_duplicate_member");
    row("a member twice, further in", R"({"x":[{"a":1,"b":{},"a":2}]})", "json_duplicate_member");
    row("truncated (FAULTS 35)", R"({"a":1)", "json_invalid");
    row("truncated in a text", R"({"a":"x)", "json_invalid");
    row("closed too often", R"({"a":1}})", "json_invalid");
    row("an array where an object is due", "[1]", "json_invalid");
    row("nothing", "", "json_invalid");
    row("HTML (FAULTS 33)", "<html></html>", "json_invalid");
    row("invalid UTF-8", "{\"a\":\"\xff\"}", "json_invalid");
    row("something after the end", R"({"a":1} x)", "json_invalid");
}

void TstJson::refusesBadInput()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, code);
    const Result<QJsonObject> result = parseJsonObject(text, 150);
    QVERIFY(!result.ok());
    QCOMPARE(result.error().code, code);
    QVERIFY(result.error().kind == ErrorKind::BadReply);
    QVERIFY(!result.error().detail.contains(QStringLiteral("xxx"))); // never quotes the input
}

void TstJson::tellsWhereTheProblemIs_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qsizetype>("least");
    QTest::addColumn<qsizetype>("most");
    // Where a comma is missing, QJsonDocument names the place where it should have been or the one behind it.
    QTest::newRow("a comma is missing") << QByteArray(R"({"a":1 "b":2})") << qsizetype(6) << qsizetype(8);
    QTest::newRow("a member twice") << QByteArray(R"({"a":1,"a":2})") << qsizetype(7) << qsizetype(7);
    QTest::newRow("closed too often") << QByteArray(R"({"a":1}})") << qsizetype(7) << qsizetype(7);
    QTest::newRow("never closed") << QByteArray(R"({"a":1)") << qsizetype(5) << qsizetype(6);
    QTest::newRow("an array") << QByteArray("[1]") << qsizetype(0) << qsizetype(0);
    QTest::newRow("too long") << QByteArray("{\"a\":\"" + QByteArray(200, 'x') + "\"}") << qsizetype(150) << qsizetype(150);
}

void TstJson::tellsWhereTheProblemIs()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qsizetype, least);
    QFETCH(const qsizetype, most);
    qsizetype at = -1;
    QVERIFY(!parseJsonObject(text, 150, &at).ok());
    QVERIFY2(at >= least && at <= most, qPrintable(QString::number(at)));
}

void TstJson::readsWhatIsWithinTheLimits()
{
    const QByteArray text = R"({"a":{"n":1},"b":{"n":2},"c":[{"n":"}{\"n\":"},{"n":4}]})";
    const Result<QJsonObject> result = parseJsonObject(text, text.size());
    QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().detail));
    QCOMPARE(result->size(), 3);
    const QByteArray deep = QByteArray(64, '[') + QByteArray(64, ']');
    QVERIFY(parseJson(deep, 1000).ok());
}

void TstJson::findsValuesByPointer_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QJsonValue>("value");
    // RFC 6901 §5
    const auto row = [](const char *pointer, const QJsonValue &value) { QTest::newRow(pointer) << QString::fromLatin1(pointer) << value; };
    const QJsonValue undefined(QJsonValue::Undefined);
    row("/foo/0", QStringLiteral("bar"));
    row("/foo/1", QStringLiteral("baz"));
    row("/", 0);
    row("/a~1b", 1);
    row("/m~0n", 8);
    row("/~01", 9);
    row("/foo/2", undefined);
    row("/foo/01", undefined);
    row("/foo/-1", undefined);
    row("/foo/+1", undefined);
    row("/foo/-", undefined);
    row("/foo/0/deeper", undefined);
    row("/missing/x", undefined);
    row("foo", undefined);
}

void TstJson::findsValuesByPointer()
{
    QFETCH(QString, pointer);
    QFETCH(QJsonValue, value);
    const QJsonObject root{{QStringLiteral("foo"), QJsonArray{QStringLiteral("bar"), QStringLiteral("baz")}},
                           {QString(), 0},
                           {QStringLiteral("a/b"), 1},
                           {QStringLiteral("m~n"), 8},
                           {QStringLiteral("~1"), 9}};
    QCOMPARE(atPointer(root, pointer), value);
    QCOMPARE(atPointer(root, QString()), QJsonValue(root));
}

void TstJson::setsValuesByPointer()
{
    const QJsonObject root{{QStringLiteral("a"), QJsonObject{{QStringLiteral("b"), 1}}}};
    QJsonObject changed = withPointer(root, QStringLiteral("/a/c/d~1e"), 2);
    QCOMPARE(atPointer(changed, QStringLiteral("/a/b")), QJsonValue(1));
    QCOMPARE(atPointer(changed, QStringLiteral("/a/c/d~1e")), QJsonValue(2));
    changed = withPointer(root, QStringLiteral("/a"), 3);
    QCOMPARE(changed, QJsonObject({{QStringLiteral("a"), 3}}));
    QCOMPARE(withPointer(root, QStringLiteral("no pointer"), 3), root);
}

KEYTURN_TEST(TstJson)
#include "tst_json.moc"
