// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "outbox.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QTest>

namespace keyturn::backend {

namespace {

const QString password = QStringLiteral("correct horse battery");
const QString codeMail = QStringLiteral("Confirm your new e-mail address");
const QString noticeOfBeginning = QStringLiteral("Your account is to get another e-mail address");
const QString noticeOfChange = QStringLiteral("Your account has another e-mail address");
const QString noticeToOwner = QStringLiteral("Your address was asked for");

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

QStringList headerNames(const Answer &answer)
{
    QStringList names;
    for (const auto &header : answer.headers)
        names.append(QString::fromLatin1(header.first).toLower());
    names.sort();
    return names;
}

} // namespace

/// Another e-mail address for one's account, as a client sees it and as whoever reads the mailboxes does.
class TstEmailChange : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_backend.start({QStringLiteral("--log"), QStringLiteral("json")}), m_backend.log().constData()); }
    void init()
    {
        m_access = signUp(m_email = QStringLiteral("person%1@example.com").arg(++m_people));
        m_fresh = QStringLiteral("new%1@example.net").arg(m_people);
        QVERIFY(!m_access.isEmpty());
    }

    void theAddressChangesByTheCodeThatWentThere();
    void theOldMailboxIsGoodForNothingAnyMore();
    void anOldSignInWantsThePassword();
    void whoMayNotChangeTheAddressChangesNothing();
    void nobodyLearnsWhoHasAnAddress();
    void whoeverGetsTheAddressFirstHasIt();
    void fiveWrongCodesEndIt();
    void theCodeServesItsOwnPersonAlone();
    void whatWasAskedLastCounts();
    void thePresentAddressTakesItBack();
    void aNewPasswordStopsIt();
    void askingTooOftenIsRefused();
    void addressesAreNormalised();
    void whatCannotBeIsRefused_data();
    void whatCannotBeIsRefused();
    void wrongCodesAreRefused_data();
    void wrongCodesAreRefused();
    void codesStandNeitherInTheLogNorInTheDatabase();

private:
    QByteArray signUp(const QString &email, const HttpClient *http = nullptr) const
    {
        const QJsonObject form{
            {QStringLiteral("email"), email}, {QStringLiteral("password"), password}, {QStringLiteral("name"), QStringLiteral("Ada")}};
        return text((http ? *http : m_backend.http()).postJson("/api/auth/register", form).json(), "accessToken").toLatin1();
    }
    [[nodiscard]] static SentHeaders bearer(const QByteArray &access) { return {{"Authorization", "Bearer " + access}}; }
    [[nodiscard]] static Answer patch(const HttpClient &http, const QByteArray &access, const QJsonObject &body)
    {
        return http.send("PATCH", "/api/profile", bearer(access) + SentHeaders{{"Content-Type", "application/json"}}, QJsonDocument(body).toJson());
    }
    [[nodiscard]] Answer ask(const QString &email) const { return patch(m_backend.http(), m_access, {{QStringLiteral("email"), email}}); }
    [[nodiscard]] Answer enter(const QJsonValue &code, const QByteArray &access) const
    {
        return m_backend.http().postJson("/api/auth/email/change", {{QStringLiteral("code"), code}}, bearer(access));
    }
    [[nodiscard]] Answer enter(const QString &code) const { return enter(code, m_access); }
    [[nodiscard]] QString codeAt(const QString &email) const { return mailedCode(outbox(), email, codeMail); }
    /// Whether a notice comes.
    [[nodiscard]] bool isTold(const QString &email, const QString &notice) const
    {
        return QTest::qWaitFor([&] { return isThere(email, notice); });
    }
    [[nodiscard]] bool isThere(const QString &email, const QString &subject) const { return !mailsIn(outbox(), email, subject).isEmpty(); }
    [[nodiscard]] QString outbox() const { return m_backend.file(QStringLiteral("data/outbox")); }
    [[nodiscard]] QString present() const { return text(m_backend.http().get("/api/profile", bearer(m_access)).json(), "email"); }
    [[nodiscard]] int signIn(const QString &email) const
    {
        return m_backend.http().postJson("/api/auth/login", {{QStringLiteral("email"), email}, {QStringLiteral("password"), password}}).status;
    }

    BackendProcess m_backend;
    int m_people = 0;
    QString m_email;
    QString m_fresh; ///< The address to come.
    QByteArray m_access;
};

void TstEmailChange::theAddressChangesByTheCodeThatWentThere()
{
    const Answer asked = ask(m_fresh);
    QCOMPARE(asked.status, 202);
    QCOMPARE(text(asked.json(), "pendingEmail"), m_fresh);
    QCOMPARE(text(asked.json(), "email"), m_email);
    QVERIFY(isTold(m_email, noticeOfBeginning));
    const QString code = codeAt(m_fresh);
    QVERIFY(!code.isEmpty());
    QCOMPARE(present(), m_email);
    QCOMPARE(signIn(m_fresh), 401);
    QVERIFY(!isThere(m_email, noticeOfChange));
    const Answer entered = enter(code.toLower());
    QCOMPARE(entered.status, 200);
    QCOMPARE(text(entered.json(), "email"), m_fresh);
    QCOMPARE(present(), m_fresh);
    QCOMPARE(signIn(m_fresh), 200);
    QCOMPARE(signIn(m_email), 401);
    QVERIFY(isTold(m_email, noticeOfChange));
    QCOMPARE(enter(code).code(), QStringLiteral("invalid_code"));
}

void TstEmailChange::theOldMailboxIsGoodForNothingAnyMore()
{
    const HttpClient http = m_backend.http();
    QCOMPARE(http.postJson("/api/auth/password/forgot", {{QStringLiteral("email"), m_email}}).status, 202);
    const QString reset = mailedCode(outbox(), m_email, QStringLiteral("Set a new password"));
    QVERIFY(!reset.isEmpty());
    QCOMPARE(ask(m_fresh).status, 202);
    QCOMPARE(enter(codeAt(m_fresh)).status, 200);
    const QJsonObject body{{QStringLiteral("code"), reset}, {QStringLiteral("newPassword"), QStringLiteral("another horse battery")}};
    QCOMPARE(http.postJson("/api/auth/password/reset", body).code(), QStringLiteral("invalid_code"));
    QVERIFY(!signUp(m_email).isEmpty()); // and it is somebody else's to have
}

void TstEmailChange::anOldSignInWantsThePassword()
{
    BackendProcess strict;
    QVERIFY(strict.start({QStringLiteral("--recent-sign-in"), QStringLiteral("1")}));
    const HttpClient http = strict.http();
    const QByteArray access = signUp(m_email, &http);
    const QString email = QStringLiteral("email");
    QTRY_COMPARE(http.send("DELETE", "/api/sessions/0000", bearer(access)).code(), QStringLiteral("insufficient_user_authentication"));
    const Answer challenged = patch(http, access, {{email, m_fresh}});
    QCOMPARE(challenged.status, 401);
    QVERIFY(challenged.header("www-authenticate").contains("max_age=\"1\""));
    const QString secret = QStringLiteral("password");
    const Answer wrong = patch(http, access, {{email, m_fresh}, {secret, QStringLiteral("another horse battery")}});
    QCOMPARE(wrong.status, 403);
    QCOMPARE(wrong.code(), QStringLiteral("invalid_credentials"));
    QCOMPARE(patch(http, access, {{QStringLiteral("name"), QStringLiteral("Ada King")}}).status, 200); // for that it is not too old
    QCOMPARE(patch(http, access, {{email, QStringLiteral("other@example.net")}, {secret, password}}).status, 202);
}

void TstEmailChange::whoMayNotChangeTheAddressChangesNothing()
{
    const Answer refused = patch(m_backend.http(), m_access,
                                 {{QStringLiteral("email"), m_fresh},
                                  {QStringLiteral("name"), QStringLiteral("Mallory")},
                                  {QStringLiteral("password"), QStringLiteral("another horse battery")}});
    QCOMPARE(refused.status, 403);
    QCOMPARE(text(m_backend.http().get("/api/profile", bearer(m_access)).json(), "name"), QStringLiteral("Ada"));
    const Answer both = patch(m_backend.http(), m_access, {{QStringLiteral("email"), m_fresh}, {QStringLiteral("name"), QStringLiteral("Ada King")}});
    QCOMPARE(both.status, 202);
    QCOMPARE(text(both.json(), "name"), QStringLiteral("Ada King"));
    QVERIFY(!codeAt(m_fresh).isEmpty()); // the first mail that went there: the refused request wrote none
}

void TstEmailChange::nobodyLearnsWhoHasAnAddress()
{
    const QString taken = QStringLiteral("owner%1@example.com").arg(m_people);
    QVERIFY(!signUp(taken).isEmpty());
    const Answer ofTaken = ask(taken);
    const Answer ofFree = ask(m_fresh);
    QCOMPARE(ofTaken.status, 202);
    QCOMPARE(ofTaken.status, ofFree.status);
    QCOMPARE(headerNames(ofTaken), headerNames(ofFree));
    QCOMPARE(QByteArray(ofTaken.body).replace(taken.toUtf8(), m_fresh.toUtf8()), ofFree.body);
    QVERIFY(isTold(taken, noticeToOwner));
    QVERIFY(!isThere(taken, codeMail));
    QVERIFY(!codeAt(m_fresh).isEmpty());
    QVERIFY(!isThere(m_fresh, noticeToOwner));
    QCOMPARE(signIn(taken), 200);
}

void TstEmailChange::whoeverGetsTheAddressFirstHasIt()
{
    QCOMPARE(ask(m_fresh).status, 202);
    const QString code = codeAt(m_fresh);
    QVERIFY(!signUp(m_fresh).isEmpty());
    const Answer late = enter(code);
    QCOMPARE(late.status, 409);
    QCOMPARE(late.code(), QStringLiteral("email_taken"));
    QCOMPARE(present(), m_email);
    QCOMPARE(enter(code).code(), QStringLiteral("invalid_code"));
}

void TstEmailChange::fiveWrongCodesEndIt()
{
    QCOMPARE(ask(m_fresh).status, 202);
    const QString code = codeAt(m_fresh);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(enter(QStringLiteral("AAAA-BBBB-CCCC-DDDD")).code(), QStringLiteral("invalid_code"));
    QCOMPARE(enter(code).code(), QStringLiteral("invalid_code"));
    QCOMPARE(present(), m_email);
}

void TstEmailChange::theCodeServesItsOwnPersonAlone()
{
    QCOMPARE(ask(m_fresh).status, 202);
    const QString code = codeAt(m_fresh);
    const QByteArray somebodyElse = signUp(QStringLiteral("else%1@example.com").arg(m_people));
    QCOMPARE(enter(code, somebodyElse).code(), QStringLiteral("invalid_code"));
    QCOMPARE(enter(code, QByteArray("nonsense")).status, 401);
    QCOMPARE(m_backend.http().postJson("/api/auth/email/confirm", {{QStringLiteral("code"), code}}).code(), QStringLiteral("invalid_code"));
    QCOMPARE(enter(code).status, 200);
}

void TstEmailChange::whatWasAskedLastCounts()
{
    QCOMPARE(ask(m_fresh).status, 202);
    const QString first = codeAt(m_fresh);
    const QString other = QStringLiteral("other%1@example.net").arg(m_people);
    QCOMPARE(ask(other).status, 202);
    QCOMPARE(enter(first).code(), QStringLiteral("invalid_code"));
    QCOMPARE(enter(codeAt(other)).status, 200);
    QCOMPARE(present(), other);
}

void TstEmailChange::thePresentAddressTakesItBack()
{
    QCOMPARE(ask(m_fresh).status, 202);
    const QString code = codeAt(m_fresh);
    const Answer back = ask(m_email.toUpper());
    QCOMPARE(back.status, 200);
    QVERIFY(!back.json().contains(QStringLiteral("pendingEmail")));
    QCOMPARE(enter(code).code(), QStringLiteral("invalid_code"));
}

void TstEmailChange::aNewPasswordStopsIt()
{
    QCOMPARE(ask(m_fresh).status, 202);
    const QString code = codeAt(m_fresh);
    const QJsonObject body{{QStringLiteral("password"), password}, {QStringLiteral("newPassword"), QStringLiteral("another horse battery")}};
    QCOMPARE(m_backend.http().postJson("/api/auth/password", body, bearer(m_access)).status, 204);
    QCOMPARE(enter(code).code(), QStringLiteral("invalid_code"));
    QCOMPARE(present(), m_email);
}

void TstEmailChange::askingTooOftenIsRefused()
{
    for (int i = 0; i < 5; ++i)
        QCOMPARE(ask(QStringLiteral("often%1@example.net").arg(i)).status, 202);
    const Answer refused = ask(m_fresh);
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.header("retry-after"), QByteArray("1800"));
    QVERIFY(!codeAt(QStringLiteral("often4@example.net")).isEmpty());
    QVERIFY(!isThere(m_fresh, codeMail));
}

void TstEmailChange::addressesAreNormalised()
{
    const Answer asked = ask(QStringLiteral("  ") + m_fresh.toUpper() + u' ');
    QCOMPARE(text(asked.json(), "pendingEmail"), m_fresh);
    QCOMPARE(enter(codeAt(m_fresh)).status, 200);
    QCOMPARE(present(), m_fresh);
}

void TstEmailChange::whatCannotBeIsRefused_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QJsonObject>("body");
    const QString email = QStringLiteral("email");
    QTest::newRow("no address") << email << QJsonObject{{email, QStringLiteral("nobody")}};
    QTest::newRow("a line break") << email << QJsonObject{{email, QStringLiteral("a@example.com\nBcc: b@example.com")}};
    QTest::newRow("long") << email << QJsonObject{{email, QString(100'000, u'a') + QLatin1String("@example.com")}};
    QTest::newRow("a number") << email << QJsonObject{{email, 1}};
    QTest::newRow("null") << email << QJsonObject{{email, QJsonValue()}};
    QTest::newRow("a password that is none") << QStringLiteral("password") << QJsonObject{{email, m_fresh}, {QStringLiteral("password"), 1}};
    QTest::newRow("a password alone") << QStringLiteral("password") << QJsonObject{{QStringLiteral("password"), password}};
    QTest::newRow("verified") << QStringLiteral("emailVerified") << QJsonObject{{QStringLiteral("emailVerified"), true}};
}

void TstEmailChange::whatCannotBeIsRefused()
{
    QFETCH(QString, member);
    QFETCH(QJsonObject, body);
    const Answer refused = patch(m_backend.http(), m_access, body);
    QCOMPARE(refused.status, 422);
    QVERIFY2(refused.body.contains(member.toUtf8()), refused.body);
}

void TstEmailChange::wrongCodesAreRefused_data()
{
    QTest::addColumn<QJsonValue>("code");
    QTest::addColumn<int>("status");
    QTest::newRow("another") << QJsonValue(QStringLiteral("AAAA-BBBB-CCCC-DDDD")) << 400;
    QTest::newRow("signs alone") << QJsonValue(QStringLiteral("----")) << 400;
    QTest::newRow("nothing") << QJsonValue(QString()) << 422;
    QTest::newRow("missing") << QJsonValue(QJsonValue::Undefined) << 422;
    QTest::newRow("a number") << QJsonValue(1) << 422;
    QTest::newRow("long") << QJsonValue(QString(1025, u'A')) << 422;
}

void TstEmailChange::wrongCodesAreRefused()
{
    QFETCH(QJsonValue, code);
    QTEST(enter(code, m_access).status, "status");
}

void TstEmailChange::codesStandNeitherInTheLogNorInTheDatabase()
{
    QCOMPARE(ask(m_fresh).status, 202);
    const QString code = codeAt(m_fresh);
    const QByteArray all = m_backend.log() + m_backend.stored();
    QVERIFY(all.contains("email_changes"));
    QVERIFY(!all.contains(code.toLatin1()));
    QVERIFY(!all.contains(QString(code).remove(u'-').toLatin1()));
}

} // namespace keyturn::backend

using keyturn::backend::TstEmailChange;
KEYTURN_TEST(TstEmailChange)
#include "tst_emailchange.moc"
