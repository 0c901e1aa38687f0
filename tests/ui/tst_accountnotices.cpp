// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakenotifier.h"
#include "fakeports.h"
#include "support/registry.h"
#include "ui/tray/accountnotices.h"

#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using keyturn::accounts::AccountState;
using model::AccountId;
using tray::AccountNotices;
using tray::Topic;

class TstAccountNotices : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void anAccountThatWasSignedOutIsToldOf();
    void whyIsSaidInWords();
    void itsActionsLeadOn();
    void whatWasSoBeforeIsNoNews();
    void whatIsNotTrueAnyMoreGoes();
    void onlyForAMomentIsNotTold();
    void whoLooksAtItIsNotTold();
    void whoDoesNotWantItIsNotTold();
    void aHundredAtOnceAreOne();
    void aStreamOfThemIsOneSoon();
    void newSessionsAreToldOnceAnAccount();
    void namesAreBounded();

private:
    void signOut(const QString &id, const QString &cause = QStringLiteral("invalid_grant"));
    void signIn(const QString &id);
    void wait() { m_clock->advance(std::chrono::seconds(3)); }
    void add(int count);

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeAccounts> m_accounts;
    std::unique_ptr<FakeNotifier> m_notifier;
    std::unique_ptr<AccountNotices> m_notices;
    bool m_wanted = true;
    bool m_seen = false;
};

void TstAccountNotices::init()
{
    m_wanted = true;
    m_seen = false;
    m_clock = std::make_unique<FakeClock>();
    m_accounts = std::make_unique<FakeAccounts>(*m_clock);
    m_accounts->list = {account(QStringLiteral("a"), QStringLiteral("Ada")), account(QStringLiteral("b"), QStringLiteral("Grace"))};
    m_notifier = std::make_unique<FakeNotifier>();
    m_notices = std::make_unique<AccountNotices>(
        *m_accounts, *m_notifier, [this](Topic) { return m_wanted; }, [this](const AccountId &, Topic) { return m_seen; });
}

void TstAccountNotices::cleanup()
{
    m_notices.reset();
}

void TstAccountNotices::signOut(const QString &id, const QString &cause)
{
    for (model::Account &one : m_accounts->list) {
        if (one.id.toString() == id)
            one.standing = model::SignInNeeded{cause, m_clock->now()};
    }
    m_accounts->states.insert(AccountId(id), AccountState::SignInAgain);
    Q_EMIT m_accounts->changed(AccountId(id));
}

void TstAccountNotices::signIn(const QString &id)
{
    for (model::Account &one : m_accounts->list) {
        if (one.id.toString() == id)
            one.standing = model::SignedIn{};
    }
    m_accounts->states.remove(AccountId(id));
    Q_EMIT m_accounts->changed(AccountId(id));
}

void TstAccountNotices::add(int count)
{
    for (int i = 0; i < count; ++i)
        m_accounts->add(account(QStringLiteral("x%1").arg(i), QStringLiteral("Person %1").arg(i)));
}

void TstAccountNotices::anAccountThatWasSignedOutIsToldOf()
{
    signOut(QStringLiteral("a"));
    Q_EMIT m_accounts->changed(AccountId(QStringLiteral("a"))); // said again, which is no news
    wait();
    QCOMPARE(m_notifier->shown.size(), 1);
    QCOMPARE(m_notifier->shown.first().title, QStringLiteral("Ada was signed out of Acme"));
    QCOMPARE(m_notifier->shown.first().actions.size(), 3);
    Q_EMIT m_accounts->changed(AccountId(QStringLiteral("a")));
    wait();
    QCOMPARE(m_notifier->count, 1);
}

void TstAccountNotices::whyIsSaidInWords()
{
    signOut(QStringLiteral("a"), QStringLiteral("reuse_detected"));
    wait();
    QVERIFY(m_notifier->shown.first().body.contains(QStringLiteral("used twice")));
}

void TstAccountNotices::itsActionsLeadOn()
{
    signOut(QStringLiteral("a"));
    wait();
    const QString key = m_notifier->shown.first().key;
    QSignalSpy signIn(m_notices.get(), &AccountNotices::signInRequested);
    QSignalSpy why(m_notices.get(), &AccountNotices::activityRequested);
    m_notifier->press(key, QStringLiteral("sign-in"));
    QCOMPARE(signIn.value(0).value(0).value<AccountId>(), AccountId(QStringLiteral("a")));
    m_notifier->press(key, QStringLiteral("why"));
    QCOMPARE(why.value(0).value(0).value<AccountId>(), AccountId(QStringLiteral("a")));
}

void TstAccountNotices::whatWasSoBeforeIsNoNews()
{
    m_accounts->states.insert(AccountId(QStringLiteral("a")), AccountState::SignInAgain);
    m_notices = std::make_unique<AccountNotices>(
        *m_accounts, *m_notifier, [](Topic) { return true; }, [](const AccountId &, Topic) { return false; });
    Q_EMIT m_accounts->changed(AccountId(QStringLiteral("a")));
    Q_EMIT m_accounts->reset();
    wait();
    QCOMPARE(m_notifier->count, 0);
}

void TstAccountNotices::whatIsNotTrueAnyMoreGoes()
{
    signOut(QStringLiteral("a"));
    signOut(QStringLiteral("b"));
    wait();
    QCOMPARE(m_notifier->shown.size(), 2);
    signIn(QStringLiteral("a"));
    QCOMPARE(m_notifier->shown.size(), 1);
    m_accounts->remove(AccountId(QStringLiteral("b")));
    QVERIFY(m_notifier->shown.isEmpty());
    signOut(QStringLiteral("a")); // once more is news once more
    wait();
    QCOMPARE(m_notifier->shown.size(), 1);
}

void TstAccountNotices::onlyForAMomentIsNotTold()
{
    signOut(QStringLiteral("a"));
    signIn(QStringLiteral("a"));
    wait();
    QCOMPARE(m_notifier->count, 0);
}

void TstAccountNotices::whoLooksAtItIsNotTold()
{
    m_seen = true;
    signOut(QStringLiteral("a"));
    m_notices->notifyNewSessions(AccountId(QStringLiteral("a")), 1, {});
    wait();
    QCOMPARE(m_notifier->count, 0);
}

void TstAccountNotices::whoDoesNotWantItIsNotTold()
{
    m_wanted = false;
    signOut(QStringLiteral("a"));
    m_notices->notifyNewSessions(AccountId(QStringLiteral("a")), 1, {});
    wait();
    QCOMPARE(m_notifier->count, 0);
}

void TstAccountNotices::aHundredAtOnceAreOne()
{
    add(100);
    for (int i = 0; i < 100; ++i)
        signOut(QStringLiteral("x%1").arg(i));
    wait();
    QCOMPARE(m_notifier->count, 1);
    QCOMPARE(m_notifier->shown.first().title, QStringLiteral("100 accounts were signed out"));
    QSignalSpy window(m_notices.get(), &AccountNotices::windowRequested);
    m_notifier->press(m_notifier->shown.first().key, QStringLiteral("default"));
    QCOMPARE(window.size(), 1);
    for (int i = 0; i < 100; ++i)
        signIn(QStringLiteral("x%1").arg(i));
    QVERIFY(m_notifier->shown.isEmpty());
}

void TstAccountNotices::aStreamOfThemIsOneSoon()
{
    add(20);
    for (int i = 0; i < 20; ++i) {
        signOut(QStringLiteral("x%1").arg(i));
        m_clock->advance(std::chrono::seconds(10));
    }
    QCOMPARE(m_notifier->shown.size(), 7); // six, and one for all that followed
    QCOMPARE(m_notifier->shown.last().title, QStringLiteral("14 accounts were signed out"));
    m_clock->advance(std::chrono::minutes(11));
    signOut(QStringLiteral("a"));
    wait();
    QCOMPARE(m_notifier->shown.last().title, QStringLiteral("Ada was signed out of Acme"));
}

void TstAccountNotices::newSessionsAreToldOnceAnAccount()
{
    m_notices->notifyNewSessions(AccountId(QStringLiteral("a")), 1, QStringLiteral("Firefox on\nLinux"));
    QCOMPARE(m_notifier->shown.first().title, QStringLiteral("New session of Ada at Acme"));
    QCOMPARE(m_notifier->shown.first().body, QStringLiteral("Firefox on Linux"));
    m_notices->notifyNewSessions(AccountId(QStringLiteral("a")), 3, {});
    QCOMPARE(m_notifier->shown.size(), 1);
    QCOMPARE(m_notifier->shown.first().title, QStringLiteral("3 new sessions of Ada at Acme"));
    QSignalSpy sessions(m_notices.get(), &AccountNotices::sessionsRequested);
    m_notifier->press(m_notifier->shown.first().key, QStringLiteral("sessions"));
    QCOMPARE(sessions.value(0).value(0).value<AccountId>(), AccountId(QStringLiteral("a")));
    m_notices->noteSeen(AccountId(QStringLiteral("a")), Topic::NewSessions);
    QVERIFY(m_notifier->shown.isEmpty());
    m_notices->notifyNewSessions(AccountId(QStringLiteral("gone")), 3, {});
    m_notices->notifyNewSessions(AccountId(QStringLiteral("a")), 0, {});
    QVERIFY(m_notifier->shown.isEmpty());
}

void TstAccountNotices::namesAreBounded()
{
    m_accounts->list[0].identity.name = QStringLiteral("%2\u202E") + QString(10'000, u'W');
    signOut(QStringLiteral("a"));
    wait();
    QVERIFY(m_notifier->shown.first().title.size() < 160);
    QVERIFY(m_notifier->shown.first().title.startsWith(QStringLiteral("%2WW")));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstAccountNotices;
KEYTURN_TEST(TstAccountNotices)
#include "tst_accountnotices.moc"
