// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/blanks.h"
#include "console/multipart.h"
#include "support/registry.h"

#include <QTemporaryDir>
#include <QTest>

namespace keyturn::console {

namespace {

QUrl base()
{
    return QUrl(QStringLiteral("https://api.example/v1"));
}

Draft get(const QString &address)
{
    Draft draft;
    draft.address = address;
    return draft;
}

QByteArray bodyOf(const core::Result<Prepared> &prepared)
{
    return prepared.ok() && prepared->body ? prepared->body->readAll() : QByteArray();
}

QString write(const QTemporaryDir &folder, const QString &name, const QByteArray &bytes)
{
    QFile file(folder.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
}

} // namespace

class TstDraft : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void addressIsResolved_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const char *address, const char *url, const char *code) {
            QTest::newRow(name) << QString::fromLatin1(address) << QString::fromLatin1(url) << QString::fromLatin1(code);
        };
        row("absolute", "http://x.example/a?b=c", "http://x.example/a?b=c", "");
        row("path", "/v1/me?a=1", "https://api.example/v1/me?a=1", "");
        row("fragment is not sent", "/me#part", "https://api.example/me", "");
        row("nor is who it says it is", "http://ada:pw@x.example/", "http://x.example/", "");
        row("empty", "", "", "url_invalid");
        row("another server's path", "//evil.example/me", "", "url_other_server");
        row("the same with a backslash", "/\\evil.example/me", "", "url_other_server");
        row("backslash within", "https://api.example\\@evil.example/", "", "url_invalid");
        row("no slash", "me", "", "url_invalid");
        row("file", "file:///etc/passwd", "", "url_scheme_refused");
        row("no server", "https:///x", "", "url_invalid");
        row("blank within", "https://x.example/a b", "", "url_invalid");
        row("a line's end", "https://x.example/a\r\nHost: y", "", "url_invalid");
    }
    void addressIsResolved()
    {
        QFETCH(QString, address);
        QFETCH(QString, url);
        QFETCH(QString, code);
        const core::Result<Prepared> prepared = prepare(get(address), base());
        QCOMPARE(prepared.ok() ? QString() : prepared.error().code, code);
        if (prepared.ok())
            QCOMPARE(prepared->request.url().toString(), url);
    }

    void pathWantsABase() { QCOMPARE(prepare(get(QStringLiteral("/me")), {}).error().code, QStringLiteral("base_url_missing")); }

    void whatCannotBeSentIsRefused_data()
    {
        QTest::addColumn<Draft>("draft");
        QTest::addColumn<QString>("code");
        Draft draft = get(QStringLiteral("/"));
        const auto row = [](const char *name, const Draft &one, const char *code) { QTest::newRow(name) << one << QString::fromLatin1(code); };
        draft.method = "GE T";
        row("method of two words", draft, "method_invalid");
        draft.method = "";
        row("no method", draft, "method_invalid");
        draft.method = "GET\r\nX: y";
        row("method of two lines", draft, "method_invalid");
        draft.method = "TRACE";
        row("method that echoes the token", draft, "method_invalid");
        draft.method = "GET";
        draft.headers = {{"X", "a\r\nY: b"}};
        row("header of two lines", draft, "header_invalid");
        draft.headers = {{"X Y", "a"}};
        row("header's name of two words", draft, "header_invalid");
        draft.headers = {{"content-length", "3"}};
        row("header that frames", draft, "header_framing");
        draft.headers = {};
        draft.kind = BodyKind::File;
        draft.file = QStringLiteral("/nowhere/at/all");
        row("file that is not there", draft, "body_file_unreadable");
        draft.file = QStringLiteral("/");
        row("folder", draft, "body_file_unreadable");
        draft.kind = BodyKind::Multipart;
        draft.fields = {{QStringLiteral("f"), QStringLiteral("/nowhere"), true}};
        row("file of a form that is not there", draft, "body_file_unreadable");
        draft.kind = BodyKind::Text;
        draft.contentType = "text/plain\r\nX: y";
        row("type of two lines", draft, "header_invalid");
        draft.contentType = {};
        draft.text = "{\"password\":\"<secret #01234567>\"}";
        row("value that was left out", draft, "body_blank");
    }
    void whatCannotBeSentIsRefused()
    {
        QFETCH(Draft, draft);
        QFETCH(QString, code);
        const core::Result<Prepared> prepared = prepare(draft, base());
        QVERIFY(!prepared.ok());
        QCOMPARE(prepared.error().code, code);
        QCOMPARE(prepared.error().kind, core::ErrorKind::Configuration);
    }

    void bodiesAreWritten()
    {
        Draft draft = get(QStringLiteral("/"));
        draft.method = "POST";
        draft.kind = BodyKind::Text;
        draft.text = " {\"a\": 1}";
        QCOMPARE(prepare(draft, base())->request.rawHeader("Content-Type"), QByteArray("application/json"));
        QCOMPARE(bodyOf(prepare(draft, base())), draft.text);
        draft.headers = {{"content-type", "application/x-special"}};
        QCOMPARE(prepare(draft, base())->request.rawHeader("Content-Type"), QByteArray("application/x-special"));
        draft.headers = {};
        draft.kind = BodyKind::Form;
        draft.fields = {{QStringLiteral("a b"), QStringLiteral("1&2=ü~"), false}, {QStringLiteral("c"), {}, false}};
        QCOMPARE(bodyOf(prepare(draft, base())), QByteArray("a+b=1%262%3D%C3%BC%7E&c="));
        QCOMPARE(prepare(draft, base())->request.rawHeader("Content-Type"), QByteArray("application/x-www-form-urlencoded"));
    }

    void filesAreStreamed()
    {
        const QTemporaryDir folder;
        Draft draft = get(QStringLiteral("/"));
        draft.kind = BodyKind::File;
        draft.file = write(folder, QStringLiteral("a.json"), "[1]");
        core::Result<Prepared> prepared = prepare(draft, base());
        QCOMPARE(prepared->request.rawHeader("Content-Type"), QByteArray("application/json"));
        QCOMPARE(bodyOf(prepared), QByteArray("[1]"));
        draft.kind = BodyKind::Multipart;
        draft.fields = {{QStringLiteral("a\"\r\n"), QStringLiteral("1"), false}, {QStringLiteral("f"), draft.file, true}};
        prepared = prepare(draft, base());
        const QByteArray type = prepared->request.rawHeader("Content-Type");
        QVERIFY(type.startsWith("multipart/form-data; boundary="));
        const QByteArray edge = "--" + type.mid(type.indexOf('=') + 1);
        const QByteArray expected = edge + "\r\nContent-Disposition: form-data; name=\"a%22%0D%0A\"\r\n\r\n1\r\n" + edge
            + "\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.json\"\r\nContent-Type: application/json\r\n\r\n[1]\r\n" + edge
            + "--\r\n";
        QCOMPARE(prepared->body->size(), expected.size());
        QVERIFY(prepared->body->seek(expected.size() - 3));
        QCOMPARE(prepared->body->readAll(), QByteArray("-\r\n"));
        QVERIFY(prepared->body->seek(0)); // sent again, it is the same
        QCOMPARE(prepared->body->readAll(), expected);
    }

    void secretsAreLeftOut()
    {
        Draft draft = get(QStringLiteral("/me?access_token=CANARY&page=2"));
        draft.headers = {{"X-Api-Key", "CANARY"}, {"Accept", "*/*"}};
        draft.kind = BodyKind::Text;
        draft.text = "{\"user\": \"ada\", \"password\": \"CANARY\"}";
        const Draft kept = withoutSecrets(draft);
        QVERIFY(!(kept.address.toUtf8() + kept.headers[0].value + kept.text).contains("CANARY"));
        QVERIFY(kept.address.endsWith(QLatin1String("&page=2")));
        QCOMPARE(kept.headers[1], draft.headers[1]);
        const QList<Blank> expected{{Blank::Place::Address, {}}, {Blank::Place::Header, QStringLiteral("X-Api-Key")}, {Blank::Place::Body, {}}};
        QCOMPARE(blanksOf(kept), expected);
        QVERIFY(!hasBlanks(draft));
        QCOMPARE(withoutSecrets(kept), kept);
    }

    void secretsOfFormsAreLeftOut()
    {
        Draft draft = get(QStringLiteral("/"));
        draft.kind = BodyKind::Form;
        draft.text = "CANARY"; // typed before, and not sent
        draft.fields = {{QStringLiteral("user"), QStringLiteral("ada"), false}, {QStringLiteral("password"), QStringLiteral("CANARY"), false}};
        const Draft kept = withoutSecrets(draft);
        QVERIFY(kept.text.isEmpty());
        QCOMPARE(kept.fields[0], draft.fields[0]);
        QCOMPARE(blanksOf(kept), (QList<Blank>{{Blank::Place::Field, QStringLiteral("password")}}));
    }

    void whatHoldsNoSecretStaysToTheLetter_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("stays");
        QTest::newRow("JSON with its blanks") << QByteArray("{ \"b\": 1,\n \"a\": [ ] }") << true;
        QTest::newRow("broken JSON may hold anything") << QByteArray("{ \"password\": \"CANARY") << false;
        QTest::newRow("members that come twice") << QByteArray("{\"a\":\"CANARY\",\"a\":1}") << false;
        QTest::newRow("text") << QByteArray("my password is CANARY") << false;
        QTest::newRow("bytes") << QByteArray("\x00\xff{", 3) << false;
    }
    void whatHoldsNoSecretStaysToTheLetter()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, stays);
        Draft draft = get(QStringLiteral("/"));
        draft.kind = BodyKind::Text;
        draft.text = text;
        const Draft kept = withoutSecrets(draft);
        QCOMPARE(kept.text == text, stays);
        QCOMPARE(hasBlanks(kept), !stays);
        QVERIFY(stays || !kept.text.contains("CANARY"));
    }
};

KEYTURN_TEST(TstDraft)

} // namespace keyturn::console

#include "tst_draft.moc"
