// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::cli {

namespace {

constexpr const char *longSecret = "0123456789abcdef0123456789abcdef0123456789abcdef";

QByteArray base64url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// An access token that nobody has anything to say about, but for what @p more changes.
QByteArray token(const QJsonObject &more = {}, const QByteArray &secret = longSecret)
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QJsonObject claims{{QStringLiteral("iss"), QStringLiteral("https://id.example")},
                       {QStringLiteral("aud"), QStringLiteral("api")},
                       {QStringLiteral("sub"), QStringLiteral("u1")},
                       {QStringLiteral("jti"), QStringLiteral("j1")},
                       {QStringLiteral("iat"), now - 10},
                       {QStringLiteral("exp"), now + 600}};
    for (auto it = more.begin(); it != more.end(); ++it)
        claims.insert(it.key(), it.value());
    const QByteArray header = R"({"alg":"HS256","kid":"k1","typ":"at+jwt"})";
    const QByteArray input = base64url(header) + '.' + base64url(QJsonDocument(claims).toJson(QJsonDocument::Compact));
    return input + '.' + base64url(QMessageAuthenticationCode::hash(input, secret, QCryptographicHash::Sha256));
}

QStringList idsOf(const QJsonObject &answer)
{
    QStringList ids;
    for (const QJsonValue &finding : answer.value(QStringLiteral("findings")).toArray())
        ids.append(finding.toObject().value(QStringLiteral("id")).toString());
    return ids;
}

} // namespace

/// `keyturn-cli inspect` as scripts and people use it, without any account.
class TstInspect : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSoundTokenIsAYes();
    void aWrongSignatureIsANo();
    void whatIsExpectedIsCompared();
    void theSecretComesBeforeTheToken();
    void twoTokensAreCompared();
    void aPersonReadsParagraphs();
    void theTokenItselfIsNeverPrinted();
    void hostileClaimsCannotWriteToTheTerminal();
    void anOpaqueTokenIsDescribed();

private:
    struct Ended {
        int status = -1;
        QByteArray out;
        QByteArray err;
        [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    };
    [[nodiscard]] Ended run(const QStringList &options, const QByteArray &input);
    QTemporaryDir m_home;
};

TstInspect::Ended TstInspect::run(const QStringList &options, const QByteArray &input)
{
    QProcess process;
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("KEYTURN_HOME"), m_home.path());
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(KEYTURN_CLI), QStringList{QStringLiteral("inspect"), QStringLiteral("-")} + options);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

void TstInspect::aSoundTokenIsAYes()
{
    const Ended ended = run({QStringLiteral("--json")}, token());
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.err, QByteArray());
    const QJsonObject answer = ended.json();
    QCOMPARE(answer.value(QStringLiteral("kind")).toString(), QStringLiteral("jwt"));
    QCOMPARE(answer.value(QStringLiteral("sound")).toBool(), true);
    QCOMPARE(idsOf(answer), QStringList{QStringLiteral("alg_symmetric")});
    QCOMPARE(answer.value(QStringLiteral("signature")).toObject().value(QStringLiteral("state")).toString(), QStringLiteral("notChecked"));
    QVERIFY(answer.value(QStringLiteral("expiresAt")).toString().endsWith(u'Z'));
    QCOMPARE(answer.value(QStringLiteral("claims")).toObject().value(QStringLiteral("sub")).toString(), QStringLiteral("u1"));
}

void TstInspect::aWrongSignatureIsANo()
{
    const Ended ended = run({QStringLiteral("--json"), QStringLiteral("--secret-stdin")}, "another secret of the same length or so\n" + token());
    QCOMPARE(ended.status, 1);
    QCOMPARE(ended.json().value(QStringLiteral("signature")).toObject().value(QStringLiteral("state")).toString(), QStringLiteral("wrong"));
    QCOMPARE(ended.json().value(QStringLiteral("sound")).toBool(), false);
}

void TstInspect::whatIsExpectedIsCompared()
{
    const QStringList right{QStringLiteral("--json"), QStringLiteral("--issuer"), QStringLiteral("https://id.example"), QStringLiteral("--audience"),
                            QStringLiteral("api")};
    QCOMPARE(run(right, token()).status, 0);
    const Ended wrong = run({QStringLiteral("--json"), QStringLiteral("--audience"), QStringLiteral("other")}, token());
    QCOMPARE(wrong.status, 1);
    QVERIFY(idsOf(wrong.json()).contains(QStringLiteral("aud_other")));
}

void TstInspect::theSecretComesBeforeTheToken()
{
    const Ended ended =
        run({QStringLiteral("--json"), QStringLiteral("--secret-stdin")}, QByteArray(longSecret) + "\nAuthorization: Bearer " + token() + '\n');
    QCOMPARE(ended.status, 0);
    const QJsonObject signature = ended.json().value(QStringLiteral("signature")).toObject();
    QCOMPARE(signature.value(QStringLiteral("state")).toString(), QStringLiteral("verified"));
    QCOMPARE(signature.value(QStringLiteral("key")).toObject().value(QStringLiteral("kind")).toString(), QStringLiteral("HMAC 384"));
    QVERIFY(!ended.out.contains(longSecret));
}

void TstInspect::twoTokensAreCompared()
{
    QFile before(m_home.filePath(QStringLiteral("before")));
    QVERIFY(before.open(QIODevice::WriteOnly));
    before.write(token({{QStringLiteral("jti"), QStringLiteral("j0")}, {QStringLiteral("scope"), QStringLiteral("a")}}));
    before.close();
    const Ended ended = run({QStringLiteral("--json"), QStringLiteral("--diff"), before.fileName()}, token());
    QStringList changes;
    for (const QJsonValue &change : ended.json().value(QStringLiteral("changes")).toArray())
        changes.append(change.toObject().value(QStringLiteral("kind")).toString() + u' '
                       + change.toObject().value(QStringLiteral("name")).toString());
    QVERIFY2(changes.contains(QStringLiteral("changed jti")) && changes.contains(QStringLiteral("removed scope")), qPrintable(changes.join(u',')));
}

void TstInspect::aPersonReadsParagraphs()
{
    const QByteArray out = run({}, token()).out;
    for (const char *line :
         {"Access token (JWT), HS256", "\nHeader\n", "\nClaims\n", "in 10 min (", "\nSignature\n", "\nFindings\n", "[RFC 8725 §3.5]"})
        QVERIFY2(out.contains(line), line);
}

void TstInspect::theTokenItselfIsNeverPrinted()
{
    const QByteArray live = token();
    for (const QStringList &options : {QStringList(), QStringList{QStringLiteral("--json")}}) {
        const Ended ended = run(options, live);
        QVERIFY(!ended.out.contains(live.split('.').at(2)) && !ended.err.contains(live.split('.').at(2)));
    }
}

void TstInspect::hostileClaimsCannotWriteToTheTerminal()
{
    const Ended ended = run({}, token({{QStringLiteral("sub"), QStringLiteral("a\u001b[2J\u202e\r\nFindings")}, {QStringLiteral("x\u001b"), 1}}));
    QVERIFY(!ended.out.contains('\x1b'));
    QVERIFY(!QString::fromUtf8(ended.out).contains(QChar(0x202e)));
    QCOMPARE(ended.out.count("\nFindings"), 1);
}

void TstInspect::anOpaqueTokenIsDescribed()
{
    const Ended ended = run({QStringLiteral("--json")}, "gho_16C7e42F292c6912E7710c838347Ae178B4a\n");
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.json().value(QStringLiteral("kind")).toString(), QStringLiteral("opaque"));
    QCOMPARE(ended.json().value(QStringLiteral("issuer")).toString(), QStringLiteral("GitHub"));
}

} // namespace keyturn::cli

using keyturn::cli::TstInspect;
KEYTURN_TEST(TstInspect)
#include "tst_inspect.moc"
