// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/common/notice.h"
#include "ui/sessions/sessionlistmodel.h"
#include "ui/sessions/sessionspage.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using model::SessionId;
using sessions::SessionEndings;
using sessions::SessionListModel;
using sessions::SessionsPage;

/// A backend that wants a fresh or a stronger proof of the person before it ends or lists anything (RFC 9470).
class TstSessionStepUp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aStepUpIsOfferedAndThenItIsDone_data();
    void aStepUpIsOfferedAndThenItIsDone();
    void allThatWasRefusedIsDoneAfterOneProof();
    void whatIsRefusedThoughProvedIsNotAskedAboutAgain();
    void whoTriesItLaterMayProveItAgain();
    void aStepUpForTheListItselfIsOfferedToo();
    void aListThatIsRefusedThoughProvedSaysSo();
    void aListThatCannotBeReadLeavesTheOfferThere();

private:
    void answer(const core::Result<QList<model::Session>> &result);
    /// And the time to think better of it goes by.
    void signOut(const char *id);
    void refuse(std::size_t revocation);
    [[nodiscard]] QString failureOf(const char *id) const;
    [[nodiscard]] QString notice() const;
    [[nodiscard]] static core::Error challenged();

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeSessions> m_port;
    std::unique_ptr<SessionsPage> m_page;
    QList<model::Session> m_three;
};

void TstSessionStepUp::init()
{
    m_page.reset();
    m_clock = std::make_unique<FakeClock>();
    m_port = std::make_unique<FakeSessions>(*m_clock);
    m_three = {session(QStringLiteral("own"), true, m_clock->now()), session(QStringLiteral("new"), false, m_clock->now().addSecs(-600)),
               session(QStringLiteral("old"), false, m_clock->now().addDays(-3))};
    m_page = std::make_unique<SessionsPage>(*m_port);
    m_page->resize(500, 400);
    m_page->setAccount(model::AccountId(QStringLiteral("a")));
    m_page->show();
    answer(m_three);
}

QString TstSessionStepUp::notice() const
{
    QString said;
    for (const common::Notice *one : m_page->findChildren<common::Notice *>())
        said += one->sentence();
    return said;
}

core::Error TstSessionStepUp::challenged()
{
    return {core::ErrorKind::SignInAgain, QStringLiteral("insufficient_user_authentication"),
            QStringLiteral("Bearer error=\"insufficient_user_authentication\", acr_values=\"gold\", max_age=\"60\"")};
}

void TstSessionStepUp::answer(const core::Result<QList<model::Session>> &result)
{
    m_port->lists.back().finish(known(result));
    QCoreApplication::processEvents();
}

void TstSessionStepUp::signOut(const char *id)
{
    m_page->signOut({SessionId(QLatin1String(id))});
    m_clock->advance(SessionEndings::thinkingTime);
}

/// The list that proves it follows, as after any answer.
void TstSessionStepUp::refuse(std::size_t revocation)
{
    m_port->revocations.at(revocation).finish(challenged());
    QCoreApplication::processEvents();
    answer(m_three);
}

QString TstSessionStepUp::failureOf(const char *id) const
{
    const SessionListModel &model = m_page->sessionModel();
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.index(row).data(SessionListModel::IdRole).toString() == QLatin1String(id))
            return model.index(row).data(SessionListModel::FailureRole).toString();
    }
    return {};
}

void TstSessionStepUp::aStepUpIsOfferedAndThenItIsDone_data()
{
    QTest::addColumn<bool>("others");
    QTest::addColumn<int>("sessions");
    QTest::newRow("one session") << false << 3;
    QTest::newRow("all others") << true << 3;
    QTest::newRow("all others, where that is one") << true << 2;
}

void TstSessionStepUp::aStepUpIsOfferedAndThenItIsDone()
{
    QFETCH(const bool, others);
    QFETCH(const int, sessions);
    m_three = m_three.first(sessions);
    m_page->refresh();
    answer(m_three);
    QSignalSpy asked(m_page.get(), &SessionsPage::stepUpRequested);
    if (others) {
        m_page->signOutOthers(model::AccountId(QStringLiteral("a")));
        m_clock->advance(SessionEndings::thinkingTime);
    } else {
        signOut("old");
    }
    const QString call = m_port->calls.last();
    refuse(0);
    QVERIFY2(notice().startsWith(QLatin1String("Acme wants you to prove again that it is you")), qPrintable(notice()));
    m_clock->advance(SessionsPage::refreshEvery);
    answer(m_three);
    QVERIFY(!notice().isEmpty()); // it stays until it is met
    buttonOf(*m_page, QStringLiteral("Confirm that it is you"))->click();
    QCOMPARE(asked.size(), 1);
    const auto stepUp = asked.first().at(1).value<keyturn::accounts::StepUp>();
    QCOMPARE(stepUp.acrValues, QStringList{QStringLiteral("gold")});
    QCOMPARE(stepUp.maxAge, std::optional(60));
    const qsizetype before = m_port->calls.size();
    m_page->resume(model::AccountId(QStringLiteral("a")));
    QCOMPARE(m_port->calls.mid(before), QStringList{call});
    QCOMPARE(notice(), QString());
}

void TstSessionStepUp::allThatWasRefusedIsDoneAfterOneProof()
{
    signOut("new");
    signOut("old");
    refuse(0);
    refuse(1);
    const qsizetype before = m_port->calls.size();
    m_page->resume(model::AccountId(QStringLiteral("a")));
    QCOMPARE(m_port->calls.mid(before), (QStringList{QStringLiteral("revoke a/new"), QStringLiteral("revoke a/old")}));
}

void TstSessionStepUp::whatIsRefusedThoughProvedIsNotAskedAboutAgain()
{
    signOut("new");
    refuse(0);
    m_page->resume(model::AccountId(QStringLiteral("a")));
    refuse(1);
    QVERIFY2(failureOf("new").contains(QLatin1String("is not content with how you have just proved who you are")), qPrintable(failureOf("new")));
    QCOMPARE(notice(), QString());
}

void TstSessionStepUp::whoTriesItLaterMayProveItAgain()
{
    whatIsRefusedThoughProvedIsNotAskedAboutAgain();
    signOut("new");
    refuse(2);
    QVERIFY(notice().contains(QLatin1String("prove again")));
}

void TstSessionStepUp::aStepUpForTheListItselfIsOfferedToo()
{
    m_page->refresh();
    answer(challenged());
    QVERIFY(notice().contains(QLatin1String("prove again")));
    m_page->resume(model::AccountId(QStringLiteral("a")));
    QCOMPARE(m_port->calls.last(), QStringLiteral("list a"));
    answer(m_three);
    QCOMPARE(notice(), QString());
    m_page->refresh(); // the proof has grown old
    answer(challenged());
    QVERIFY(notice().contains(QLatin1String("prove again")));
}

void TstSessionStepUp::aListThatIsRefusedThoughProvedSaysSo()
{
    QSignalSpy asked(m_page.get(), &SessionsPage::stepUpRequested);
    m_page->refresh();
    answer(challenged());
    m_page->resume(model::AccountId(QStringLiteral("a")));
    answer(challenged());
    QVERIFY2(notice().contains(QLatin1String("is not content with")), qPrintable(notice()));
    m_clock->advance(SessionsPage::refreshEvery);
    answer(challenged());
    QVERIFY(notice().contains(QLatin1String("is not content with")));
    buttonOf(*m_page, QStringLiteral("Retry"))->click();
    QCOMPARE(asked.size(), 0);
    QCOMPARE(m_port->calls.last(), QStringLiteral("list a"));
    answer(challenged());
    QVERIFY(notice().contains(QLatin1String("prove again"))); // in another way, perhaps
}

void TstSessionStepUp::aListThatCannotBeReadLeavesTheOfferThere()
{
    QSignalSpy asked(m_page.get(), &SessionsPage::stepUpRequested);
    signOut("new");
    refuse(0);
    m_page->refresh();
    answer(core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}});
    QVERIFY(notice().contains(QLatin1String("prove again")));
    QVERIFY(notice().contains(QLatin1String("did not answer"))); // beside it
    buttonOf(*m_page, QStringLiteral("Confirm that it is you"))->click();
    QCOMPARE(asked.size(), 1);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSessionStepUp;
KEYTURN_TEST(TstSessionStepUp)
#include "tst_sessionstepup.moc"
