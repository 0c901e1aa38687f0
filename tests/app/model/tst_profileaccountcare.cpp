// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jsonedit.h"
#include "model/profilereader.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace keyturn;
using namespace keyturn::model;

/// The parts of `password` that care for an account.
class TstProfileAccountCare : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void allOfItIsRead();
    void theOldSpellingOfTheLengthStillCounts();
    void whatIsWrongIsNamedWithItsPlace_data();
    void whatIsWrongIsNamedWithItsPlace();

private:
    static QJsonObject object(const char *json);
    static QJsonObject profile();
};

QJsonObject TstProfileAccountCare::object(const char *json)
{
    return QJsonDocument::fromJson(json).object();
}

QJsonObject TstProfileAccountCare::profile()
{
    QJsonObject whole = tests::demoProfile();
    const auto set = [&whole](const char *pointer, const char *json) { whole = tests::edited(whole, QString::fromLatin1(pointer), object(json)); };
    set("/password/rules",
        R"({"minimumLength":10,"maximumBytes":72,"wants":["digit","upper","digit"],"nameMinimumLength":1,"nameMaximumLength":80})");
    set("/password/secondFactor",
        R"({"wantedWhen":{"status":401,"pointer":"/error/code","equals":"totp_required"},"challenge":"/challenge","digits":8,
            "methods":["totp","recoveryCode"],"tokens":{"accessToken":"/token"},
            "endpoint":{"method":"POST","path":"/2fa","bodyType":"json","body":{"challenge":"{challenge}","code":"{code}"}}})");
    set("/password/emailVerification",
        R"({"resend":{"method":"POST","path":"/resend","bodyType":"json","body":{"email":"{user}"}},
            "confirm":{"method":"POST","path":"/verify","bodyType":"json","body":{"email":"{user}","code":"{code}"}}})");
    set("/password/change",
        R"({"endsSession":true,
            "endpoint":{"method":"POST","path":"/change","bodyType":"json","body":{"old":"{password}","new":"{newPassword}"}}})");
    set("/password/reset", R"({"request":{"method":"POST","path":"/forgot","bodyType":"json","body":{"email":"{user}"}},
                               "page":"https://auth.example/reset?lang=en"})");
    return whole;
}

void TstProfileAccountCare::allOfItIsRead()
{
    const core::Result<BackendProfile> read = readProfile(tests::text(profile()));
    QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().detail));
    const PasswordSignIn &password = *read->password;
    QCOMPARE(password.rules.minimumLength, 10);
    QCOMPARE(password.rules.maximumLength, 0);
    QCOMPARE(password.rules.maximumBytes, 72);
    QCOMPARE(password.rules.wants, (QList<CharacterKind>{CharacterKind::Digit, CharacterKind::Upper}));
    QCOMPARE(password.rules.nameMaximumLength, 80);
    QVERIFY(password.secondFactor);
    QCOMPARE(password.secondFactor->status, 401);
    QCOMPARE(password.secondFactor->wantedWhen, (FailureSign{QStringLiteral("/error/code"), QStringLiteral("totp_required")}));
    QCOMPARE(password.secondFactor->challenge, ValuePlace::body(QStringLiteral("/challenge")));
    QCOMPARE(password.secondFactor->digits, 8);
    QCOMPARE(password.secondFactor->methods, (QList<SecondFactorMethod>{SecondFactorMethod::Totp, SecondFactorMethod::RecoveryCode}));
    QVERIFY(password.secondFactor->tokens && !password.secondFactor->recovery);
    QVERIFY(password.emailVerification->resend && password.emailVerification->confirm);
    QVERIFY(password.change->endpoint && password.change->endsSession && !password.change->tokens);
    QVERIFY(password.reset->request && !password.reset->confirm);
    QCOMPARE(password.reset->page, QUrl(QStringLiteral("https://auth.example/reset?lang=en")));
}

void TstProfileAccountCare::theOldSpellingOfTheLengthStillCounts()
{
    const QJsonObject old = tests::edited(tests::demoProfile(), QStringLiteral("/password/rules"), QJsonValue(QJsonValue::Undefined));
    QCOMPARE(readProfile(tests::text(old))->password->rules.minimumLength, 8);
    const QJsonObject twelve = tests::edited(old, QStringLiteral("/password/minimumPasswordLength"), 12);
    QCOMPARE(readProfile(tests::text(twelve))->password->rules.minimumLength, 12);
    const QJsonObject both = tests::edited(twelve, QStringLiteral("/password/rules"), object(R"({"minimumLength":14})"));
    QCOMPARE(readProfile(tests::text(both))->password->rules.minimumLength, 14);
    const QJsonObject others = tests::edited(twelve, QStringLiteral("/password/rules"), object(R"({"wants":["digit"]})"));
    QCOMPARE(readProfile(tests::text(others))->password->rules.minimumLength, 12);
}

void TstProfileAccountCare::whatIsWrongIsNamedWithItsPlace_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("detail"); // what the answer starts with
    const auto row = [](const char *name, const char *pointer, const QJsonValue &value, const char *detail) {
        QTest::newRow(name) << QString::fromLatin1(pointer) << value << QString::fromLatin1(detail);
    };
    const QJsonValue nothing(QJsonValue::Undefined);
    row("a rule that is none", "/password/rules/regex", QStringLiteral("(a+)+$"), "/password/rules/regex: unknown member");
    row("a character of no kind", "/password/rules/wants/0", QStringLiteral("emoji"), "/password/rules/wants/0: expected one of lower, upper");
    row("longest below shortest", "/password/rules/maximumLength", 9, "/password/rules/maximumLength: expected at least minimumLength");
    row("bytes below characters", "/password/rules/maximumBytes", 9, "/password/rules/maximumBytes: expected at least minimumLength");
    row("no name fits", "/password/rules/nameMinimumLength", 81, "/password/rules/nameMaximumLength: expected at least nameMinimumLength");
    row("length 1e300", "/password/rules/minimumLength", 1e300, "/password/rules/minimumLength: expected a whole number");
    row("nothing says that a code is wanted", "/password/secondFactor/wantedWhen", QJsonObject(),
        "/password/secondFactor/wantedWhen: expected pointer");
    row("equals, but nowhere", "/password/secondFactor/wantedWhen/pointer", nothing, "/password/secondFactor/wantedWhen: expected pointer");
    row("equals a list", "/password/secondFactor/wantedWhen/equals", QJsonArray(), "/password/secondFactor/wantedWhen/equals: expected a text");
    row("a server's fault wants no code", "/password/secondFactor/wantedWhen/status", 500, "/password/secondFactor/wantedWhen/status: expected");
    row("no endpoint", "/password/secondFactor/endpoint", nothing, "/password/secondFactor/endpoint: this member is required");
    row("no code sent", "/password/secondFactor/endpoint/body", object(R"({"c":"{challenge}"})"),
        "/password/secondFactor/endpoint: expected the placeholder {code}");
    row("no challenge sent", "/password/secondFactor/endpoint/body", object(R"({"c":"{code}"})"),
        "/password/secondFactor/endpoint: expected the placeholder {challenge}");
    row("the code in the address", "/password/secondFactor/endpoint/path", QStringLiteral("/2fa/{code}"),
        "/password/secondFactor/endpoint/path: unknown placeholder {code}");
    row("the password again", "/password/secondFactor/endpoint/body/p", QStringLiteral("{password}"),
        "/password/secondFactor/endpoint/body/p: unknown placeholder {password}");
    row("no method", "/password/secondFactor/methods", QJsonArray(), "/password/secondFactor/methods: expected at least one method");
    row("the challenge as bearer elsewhere", "/password/change/endpoint/authorization", QStringLiteral("challenge"),
        "/password/change/endpoint/authorization: expected only in the requests of secondFactor");
    row("no new password", "/password/change/endpoint/body", object(R"({"old":"{password}"})"),
        "/password/change/endpoint: expected the placeholder {newPassword}");
    row("neither request nor page", "/password/change", QJsonObject(), "/password/change: expected endpoint, or page");
    row("new tokens of an ended session", "/password/change/tokens", object(R"({"accessToken":"/token"})"),
        "/password/change/endsSession: expected only without tokens");
    row("a page that is a script", "/password/reset/page", QStringLiteral("javascript:alert(1)"), "/password/reset/page: expected a whole address");
    row("a page over plain http", "/password/reset/page", QStringLiteral("http://auth.example/"), "/password/reset/page: expected an https address");
    row("neither request nor page of a reset", "/password/reset", QJsonObject(), "/password/reset: expected request, or page");
}

void TstProfileAccountCare::whatIsWrongIsNamedWithItsPlace()
{
    QFETCH(QString, pointer);
    QFETCH(QJsonValue, value);
    QFETCH(QString, detail);
    const core::Result<BackendProfile> read = readProfile(tests::text(tests::edited(profile(), pointer, value)));
    QVERIFY(!read.ok());
    QCOMPARE(read.error().code, QStringLiteral("profile_invalid"));
    QVERIFY2(read.error().detail.startsWith(detail), qPrintable(read.error().detail));
}

KEYTURN_TEST(TstProfileAccountCare)
#include "tst_profileaccountcare.moc"
