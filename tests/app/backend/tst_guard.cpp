// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/guard.h"

#include "backend/answers.h"
#include "support/fakeclock.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QTest>

namespace keyturn::backend {

namespace {

using namespace std::chrono_literals;

/// Whoever it is told to be.
class Told final : public Authenticator
{
public:
    [[nodiscard]] Identified identify(const Request &) override { return who; }
    Identified who;
};

QString codeOf(const Response &response)
{
    return QJsonDocument::fromJson(response.body).object().value(QStringLiteral("error")).toObject().value(QStringLiteral("code")).toString();
}

} // namespace

/// Who gets past the door, and what the others are told.
class TstGuard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRouteIsServedToWhoeverMeetsItsRequirement_data()
    {
        QTest::addColumn<bool>("admin");
        QTest::addColumn<bool>("recent");
        QTest::addColumn<QString>("role");
        QTest::addColumn<int>("age");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const QString user = QStringLiteral("user");
        const QString person = QStringLiteral("admin");
        const QString none;
        QTest::newRow("a user where a user is enough") << false << false << user << 0 << 200 << none;
        QTest::newRow("an administrator where a user is enough") << false << false << person << 0 << 200 << none;
        QTest::newRow("a user where an administrator is wanted") << true << false << user << 0 << 403 << QStringLiteral("forbidden");
        QTest::newRow("an administrator") << true << false << person << 1000 << 200 << none;
        QTest::newRow("a role that begins alike") << true << false << QStringLiteral("administrator") << 0 << 403 << QStringLiteral("forbidden");
        QTest::newRow("just recent") << false << true << user << 300 << 200 << none;
        QTest::newRow("too old") << false << true << user << 301 << 401 << QStringLiteral("insufficient_user_authentication");
        QTest::newRow("an administrator's, too old") << true << true << person << 301 << 401 << QStringLiteral("insufficient_user_authentication");
        QTest::newRow("a proof would not help a user") << true << true << user << 301 << 403 << QStringLiteral("forbidden");
    }

    void aRouteIsServedToWhoeverMeetsItsRequirement()
    {
        QFETCH(bool, admin);
        QFETCH(bool, recent);
        QFETCH(QString, role);
        QFETCH(int, age);
        m_told.who = {live(role, std::chrono::seconds(age)), std::nullopt};
        const Requirement requirement{admin ? Requirement::Role::Admin : Requirement::Role::Any, recent};
        const Response response = ask(requirement);
        QTEST(response.status, "status");
        QTEST(codeOf(response), "code");
    }

    void nobodyGetsTheAuthenticatorsOwnAnswer()
    {
        m_told.who = {std::nullopt, errorAnswer(503, "unavailable", QStringLiteral("A fault of ours."))};
        QCOMPARE(ask(requirement::recentAdmin).status, 503);
        QVERIFY(!m_served);
    }

    void aLaterAnswerStandsBehindTheSameDoor()
    {
        const Router::Handler handler = m_guard.needs(requirement::admin, [this](const Call &, const LiveSession &, const Replier &reply) {
            m_served = true;
            reply(emptyAnswer());
        });
        m_told.who = {live(QStringLiteral("user"), 0s), std::nullopt};
        QCOMPARE(answerOf(handler).status, 403);
        QVERIFY(!m_served);
        m_told.who = {live(QStringLiteral("admin"), 0s), std::nullopt};
        QCOMPARE(answerOf(handler).status, 204);
    }

    void init() { m_served = false; }

private:
    [[nodiscard]] LiveSession live(const QString &role, std::chrono::seconds age) const
    {
        const Instant created = instantOf(m_clock) - age;
        LiveSession live;
        live.user = {QStringLiteral("u1"), QStringLiteral("ada@example.com"), QStringLiteral("Ada"), role, created};
        live.session.createdAt = created;
        return live;
    }
    [[nodiscard]] static Response answerOf(const Router::Handler &handler)
    {
        Response got;
        handler({}, Replier([&got](Response response) { got = std::move(response); }));
        return got;
    }
    [[nodiscard]] Response ask(Requirement requirement)
    {
        return answerOf(m_guard.needs(requirement, [this](const Call &, const LiveSession &) {
            m_served = true;
            return jsonAnswer(200, QJsonObject());
        }));
    }

    tests::FakeClock m_clock;
    Told m_told;
    Guard m_guard{m_clock, m_told, 300s};
    bool m_served = false;
};

} // namespace keyturn::backend

using keyturn::backend::TstGuard;
KEYTURN_TEST(TstGuard)
#include "tst_guard.moc"
