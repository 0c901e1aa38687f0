// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signin.h"

#include "support/registry.h"

#include <QCryptographicHash>

namespace keyturn::oauth {

using tests::callbackUrl;

namespace {

const QString state = QStringLiteral("state");

/// A token endpoint that keeps with each code the challenge that it was asked for with (RFC 7636 §4.4), and compares (§4.6).
void givesCodes(SignIn &signIn, const QMap<QString, QString> &challengeOfCode)
{
    FakeProvider &provider = signIn.provider;
    provider.on("POST /token", [&provider, challengeOfCode](const net::HttpRequest &request) {
        const QUrlQuery form(QString::fromLatin1(request.body.reveal()));
        const QByteArray verifier = form.queryItemValue(QStringLiteral("code_verifier")).toLatin1();
        const QByteArray challenge =
            QCryptographicHash::hash(verifier, QCryptographicHash::Sha256).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        const QString wanted = challengeOfCode.value(form.queryItemValue(QStringLiteral("code")));
        if (wanted.isEmpty() || wanted.toLatin1() != challenge)
            return FakeProvider::reply(400, R"({"error":"invalid_grant"})");
        return provider.tokens();
    });
}

QString challengeOf(const SignIn &signIn)
{
    return signIn.value("code_challenge");
}

} // namespace

/// Answers to this sign-in that were made in another one, or by somebody else.
class TstStrangersAnswers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault19AnEarlierSignInsStateIsForeign();
    void fault24AnotherProvidersAnswerIsNotTaken();
    void fault26AnInjectedCodeIsWorthNothing();
    void fault27WhoeverAnsweredIsTheOneNamed();
};

void TstStrangersAnswers::fault19AnEarlierSignInsStateIsForeign()
{
    SignIn earlier;
    QVERIFY(earlier.run());
    QVERIFY(earlier.outcome);
    SignIn signIn;
    QVERIFY(signIn.startAndWait());
    const QUrl url = signIn.flow->authorizationUrl();
    signIn.browser.visit(callbackUrl(url, {{QStringLiteral("code"), QStringLiteral("again")}, {state, earlier.value("state")}}));
    QTRY_COMPARE(signIn.browser.pages().size(), 1);
    QCOMPARE(signIn.browser.pages().at(0).status, 400);
    QCOMPARE(signIn.ends, 0);
    QVERIFY(signIn.provider.requestsTo("POST /token").isEmpty());
    signIn.browser.visit(callbackUrl(url, SignIn::code(QStringLiteral("ours"))));
    QVERIFY(signIn.hasEnded());
    QVERIFY(signIn.outcome);
}

/// The attacker's provider sends the browser back with our state, so that the code goes to its own token endpoint (RFC 9207 §1).
void TstStrangersAnswers::fault24AnotherProvidersAnswerIsNotTaken()
{
    SignIn signIn;
    signIn.browser.answer = [](const QUrl &url) {
        return QList<QUrl>{callbackUrl(
            url, {{QStringLiteral("code"), QStringLiteral("of-the-honest-one")}, {QStringLiteral("iss"), QStringLiteral("https://honest.example")}})};
    };
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.kind, core::ErrorKind::BadReply);
    QCOMPARE(signIn.error.code, QStringLiteral("response_issuer"));
    QVERIFY(signIn.provider.requestsTo("POST /token").isEmpty());
}

void TstStrangersAnswers::fault26AnInjectedCodeIsWorthNothing()
{
    SignIn victim;
    QVERIFY(victim.startAndWait());
    SignIn signIn;
    QVERIFY(signIn.startAndWait());
    givesCodes(signIn, {{QStringLiteral("of-the-victim"), challengeOf(victim)}, {QStringLiteral("ours"), challengeOf(signIn)}});
    signIn.browser.visit(callbackUrl(signIn.flow->authorizationUrl(), SignIn::code(QStringLiteral("of-the-victim"))));
    QVERIFY(signIn.hasEnded());
    QVERIFY(!signIn.outcome);
    QCOMPARE(signIn.error.kind, core::ErrorKind::Rejected); // nothing was held that is lost now
    QCOMPARE(signIn.error.code, QStringLiteral("invalid_grant"));

    SignIn honest;
    QVERIFY(honest.startAndWait());
    givesCodes(honest, {{QStringLiteral("ours"), challengeOf(honest)}});
    honest.browser.visit(callbackUrl(honest.flow->authorizationUrl(), SignIn::code(QStringLiteral("ours"))));
    QVERIFY(honest.hasEnded());
    QVERIFY(honest.outcome);
}

/// Another user of this computer reads the address in the browser's arguments, and signs in with it as themselves: state and verifier fit. So who
/// signed in is told by name, and accounts/accountkeeping compares it with who was expected.
void TstStrangersAnswers::fault27WhoeverAnsweredIsTheOneNamed()
{
    SignIn signIn;
    signIn.request.loginHint = QStringLiteral("ada@example.com");
    signIn.provider.claims = {{QStringLiteral("sub"), QStringLiteral("mallory")},
                              {QStringLiteral("name"), QStringLiteral("Mallory")},
                              {QStringLiteral("email"), QStringLiteral("mallory@example.com")}};
    QVERIFY(signIn.startAndWait());
    givesCodes(signIn, {{QStringLiteral("of-mallory"), challengeOf(signIn)}});
    signIn.browser.visit(callbackUrl(signIn.flow->authorizationUrl(), SignIn::code(QStringLiteral("of-mallory"))));
    QVERIFY(signIn.hasEnded());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code + signIn.error.detail));
    QCOMPARE(signIn.outcome->identity.subject, QStringLiteral("mallory"));
    QCOMPARE(signIn.outcome->identity.name, QStringLiteral("Mallory"));
    QCOMPARE(signIn.outcome->identity.email, QStringLiteral("mallory@example.com"));
}

KEYTURN_TEST(TstStrangersAnswers)

} // namespace keyturn::oauth

#include "tst_strangersanswers.moc"
