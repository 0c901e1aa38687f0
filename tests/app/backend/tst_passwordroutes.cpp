// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "outbox.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace keyturn::backend {

namespace {

const QString password = QStringLiteral("correct horse battery");
const QString another = QStringLiteral("another horse battery");

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

} // namespace

/// Change of password, reset and confirmed e-mails as a client sees them, against the built program; the mails are the files in its outbox.
class TstPasswordRoutes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start({QStringLiteral("--log"), QStringLiteral("json")}), m_backend.log().constData());
        m_http.emplace(m_backend.http());
    }
    void init();
    void theChangedPasswordKeepsThisSessionAndEndsTheOthers();
    void aWrongPresentPasswordChangesNothing();
    void aNewPasswordIsTakenByTheRulesOfRegistration_data();
    void aNewPasswordIsTakenByTheRulesOfRegistration();
    void aResetCodeSetsThePasswordOnceAndEndsEverySession();
    void nobodyLearnsWhoHasAnAccount();
    void aRefusedNewPasswordLeavesTheCode();
    void wrongCodesAreRefused_data();
    void wrongCodesAreRefused();
    void aMailIsReadableByItsOwnerAlone();
    void anEmailIsConfirmedByItsCode();
    void whereItIsWantedNobodySignsInBeforeTheEmailIsConfirmed();
    void whereItIsWantedRegisteringTellsNobodyWhoHasAnAccount();
    void codesStandNeitherInTheLogNorInTheDatabase();

private:
    [[nodiscard]] Answer login(const QString &secret, const HttpClient *http = nullptr) const
    {
        return (http ? *http : *m_http).postJson("/api/auth/login", {{QStringLiteral("email"), m_email}, {QStringLiteral("password"), secret}});
    }
    [[nodiscard]] Answer change(const QJsonValue &present, const QJsonValue &fresh) const
    {
        return m_http->postJson("/api/auth/password", {{QStringLiteral("password"), present}, {QStringLiteral("newPassword"), fresh}},
                                {{"Authorization", "Bearer " + m_access}});
    }
    [[nodiscard]] Answer reset(const QJsonValue &code, const QJsonValue &fresh) const
    {
        return m_http->postJson("/api/auth/password/reset", {{QStringLiteral("code"), code}, {QStringLiteral("newPassword"), fresh}});
    }
    [[nodiscard]] int statusOf(const QByteArray &access) const { return m_http->get("/api/profile", {{"Authorization", "Bearer " + access}}).status; }
    [[nodiscard]] QString codeOf(const QString &subject) const { return mailedCode(m_backend.file(QStringLiteral("data/outbox")), m_email, subject); }
    [[nodiscard]] QString resetCode();

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
    int m_people = 0;
    QString m_email;
    QByteArray m_access;
};

void TstPasswordRoutes::init()
{
    m_email = QStringLiteral("person%1@example.com").arg(++m_people);
    const Answer answer = m_http->postJson(
        "/api/auth/register",
        {{QStringLiteral("email"), m_email}, {QStringLiteral("password"), password}, {QStringLiteral("name"), QStringLiteral("Ada")}});
    m_access = text(answer.json(), "accessToken").toLatin1();
    QVERIFY(!m_access.isEmpty());
}

QString TstPasswordRoutes::resetCode()
{
    const Answer asked = m_http->postJson("/api/auth/password/forgot", {{QStringLiteral("email"), m_email}});
    return asked.status == 202 ? codeOf(QStringLiteral("Set a new password")) : QString();
}

void TstPasswordRoutes::theChangedPasswordKeepsThisSessionAndEndsTheOthers()
{
    const QByteArray other = text(login(password).json(), "accessToken").toLatin1();
    QCOMPARE(statusOf(other), 200);
    const Answer changed = change(password, another);
    QVERIFY2(changed.status == 204, changed.body);
    QCOMPARE(statusOf(m_access), 200);
    QCOMPARE(statusOf(other), 401);
    QCOMPARE(login(password).code(), QStringLiteral("invalid_credentials"));
    QCOMPARE(login(another).status, 200);
}

void TstPasswordRoutes::aWrongPresentPasswordChangesNothing()
{
    const Answer wrong = change(another, another);
    QCOMPARE(wrong.status, 403); // the token is good
    QCOMPARE(wrong.code(), QStringLiteral("invalid_credentials"));
    QCOMPARE(login(password).status, 200);
    m_access = "nonsense";
    QCOMPARE(change(password, another).status, 401);
}

void TstPasswordRoutes::aNewPasswordIsTakenByTheRulesOfRegistration_data()
{
    QTest::addColumn<QJsonValue>("fresh");
    QTest::newRow("none") << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("a number") << QJsonValue(12345678);
    QTest::newRow("short") << QJsonValue(QStringLiteral("short"));
    QTest::newRow("73 bytes") << QJsonValue(QString(73, u'a'));
    QTest::newRow("a common one") << QJsonValue(QStringLiteral("Sunshine1"));
    QTest::newRow("NUL") << QJsonValue(QStringLiteral("12345678") + QChar(0));
    QTest::newRow("long") << QJsonValue(QString(100'000, u'a'));
}

void TstPasswordRoutes::aNewPasswordIsTakenByTheRulesOfRegistration()
{
    QFETCH(QJsonValue, fresh);
    const Answer refused = change(password, fresh);
    QCOMPARE(refused.status, 422);
    QVERIFY(refused.body.contains("newPassword"));
    QCOMPARE(login(password).status, 200);
}

void TstPasswordRoutes::aResetCodeSetsThePasswordOnceAndEndsEverySession()
{
    const QString code = resetCode();
    QVERIFY(!code.isEmpty());
    QCOMPARE(reset(code.toLower(), another).status, 204);
    QCOMPARE(statusOf(m_access), 401);
    QCOMPARE(login(another).status, 200);
    QCOMPARE(reset(code, password).code(), QStringLiteral("invalid_code"));
    QCOMPARE(login(another).status, 200);
}

void TstPasswordRoutes::nobodyLearnsWhoHasAnAccount()
{
    for (const char *path : {"/api/auth/password/forgot", "/api/auth/email/send"}) {
        const Answer known = m_http->postJson(path, {{QStringLiteral("email"), m_email}});
        const Answer unknown = m_http->postJson(path, {{QStringLiteral("email"), QStringLiteral("nobody@example.com")}});
        QCOMPARE(known.status, 202);
        QCOMPARE(unknown.status, known.status);
        QCOMPARE(unknown.body, known.body);
        QCOMPARE(unknown.headers.size(), known.headers.size());
    }
    QVERIFY(!codeOf(QStringLiteral("Set a new password")).isEmpty());
    QVERIFY(!m_backend.log().contains("nobody@example.com"));
}

void TstPasswordRoutes::aRefusedNewPasswordLeavesTheCode()
{
    const QString code = resetCode();
    QCOMPARE(reset(code, QStringLiteral("short")).status, 422);
    QCOMPARE(reset(code, m_email).status, 422); // nobody's password is their address
    QCOMPARE(change(password, m_email.toUpper()).status, 422);
    QCOMPARE(reset(code, another).status, 204);
}

void TstPasswordRoutes::wrongCodesAreRefused_data()
{
    QTest::addColumn<QJsonValue>("code");
    QTest::addColumn<int>("status");
    QTest::newRow("another") << QJsonValue(QStringLiteral("AAAA-BBBB-CCCC-DDDD")) << 400;
    QTest::newRow("signs alone") << QJsonValue(QStringLiteral("----")) << 400;
    QTest::newRow("SQL") << QJsonValue(QStringLiteral("' OR 1=1 --")) << 400;
    QTest::newRow("nothing") << QJsonValue(QString()) << 422;
    QTest::newRow("a number") << QJsonValue(1) << 422;
    QTest::newRow("null") << QJsonValue() << 422;
}

void TstPasswordRoutes::wrongCodesAreRefused()
{
    QFETCH(QJsonValue, code);
    QFETCH(int, status);
    QCOMPARE(reset(code, another).status, status);
    QCOMPARE(m_http->postJson("/api/auth/email/confirm", {{QStringLiteral("code"), code}}).status, status);
    QCOMPARE(login(password).status, 200);
}

void TstPasswordRoutes::aMailIsReadableByItsOwnerAlone()
{
    QVERIFY(!resetCode().isEmpty());
    const QString folder = m_backend.file(QStringLiteral("data/outbox"));
    constexpr auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther | QFile::ExeGroup | QFile::ExeOther;
    QVERIFY((QFile::permissions(folder) & others) == 0);
    const QStringList mails = QDir(folder).entryList(QDir::Files);
    QVERIFY(!mails.isEmpty());
    for (const QString &mail : mails)
        QVERIFY2((QFile::permissions(folder + u'/' + mail) & others) == 0, qPrintable(mail));
}

void TstPasswordRoutes::anEmailIsConfirmedByItsCode()
{
    const QString code = codeOf(QStringLiteral("Confirm your e-mail address")); // it came with the registration
    QVERIFY(!code.isEmpty());
    QCOMPARE(reset(code, another).code(), QStringLiteral("invalid_code")); // it is good for nothing else
    QCOMPARE(m_http->postJson("/api/auth/email/confirm", {{QStringLiteral("code"), code}}).status, 204);
    QCOMPARE(m_http->postJson("/api/auth/email/confirm", {{QStringLiteral("code"), code}}).code(), QStringLiteral("invalid_code"));
}

void TstPasswordRoutes::whereItIsWantedNobodySignsInBeforeTheEmailIsConfirmed()
{
    BackendProcess strict;
    QVERIFY(strict.start({QStringLiteral("--verified-email")}));
    const HttpClient http = strict.http();
    const QJsonObject form{
        {QStringLiteral("email"), m_email}, {QStringLiteral("password"), password}, {QStringLiteral("name"), QStringLiteral("Ada")}};
    const Answer registered = http.postJson("/api/auth/register", form);
    QCOMPARE(registered.status, 201);
    QVERIFY(!registered.body.contains("accessToken"));
    QVERIFY(registered.header("set-cookie").isEmpty());
    const Answer refused = login(password, &http);
    QCOMPARE(refused.status, 403);
    QCOMPARE(refused.code(), QStringLiteral("email_not_verified"));
    QCOMPARE(login(another, &http).code(), QStringLiteral("invalid_credentials")); // only who knows the password learns it
    const QString code = mailedCode(strict.file(QStringLiteral("data/outbox")), m_email, QStringLiteral("Confirm your e-mail address"));
    QCOMPARE(http.postJson("/api/auth/email/confirm", {{QStringLiteral("code"), code}}).status, 204);
    QCOMPARE(login(password, &http).status, 200);
}

void TstPasswordRoutes::whereItIsWantedRegisteringTellsNobodyWhoHasAnAccount()
{
    BackendProcess strict;
    QVERIFY(strict.start({QStringLiteral("--verified-email"), QStringLiteral("--rate-limit"), QStringLiteral("100/900")}));
    const HttpClient http = strict.http();
    const auto enrol = [&](const QString &email, const QString &secret) {
        return http.postJson(
            "/api/auth/register",
            {{QStringLiteral("email"), email}, {QStringLiteral("password"), secret}, {QStringLiteral("name"), QStringLiteral("Eve")}});
    };
    const Answer first = enrol(m_email, password);
    const Answer again = enrol(u' ' + m_email.toUpper(), another);
    QCOMPARE(again.status, 201);
    QCOMPARE(again.body, first.body);
    QCOMPARE(again.headers.size(), first.headers.size());
    for (const char *outcome : {"refused", "failed", "registered"}) // nor do the numbers tell it that everybody may read
        QVERIFY2(strict.metric("keyturn_backend_sign_ins_total{outcome=\"" + QByteArray(outcome) + "\"}") <= 0, outcome);
    QCOMPARE(login(another, &http).code(), QStringLiteral("invalid_credentials"));
    QCOMPARE(login(password, &http).code(), QStringLiteral("email_not_verified"));
    for (int i = 0; i < 8; ++i)
        QCOMPARE(enrol(m_email, another).status, 201);
    QCOMPARE(strict.stop(), 0); // all mails are written
    const QString outbox = strict.file(QStringLiteral("data/outbox"));
    QCOMPARE(mailsIn(outbox, m_email, QStringLiteral("Confirm your e-mail address")).size(), 1);
    const QStringList told = mailsIn(outbox, m_email, QStringLiteral("You have an account already"));
    QCOMPARE(told.size(), 5); // a mailbox is not to be filled
    QVERIFY2(told.first().endsWith(QLatin1String("you need do nothing.\n")), qPrintable(told.first()));
}

void TstPasswordRoutes::codesStandNeitherInTheLogNorInTheDatabase()
{
    const QString code = resetCode();
    QVERIFY(!code.isEmpty());
    const QByteArray all = m_backend.log() + m_backend.stored();
    QVERIFY(all.contains("mailed_codes"));
    QVERIFY(!all.contains(code.toLatin1()));
    QVERIFY(!all.contains(QString(code).remove(u'-').toLatin1()));
}

} // namespace keyturn::backend

using keyturn::backend::TstPasswordRoutes;
KEYTURN_TEST(TstPasswordRoutes)
#include "tst_passwordroutes.moc"
