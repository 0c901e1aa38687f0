// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/curl.h"
#include "console/snippet.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

namespace keyturn::console {

namespace {

/// What is hard to quote, and can stand in a text.
QByteArray everything()
{
    QByteArray text =
        "it's \"quoted\" `cmd` $HOME ${x} $(id) !! \\ \\n % ^ & | ; < > # ~ * ? [a] {b}\r\n\ttab \xc3\xa9 \xe2\x80\xa8 \xf0\x9f\x94\x91 @x =y :z";
    for (char c = 1; c < 0x20; ++c)
        text += c;
    return text + "\x7f'";
}

Draft hard(const QUrl &url)
{
    Draft draft;
    draft.method = "POST";
    draft.address = url.toString();
    draft.headers = {{"X-Quote", "it's \"a\" $b `c` \\ ! =d @e"}, {"X-Latin", "\xc3\xa9"}};
    draft.kind = BodyKind::Text;
    draft.contentType = "text/plain";
    draft.text = everything();
    return draft;
}

QByteArray written(const Draft &draft, Language language, const SnippetOptions &options = {})
{
    const core::Result<core::Secret> made = snippet(draft, {}, language, options);
    return made.ok() ? made->reveal().toByteArray() : "! " + made.error().code.toUtf8();
}

struct Program {
    QString name;
    QStringList arguments;
};

Program programOf(Language language)
{
    switch (language) {
    case Language::Curl:
    case Language::Httpie:
        return {QStringLiteral("sh"), {QStringLiteral("-s")}};
    case Language::Fetch:
        return {QStringLiteral("node"), {QStringLiteral("--input-type=module"), QStringLiteral("-")}};
    case Language::Python:
        return {QStringLiteral("python3"), {QStringLiteral("-")}};
    }
    return {};
}

} // namespace

class TstSnippet : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void snippetSendsEveryByte_data()
    {
        QTest::addColumn<int>("language");
        QTest::addColumn<QString>("needs");
        QTest::newRow("curl") << int(Language::Curl) << QStringLiteral("curl");
        QTest::newRow("HTTPie") << int(Language::Httpie) << QStringLiteral("http");
        QTest::newRow("fetch") << int(Language::Fetch) << QStringLiteral("node");
        QTest::newRow("Python") << int(Language::Python) << QStringLiteral("python3");
    }
    /// By the very program that it is for.
    void snippetSendsEveryByte()
    {
        QFETCH(int, language);
        QFETCH(QString, needs);
        if (QStandardPaths::findExecutable(needs).isEmpty())
            QSKIP("the program is not installed");
        tests::ScriptedServer server({{tests::ScriptedServer::answer(200, "fine")}});
        const Draft draft = hard(server.url(QStringLiteral("/a?b=c'd")));
        SnippetCredential credential;
        credential.token = core::Secret("tok'en\"$x");
        QProcess program;
        const Program run = programOf(Language(language));
        program.start(run.name, run.arguments);
        program.write(written(draft, Language(language), {credential, true}));
        program.closeWriteChannel();
        QTRY_VERIFY_WITH_TIMEOUT(program.state() == QProcess::NotRunning, 30'000);
        const QByteArray told = program.readAllStandardError();
        if (told.contains("No module named 'requests'") || told.contains("fetch is not defined"))
            QSKIP("the program has not what the snippet needs");
        QVERIFY2(server.requests().size() == 1, told.constData());
        const QByteArray request = server.requests().first();
        QVERIFY(request.startsWith("POST /a?b=c"));
        const QByteArray lower = request.toLower();
        QVERIFY(lower.contains("\r\nauthorization: bearer tok'en\"$x\r\n"));
        QVERIFY(lower.contains("\r\nx-quote: it's \"a\" $b `c` \\ ! =d @e\r\n"));
        QVERIFY(lower.contains("\r\nx-latin: \xc3\xa9\r\n"));
        QVERIFY(lower.contains("\r\ncontent-type: text/plain\r\n"));
        QCOMPARE(request.mid(request.indexOf("\r\n\r\n") + 4), draft.text);
    }

    void curlIsReadBack_data()
    {
        QTest::addColumn<Draft>("draft");
        Draft draft = hard(QUrl(QStringLiteral("https://x.example/a?b=c")));
        draft.headers.append(net::Header{"Content-Type", "text/plain"});
        QTest::newRow("text") << draft;
        draft = {};
        draft.address = QStringLiteral("https://x.example/");
        QTest::newRow("no body") << draft;
        draft.method = "HEAD";
        QTest::newRow("head") << draft;
        draft.method = "PATCH";
        draft.kind = BodyKind::Multipart;
        draft.fields = {{QStringLiteral("a"), QStringLiteral("@b;type='c\""), false}, {QStringLiteral("f"), QStringLiteral("/a \\\";b.png"), true}};
        QTest::newRow("multipart") << draft;
    }
    void curlIsReadBack()
    {
        QFETCH(Draft, draft);
        const core::Result<Imported> read = readCurl(QString::fromUtf8(written(draft, Language::Curl, {SnippetCredential(), true})));
        QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().detail));
        QCOMPARE(read->draft, draft);
        QCOMPARE(read->notes, (QList<CurlNote>{{CurlNote::Kind::CredentialsLeftOut, QStringLiteral("Authorization")}}));
    }

    void tokenIsLeftOutUnlessAskedFor_data()
    {
        QTest::addColumn<int>("language");
        QTest::addColumn<QByteArray>("placeholder");
        QTest::newRow("curl") << int(Language::Curl) << QByteArray("\"Authorization: Bearer $TOKEN\"");
        QTest::newRow("HTTPie") << int(Language::Httpie) << QByteArray("\"Authorization:Bearer $TOKEN\"");
        QTest::newRow("fetch") << int(Language::Fetch) << QByteArray("\"Authorization\": \"Bearer \" + process.env.TOKEN");
        QTest::newRow("Python") << int(Language::Python) << QByteArray("\"Authorization\": \"Bearer \" + os.environ[\"TOKEN\"]");
    }
    void tokenIsLeftOutUnlessAskedFor()
    {
        QFETCH(int, language);
        QFETCH(QByteArray, placeholder);
        Draft draft = hard(QUrl(QStringLiteral("https://x.example/?token=CANARY")));
        draft.headers = {{"Authorization", "Bearer CANARY"}, {"Cookie", "sid=CANARY"}, {"X-Api-Key", "CANARY"}};
        draft.text = "{\"password\":\"CANARY\"}";
        draft.contentType = "application/json";
        const QByteArray text = written(draft, Language(language), {SnippetCredential(), false});
        QVERIFY2(text.contains(placeholder), text.constData());
        QVERIFY(!text.contains("CANARY"));
        QVERIFY(written(draft, Language(language), {std::nullopt, true}).contains("CANARY")); // its own secrets, when asked
        QVERIFY(!written(draft, Language(language), {std::nullopt, true}).contains("uthorization")); // never the caller's own credentials
    }

    void aFieldIsNoOptionOfTheProgram()
    {
        Draft draft = hard(QUrl(QStringLiteral("https://x.example/")));
        draft.kind = BodyKind::Multipart;
        draft.fields = {{QStringLiteral("--output"), QStringLiteral("/home/ada/.bashrc"), false}};
        const QByteArray text = written(draft, Language::Httpie, {std::nullopt, true});
        QVERIFY2(text.contains(" -- ") && text.indexOf(" -- ") < text.indexOf("--output"), text.constData());
    }

    void whatAShellCannotSayIsRefused()
    {
        Draft draft = hard(QUrl(QStringLiteral("https://x.example/")));
        draft.text = QByteArray("a\0b", 3);
        QCOMPARE(written(draft, Language::Curl, {std::nullopt, true}), QByteArray("! snippet_impossible"));
        QCOMPARE(written(draft, Language::Httpie, {std::nullopt, true}), QByteArray("! snippet_impossible"));
        draft.kind = BodyKind::Multipart;
        for (const FormField &field :
             {FormField{QStringLiteral("a\\"), QStringLiteral("b"), false}, FormField{QStringLiteral("a"), QStringLiteral("b\\=c"), false}}) {
            draft.fields = {field};
            QCOMPARE(written(draft, Language::Httpie, {std::nullopt, true}), QByteArray("! snippet_impossible"));
        }
        draft.headers = {{"X", "a\r\nY: b"}};
        QCOMPARE(written(draft, Language::Fetch), QByteArray("! header_invalid"));
        draft.headers = {{"Content-Length", "3"}};
        QCOMPARE(written(draft, Language::Fetch), QByteArray("! header_framing"));
        draft.headers = {};
        draft.method = "TRACE";
        QCOMPARE(written(draft, Language::Fetch), QByteArray("! method_invalid"));
        draft.method = "GET";
        draft.address = QStringLiteral("nonsense");
        QCOMPARE(written(draft, Language::Fetch), QByteArray("! url_invalid"));
    }
};

KEYTURN_TEST(TstSnippet)

} // namespace keyturn::console

#include "tst_snippet.moc"
