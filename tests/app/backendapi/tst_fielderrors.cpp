// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/replyreader.h"

#include "support/registry.h"

#include <QTest>

using namespace keyturn;
using backendapi::Asked;

/// What a refusal tells of its reasons, in the shapes that frameworks write them.
class TstFieldErrors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFieldsAreFound_data();
    void theFieldsAreFound();
    void theMessageIsFound_data();
    void theMessageIsFound();
    void aStatusInWordsIsNoCode_data();
    void aStatusInWordsIsNoCode();
    void anAnswerWithoutABodyIsNoRefusal_data();
    void anAnswerWithoutABodyIsNoRefusal();
    void anyOtherValueMayBeTheFailure_data();
    void anyOtherValueMayBeTheFailure();
    void aGoodStatusMayEndTheSignIn();
    void whatIsRefusedAtOnceHasNotEnded_data();
    void whatIsRefusedAtOnceHasNotEnded();

private:
    [[nodiscard]] static std::optional<core::Error> refusal(int status, const QByteArray &body, const model::ErrorMapping &mapping,
                                                            Asked asked = Asked::SignIn)
    {
        const QDateTime now = QDateTime::fromString(QStringLiteral("2026-01-02T03:04:05Z"), Qt::ISODate);
        return backendapi::refusalOf({status, {}, core::Secret(body), QUrl(QStringLiteral("https://auth.example/"))}, mapping, asked, now);
    }
    /// `email: Taken.|name: `
    [[nodiscard]] static QString shown(const QList<core::FieldError> &fields)
    {
        QStringList lines;
        for (const core::FieldError &one : fields)
            lines += one.field + QStringLiteral(": ") + one.message;
        return lines.join(u'|');
    }
};

void TstFieldErrors::theFieldsAreFound_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<model::ErrorMapping>("mapping");
    QTest::addColumn<QString>("expected");
    const model::ErrorMapping usual;
    model::ErrorMapping root;
    root.fields.clear();
    model::ErrorMapping own;
    own.fields = QStringLiteral("/problems");
    own.fieldName = QStringLiteral("/where/0");
    own.fieldMessage = QStringLiteral("/why");
    const QString taken = QStringLiteral("email: Taken.");
    QTest::newRow("Django REST framework") << QByteArray(R"({"email":["Taken.","Odd."],"non_field_errors":["No."]})") << usual << taken;
    QTest::newRow("the root, as the profile says") << QByteArray(R"({"message":"No","email":"Taken."})") << root << taken;
    QTest::newRow("the root is a list") << QByteArray(R"([{"path":["email"],"message":"Taken."}])") << usual << taken;
    QTest::newRow("Zod") << QByteArray(R"({"issues":[{"path":["tags",0,"name"],"message":"Short"}]})") << usual
                         << QStringLiteral("tags.0.name: Short");
    QTest::newRow("Zod, flattened") << QByteArray(R"({"formErrors":[],"fieldErrors":{"email":["Taken."]}})") << usual << taken;
    QTest::newRow("FastAPI") << QByteArray(R"({"detail":[{"loc":["body","email"],"msg":"Taken.","type":"value_error"}]})") << usual << taken;
    QTest::newRow("JSON:API") << QByteArray(R"({"errors":[{"source":{"pointer":"/data/attributes/email"},"detail":"Taken."}]})") << usual << taken;
    QTest::newRow("class-validator") << QByteArray(R"({"message":[{"property":"email","constraints":{"isEmail":"Taken."}}]})") << usual << taken;
    QTest::newRow("places of the profile's own") << QByteArray(R"({"problems":[{"where":["email"],"why":["Taken."]}]})") << own << taken;
    QTest::newRow("an error that is none of a field") << QByteArray(R"({"error":"Locked"})") << usual << QString();
}

void TstFieldErrors::theFieldsAreFound()
{
    QFETCH(QByteArray, body);
    QFETCH(model::ErrorMapping, mapping);
    const auto error = refusal(422, body, mapping);
    QVERIFY(error);
    QTEST(shown(error->fields), "expected");
}

void TstFieldErrors::theMessageIsFound_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("message");
    QTest::newRow("NestJS, a list of texts") << QByteArray(R"({"statusCode":400,"message":["too short","no digit"],"error":"Bad Request"})")
                                             << QStringLiteral("too short; no digit");
    QTest::newRow("Devise") << QByteArray(R"({"errors":["Email has been taken"]})") << QStringLiteral("Email has been taken");
    QTest::newRow("JSON:API without a source") << QByteArray(R"({"errors":[{"detail":"Wrong."}]})") << QStringLiteral("Wrong.");
    QTest::newRow("GraphQL") << QByteArray(R"({"errors":[{"message":"Wrong."}]})") << QStringLiteral("Wrong.");
    QTest::newRow("Django, of no field") << QByteArray(R"({"non_field_errors":["Unable to log in."]})") << QStringLiteral("Unable to log in.");
}

void TstFieldErrors::theMessageIsFound()
{
    QFETCH(QByteArray, body);
    const auto error = refusal(400, body, {});
    QVERIFY(error);
    QTEST(error->detail, "message");
    QVERIFY(error->fields.isEmpty());
}

void TstFieldErrors::aStatusInWordsIsNoCode_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("NestJS") << QByteArray(R"({"statusCode":401,"message":"Wrong","error":"Unauthorized"})") << 401
                            << QStringLiteral("invalid_credentials");
    QTest::newRow("Forbidden") << QByteArray(R"({"message":"Wrong","error":"Forbidden"})") << 403 << QStringLiteral("refused");
    QTest::newRow("of two words") << QByteArray(R"({"message":"Wrong","error":"Bad Request"})") << 400 << QStringLiteral("refused");
    QTest::newRow("a code behind it") << QByteArray(R"({"message":"Wrong","error":"Forbidden","code":"locked_out"})") << 403
                                      << QStringLiteral("locked_out");
}

void TstFieldErrors::aStatusInWordsIsNoCode()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    const auto error = refusal(status, body, {});
    QVERIFY(error);
    QTEST(error->code, "code");
    QCOMPARE(error->detail, QStringLiteral("Wrong"));
}

void TstFieldErrors::anAnswerWithoutABodyIsNoRefusal_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("expectsBody");
    QTest::addColumn<bool>("refused");
    QTest::newRow("204") << 204 << true << false;
    QTest::newRow("205") << 205 << true << false;
    QTest::newRow("200 that should tell something") << 200 << true << true;
    QTest::newRow("200 to a request that wants a yes") << 200 << false << false;
}

void TstFieldErrors::anAnswerWithoutABodyIsNoRefusal()
{
    QFETCH(int, status);
    QFETCH(bool, expectsBody);
    model::ErrorMapping mapping;
    mapping.emptyBodyFails = true;
    const auto error = refusal(status, {}, expectsBody ? mapping : backendapi::withoutBody(mapping), Asked::Resource);
    QTEST(error.has_value(), "refused");
}

void TstFieldErrors::anyOtherValueMayBeTheFailure_data()
{
    QTest::addColumn<model::FailureSign>("sign");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("refused");
    const QJsonValue unsaid(QJsonValue::Undefined);
    const model::FailureSign code{QStringLiteral("/code"), unsaid, 0};
    const model::FailureSign whole{{}, unsaid, QStringLiteral("OK")};
    QTest::newRow("code 0") << code << QByteArray(R"({"code":0})") << false;
    QTest::newRow("code 17") << code << QByteArray(R"({"code":17})") << true;
    QTest::newRow("no code") << code << QByteArray(R"({})") << true;
    QTest::newRow("the whole body, as expected") << whole << QByteArray(R"("OK")") << false;
    QTest::newRow("the whole body, another") << whole << QByteArray(R"("ERR 5")") << true;
}

void TstFieldErrors::anyOtherValueMayBeTheFailure()
{
    QFETCH(model::FailureSign, sign);
    QFETCH(QByteArray, body);
    model::ErrorMapping mapping;
    mapping.failedWhen = {sign};
    QTEST(refusal(200, body, mapping).has_value(), "refused");
}

void TstFieldErrors::aGoodStatusMayEndTheSignIn()
{
    model::ErrorMapping mapping;
    mapping.failedWhen = {{QStringLiteral("/code"), QJsonValue(QJsonValue::Undefined), 0}};
    mapping.code = QStringLiteral("/code");
    mapping.codes = {{QStringLiteral("4001"), QStringLiteral("invalid_token")}};
    const auto ended = refusal(200, R"({"code":4001,"msg":"expired"})", mapping, Asked::Resource);
    QVERIFY(ended);
    QCOMPARE(ended->kind, core::ErrorKind::SignInAgain);
    const auto refused = refusal(200, R"({"code":4002,"msg":"no"})", mapping, Asked::Resource);
    QVERIFY(refused);
    QCOMPARE(refused->kind, core::ErrorKind::Rejected);
}

void TstFieldErrors::whatIsRefusedAtOnceHasNotEnded_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("kind");
    QTest::newRow("401") << 401 << int(core::ErrorKind::BadReply);
    QTest::newRow("404") << 404 << int(core::ErrorKind::BadReply);
    QTest::newRow("403 is the backend's word") << 403 << int(core::ErrorKind::Rejected);
}

void TstFieldErrors::whatIsRefusedAtOnceHasNotEnded()
{
    QFETCH(int, status);
    const auto error = refusal(status, R"({"message":"No."})", {}, Asked::FirstUse);
    QVERIFY(error);
    QTEST(int(error->kind), "kind");
    QVERIFY2(error->detail.endsWith(QStringLiteral("No.")), qPrintable(error->detail));
}

KEYTURN_TEST(TstFieldErrors)
#include "tst_fielderrors.moc"
