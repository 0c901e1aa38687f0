// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "support/registry.h"
#include "ui/common/notice.h"
#include "ui/sessions/sessionlistmodel.h"
#include "ui/sessions/sessionrows.h"
#include "ui/sessions/sessionspage.h"
#include "ui/sessions/sessionview.h"

#include <QAbstractButton>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using model::AccountId;
using model::SessionId;
using sessions::RowState;
using sessions::SessionEndings;
using sessions::SessionListModel;
using sessions::SessionsPage;

class TstSessionsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void thisDeviceStandsFirstThenTheNewestUsed();
    void aRowGreysWhileItsRequestRunsAndGoesWhenTheListProvesIt();
    void aFailureStaysOnTheRowWithRetry();
    void aSessionThatIsStillListedIsNotCalledEnded();
    void anAcceptedRequestWithoutProofIsSaid();
    void allOthersAreAskedForFirst();
    void whereNoneIsKnownForThisDevicesNoneIsAnother();
    void allOthersGoAtOnce();
    void theOwnSessionHasNoVerb();
    void theListIsReadAgainEveryThirtySecondsWhileSeen();
    void aListThatCannotBeReadKeepsWhatWasThere();
    void whenTheBackendWantsToBeAskedAgainItIs();
    void anAnswerForAnotherAccountIsDropped();
    void aProviderWithoutAnInterfaceIsToldSo();
    void deleteEndsTheChosenSession();
    void exactTimesAreToldOnHover();

private:
    void answer(const core::Result<QList<model::Session>> &result);
    /// And the time to think better of it goes by.
    void signOut(const char *id);
    [[nodiscard]] QVariant of(const QString &id, int role) const;
    [[nodiscard]] SessionListModel &model() const { return m_page->sessionModel(); }
    [[nodiscard]] QStringList names() const;
    [[nodiscard]] QString notice() const;

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeSessions> m_port;
    std::unique_ptr<SessionsPage> m_page;
    QList<model::Session> m_three;
};

void TstSessionsPage::init()
{
    m_page.reset();
    m_clock = std::make_unique<FakeClock>();
    m_port = std::make_unique<FakeSessions>(*m_clock);
    m_three = {session(QStringLiteral("old"), false, m_clock->now().addDays(-3)), session(QStringLiteral("new"), false, m_clock->now().addSecs(-600)),
               session(QStringLiteral("own"), true, m_clock->now().addDays(-4))};
    m_page = std::make_unique<SessionsPage>(*m_port);
    m_page->resize(500, 400);
    m_page->setAccount(AccountId(QStringLiteral("a")));
    m_page->show();
    answer(m_three);
}

void TstSessionsPage::answer(const core::Result<QList<model::Session>> &result)
{
    m_port->lists.back().finish(known(result));
    QCoreApplication::processEvents();
}

void TstSessionsPage::signOut(const char *id)
{
    m_page->signOut({SessionId(QLatin1String(id))});
    m_clock->advance(SessionEndings::thinkingTime);
}

QVariant TstSessionsPage::of(const QString &id, int role) const
{
    for (int row = 0; row < model().rowCount(); ++row) {
        if (model().index(row).data(SessionListModel::IdRole).toString() == id)
            return model().index(row).data(role);
    }
    return {};
}

QStringList TstSessionsPage::names() const
{
    QStringList found;
    for (int row = 0; row < m_page->rows().rowCount(); ++row)
        found += m_page->rows().index(row, 0).data().toString();
    return found;
}

QString TstSessionsPage::notice() const
{
    return m_page->findChild<common::Notice *>()->sentence();
}

void TstSessionsPage::thisDeviceStandsFirstThenTheNewestUsed()
{
    QCOMPARE(names(),
             (QStringList{QStringLiteral("This device"), QStringLiteral("Device own"), QStringLiteral("Other sessions"), QStringLiteral("Device new"),
                          QStringLiteral("Device old")}));
    QCOMPARE(of(QStringLiteral("new"), SessionListModel::UsedRole).toString(), QStringLiteral("Used 10 min ago"));
    QCOMPARE(of(QStringLiteral("new"), SessionListModel::ProgramRole).toString(), QStringLiteral("Keyturn 0.1 · Debian 12"));
}

void TstSessionsPage::aRowGreysWhileItsRequestRunsAndGoesWhenTheListProvesIt()
{
    signOut("new");
    QCOMPARE(m_port->calls.last(), QStringLiteral("revoke a/new"));
    QCOMPARE(of(QStringLiteral("new"), SessionListModel::StateRole).toInt(), int(RowState::Ending));
    m_port->revocations.back().finish({});
    QCoreApplication::processEvents();
    QCOMPARE(m_port->calls.last(), QStringLiteral("list a"));
    QCOMPARE(of(QStringLiteral("new"), SessionListModel::StateRole).toInt(), int(RowState::Ending)); // not gone before it is proved
    answer(QList{m_three.at(0), m_three.at(2)});
    QVERIFY(!model().contains(SessionId(QStringLiteral("new"))));
}

void TstSessionsPage::aFailureStaysOnTheRowWithRetry()
{
    signOut("new");
    m_port->revocations.back().finish(core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}});
    QCoreApplication::processEvents();
    answer(m_three);
    QCOMPARE(of(QStringLiteral("new"), SessionListModel::ActionRole).toString(), QStringLiteral("Retry"));
    QVERIFY(of(QStringLiteral("new"), SessionListModel::FailureRole).toString().contains(QLatin1String("did not answer in time")));
    signOut("new");
    QCOMPARE(m_port->calls.last(), QStringLiteral("revoke a/new"));
}

void TstSessionsPage::aSessionThatIsStillListedIsNotCalledEnded()
{
    signOut("new");
    m_port->revocations.back().finish({});
    QCoreApplication::processEvents();
    answer(m_three);
    QCOMPARE(of(QStringLiteral("new"), SessionListModel::StateRole).toInt(), int(RowState::Failed));
    QVERIFY(of(QStringLiteral("new"), SessionListModel::FailureRole).toString().contains(QLatin1String("still lists")));
}

void TstSessionsPage::anAcceptedRequestWithoutProofIsSaid()
{
    signOut("new");
    m_port->revocations.back().finish({});
    QCoreApplication::processEvents();
    answer(core::Error{core::ErrorKind::Offline, QStringLiteral("connection_refused"), {}});
    QVERIFY(of(QStringLiteral("new"), SessionListModel::FailureRole).toString().contains(QLatin1String("to prove it")));
}

void TstSessionsPage::allOthersAreAskedForFirst()
{
    QSignalSpy asked(m_page.get(), &SessionsPage::confirmOthersRequested);
    for (QAbstractButton *button : m_page->findChildren<QAbstractButton *>()) {
        if (button->text().contains(QLatin1String("others")))
            button->click();
    }
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().at(1).toInt(), 2);
    QVERIFY(!m_port->calls.contains(QStringLiteral("revoke others a")));
}

void TstSessionsPage::whereNoneIsKnownForThisDevicesNoneIsAnother()
{
    QList<model::Session> sessions = m_three;
    for (model::Session &session : sessions)
        session.current = false;
    m_page->refresh();
    answer(sessions);
    QCOMPARE(model().others().size(), 0);
    m_page->signOutOthers(model::AccountId(QStringLiteral("a")));
    m_clock->advance(SessionEndings::thinkingTime);
    QVERIFY(!m_port->calls.contains(QStringLiteral("revoke others a")));
}

void TstSessionsPage::allOthersGoAtOnce()
{
    m_page->signOutOthers(model::AccountId(QStringLiteral("a")));
    QCOMPARE(of(QStringLiteral("old"), SessionListModel::StateRole).toInt(), int(RowState::Waiting));
    m_clock->advance(SessionEndings::thinkingTime);
    QCOMPARE(m_port->calls.last(), QStringLiteral("revoke others a"));
    QCOMPARE(of(QStringLiteral("old"), SessionListModel::StateRole).toInt(), int(RowState::Ending));
    m_port->revocations.back().finish({});
    QCoreApplication::processEvents();
    answer(QList{m_three.at(2)});
    QCOMPARE(names(), (QStringList{QStringLiteral("This device"), QStringLiteral("Device own")}));
}

void TstSessionsPage::theOwnSessionHasNoVerb()
{
    QCOMPARE(of(QStringLiteral("own"), SessionListModel::ActionRole).toString(), QString());
}

void TstSessionsPage::theListIsReadAgainEveryThirtySecondsWhileSeen()
{
    const auto reads = [this] { return m_port->calls.count(QStringLiteral("list a")); };
    QCOMPARE(reads(), 1);
    m_clock->advance(std::chrono::seconds(29));
    QCOMPARE(reads(), 1);
    m_clock->advance(std::chrono::seconds(2));
    QCOMPARE(reads(), 2);
    answer(m_three);
    m_page->hide();
    m_clock->advance(std::chrono::minutes(5));
    QCOMPARE(reads(), 2);
    m_page->show();
    QCOMPARE(reads(), 3);
}

void TstSessionsPage::aListThatCannotBeReadKeepsWhatWasThere()
{
    m_page->refresh();
    answer(core::Error{core::ErrorKind::Offline, QStringLiteral("connection_refused"), {}});
    QCOMPARE(names().size(), 5);
    QVERIFY(notice().contains(QLatin1String("Acme does not answer")));
    m_page->refresh();
    answer(m_three);
    QCOMPARE(notice(), QString());
}

void TstSessionsPage::whenTheBackendWantsToBeAskedAgainItIs() // FAULTS 42
{
    m_page->refresh();
    answer(core::Error{core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}, std::chrono::seconds(12)});
    QCOMPARE(notice(), QStringLiteral("Acme asks for fewer attempts. Nothing was changed; try again in 12 s."));
    m_clock->advance(std::chrono::seconds(11));
    QCOMPARE(notice(), QStringLiteral("Acme asks for fewer attempts. Nothing was changed; try again in 1 s."));
    const qsizetype asked = m_port->calls.size();
    m_clock->advance(std::chrono::seconds(1));
    QCOMPARE(m_port->calls.size(), asked + 1);
    answer(m_three);
    QCOMPARE(notice(), QString());
}

void TstSessionsPage::anAnswerForAnotherAccountIsDropped() // FAULTS 57
{
    m_page->refresh();
    const core::Promise<history::KnownSessions> late = m_port->lists.back();
    m_page->setAccount(AccountId(QStringLiteral("b")));
    late.finish(known(m_three));
    QCoreApplication::processEvents();
    QCOMPARE(model().rowCount(), 0);
    answer(QList{session(QStringLiteral("b1"), true, m_clock->now())});
    QCOMPARE(names().last(), QStringLiteral("Device b1"));
}

void TstSessionsPage::aProviderWithoutAnInterfaceIsToldSo()
{
    m_port->supported = {false, QUrl(QStringLiteral("https://acme.example/devices")), m_clock->now().addDays(-3), m_clock->now().addSecs(-600)};
    m_page->setAccount(AccountId(QStringLiteral("b")));
    QVERIFY(!m_port->calls.contains(QStringLiteral("list b")));
    const auto labels = m_page->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
        return label->text().contains(QLatin1String("you signed in 3 days ago; the account was last used 10 min ago"));
    }));
    for (QAbstractButton *button : m_page->findChildren<QAbstractButton *>()) {
        if (button->text().contains(QLatin1String("Acme's page")))
            button->click();
    }
    QCOMPARE(m_port->calls.last(), QStringLiteral("open https://acme.example/devices"));
}

void TstSessionsPage::deleteEndsTheChosenSession()
{
    auto *list = m_page->findChild<sessions::SessionView *>();
    list->setCurrentIndex(m_page->rows().index(3, 0));
    QTest::keyClick(list, Qt::Key_Delete);
    QCOMPARE(of(QStringLiteral("new"), SessionListModel::StateRole).toInt(), int(RowState::Waiting));
    m_clock->advance(SessionEndings::thinkingTime);
    QCOMPARE(m_port->calls.last(), QStringLiteral("revoke a/new"));
}

void TstSessionsPage::exactTimesAreToldOnHover()
{
    const QString told = of(QStringLiteral("new"), Qt::ToolTipRole).toString();
    QCOMPARE(told.count(u'\n'), 2);
    QVERIFY(told.contains(QLatin1String("2026")));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSessionsPage;
KEYTURN_TEST(TstSessionsPage)
#include "tst_sessionspage.moc"
