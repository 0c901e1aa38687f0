// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "scenes.h"

#include "lookup.h"
#include "ui/activity/allactivitydialog.h"
#include "ui/activity/eventdialog.h"
#include "ui/audit/resultdialog.h"
#include "ui/common/questiondialog.h"
#include "ui/doctor/doctordialog.h"
#include "ui/mainwindow/aboutdialog.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/newsdialog.h"
#include "ui/mainwindow/passworddialog.h"
#include "ui/mainwindow/renamedialog.h"
#include "ui/mainwindow/signoutdialog.h"
#include "ui/preferences/preferencesdialog.h"
#include "ui/profiles/addressdialog.h"
#include "ui/profiles/clientdialog.h"
#include "ui/profiles/editordialog.h"
#include "ui/profiles/profilesdialog.h"
#include "ui/sessions/sessionbar.h"
#include "ui/sessions/sessiondialog.h"
#include "ui/sessions/sessionspage.h"
#include "ui/signin/formfield.h"
#include "ui/signin/unlockdialog.h"
#include "ui/tokens/tokenpage.h"
#include "ui/trace/entrydialog.h"

#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTabBar>
#include <QTest>

namespace keyturn::ui::tests {

using Step = keyturn::accounts::SignInFlow::Step;

Scenes::Scenes()
{
    m_accounts.list = {account(QStringLiteral("a"), QStringLiteral("Ada Lovelace"), QStringLiteral("ada@example.com")),
                       account(QStringLiteral("b"), QStringLiteral("Grace Hopper"))};
    m_accounts.changesPassword = true;
    m_signIn.list.first().password->change = model::PasswordChange{model::Endpoint{}, {}, false, {}};
}

Scenes::~Scenes() = default;

QStringList Scenes::names()
{
    QStringList names;
    for (const char *name : {"first window",
                             "no keychain",
                             "an offer",
                             "overview",
                             "sessions",
                             "sessions in all states",
                             "sessions of the last look",
                             "session details",
                             "no session found",
                             "no sessions interface",
                             "activity",
                             "developer token",
                             "developer token renewed",
                             "developer pasted token",
                             "developer no token",
                             "all activity",
                             "preferences 1",
                             "preferences 2",
                             "preferences 3",
                             "preferences 4",
                             "preferences 5",
                             "preferences 6",
                             "about",
                             "what is new",
                             "pick",
                             "password",
                             "refused password",
                             "new account",
                             "forgotten password",
                             "browser",
                             "code on another device",
                             "second factor",
                             "signed in",
                             "sign out",
                             "rename",
                             "change password",
                             "unlock",
                             "question",
                             "event",
                             "check this computer",
                             "backends",
                             "backend by address",
                             "client id",
                             "editor",
                             "developer lab",
                             "developer lab with a session that is over",
                             "developer lab with a wrong clock",
                             "developer lab with faults",
                             "developer audit before it begins",
                             "developer audit that goes on",
                             "developer audit at its end",
                             "one check",
                             "developer trace of a sign-in",
                             "step of the trace"})
        names += QString::fromLatin1(name);
    return names + consoleNames();
}

QWidget *Scenes::signInAt(const QString &page)
{
    m_bench = std::make_unique<SignInBench>();
    SignInBench &bench = *m_bench;
    model::PasswordSignIn &way = *bench.port.list.first().password;
    way.reset = model::PasswordReset{model::Endpoint{}, model::Endpoint{}, {}};
    way.emailVerification = model::EmailVerification{model::Endpoint{}, model::Endpoint{}, {}};
    bench.dialog().startNew(model::ProfileId(QStringLiteral("demo")));
    const auto goOn = [&bench] {
        QTest::keyClick(bench.dialog().focusWidget(), Qt::Key_Return);
        SignInBench::settle();
    };
    if (page == QLatin1String("pick"))
        return &bench.dialog();
    if (page == QLatin1String("browser")) {
        bench.openBrowser(true);
        return &bench.dialog();
    }
    if (page == QLatin1String("code on another device")) {
        bench.openDevice();
        bench.giveCode(std::chrono::minutes(10));
        return &bench.dialog();
    }
    goOn();
    if (page == QLatin1String("new account"))
        bench.button(QStringLiteral("Create an account…"))->click();
    else if (page == QLatin1String("forgotten password"))
        bench.button(QStringLiteral("Forgot your password?"))->click();
    if (page != QLatin1String("refused password") && page != QLatin1String("second factor") && page != QLatin1String("signed in"))
        return &bench.dialog();
    bench.type(QStringLiteral("E-mail"), QStringLiteral("ada@example.com"));
    bench.type(QStringLiteral("Password"), QStringLiteral("correct horse"));
    goOn();
    if (page == QLatin1String("refused password")) {
        Q_EMIT bench.port.flow->failed({core::ErrorKind::Rejected, QStringLiteral("invalid_credentials"), {}});
    } else if (page == QLatin1String("signed in")) {
        Q_EMIT bench.port.flow->signedIn(model::AccountId(QStringLiteral("a")));
    } else {
        Q_EMIT bench.port.flow->secondFactorWanted({model::SecondFactorMethod::Totp, model::SecondFactorMethod::RecoveryCode}, 6);
        Q_EMIT bench.port.flow->stepChanged(Step::WaitingForCode);
    }
    return &bench.dialog();
}

std::unique_ptr<QWidget> Scenes::buildAbout(const QString &name)
{
    if (name == QLatin1String("all activity"))
        return std::make_unique<activity::AllActivityDialog>(m_activity);
    if (name == QLatin1String("about"))
        return std::make_unique<mainwindow::AboutDialog>();
    if (name == QLatin1String("what is new"))
        return std::make_unique<mainwindow::NewsDialog>();
    if (!name.startsWith(QLatin1String("preferences")))
        return nullptr;
    m_preferences.known = {QStringLiteral("de")};
    m_preferences.stored.proxy = QStringLiteral("http://proxy.example:3128");
    m_preferences.stored.caFile = QStringLiteral("/etc/ssl/acme/root.pem");
    m_preferences.facts.accounts = 3;
    auto dialog = std::make_unique<preferences::PreferencesDialog>(m_preferences);
    dialog->showPage(name.back().digitValue() - 1);
    return dialog;
}

std::unique_ptr<QWidget> Scenes::buildDetails() const
{
    history::KnownSession gone = known(session(QStringLiteral("2"), false, m_clock.now().addDays(-1)));
    gone.label = QStringLiteral("Attic computer");
    gone.lastSeenAt = m_clock.now().addDays(-1);
    gone.session.endedAt = m_clock.now();
    gone.session.cause = QStringLiteral("ended_elsewhere");
    return std::make_unique<sessions::SessionDialog>(gone, QString());
}

std::unique_ptr<QWidget> Scenes::build(const QString &name)
{
    if (std::unique_ptr<QWidget> about = buildAbout(name))
        return about;
    if (name == QLatin1String("session details"))
        return buildDetails();
    const model::Account ada = m_accounts.list.value(0);
    if (name == QLatin1String("sign out"))
        return std::make_unique<mainwindow::SignOutDialog>(m_accounts, ada);
    if (name == QLatin1String("rename"))
        return std::make_unique<mainwindow::RenameDialog>(m_accounts, ada);
    if (name == QLatin1String("change password"))
        return std::make_unique<mainwindow::PasswordDialog>(m_accounts, m_signIn, ada);
    if (name == QLatin1String("unlock"))
        return std::make_unique<signin::UnlockDialog>();
    if (name == QLatin1String("question"))
        return std::make_unique<common::QuestionDialog>(QStringLiteral("Sign out?"), QStringLiteral("It ends now."), QStringLiteral("Sign &out"));
    if (name == QLatin1String("check this computer"))
        return std::make_unique<doctor::DoctorDialog>(m_doctor);
    if (name == QLatin1String("backends"))
        return std::make_unique<profiles::ProfilesDialog>(m_profiles);
    if (name == QLatin1String("backend by address"))
        return std::make_unique<profiles::AddressDialog>(m_profiles);
    if (name == QLatin1String("client id")) {
        // Google's way to a client id has the longest sentences.
        const model::ProfileId google(QStringLiteral("google"));
        m_profiles.put(acmeText(google.toString())
                           .replace(QStringLiteral("https://id.acme.example"), QStringLiteral("https://accounts.google.com"))
                           .replace(QStringLiteral("{client:acme}"), QStringLiteral("{client:google}")),
                       storage::ProfileOrigin::BuiltIn);
        return std::make_unique<profiles::ClientDialog>(m_profiles, google, m_profiles.clients(google).first());
    }
    if (name == QLatin1String("one check"))
        return std::make_unique<audit::ResultDialog>(FakeAudit::result(19, keyturn::audit::Outcome::Fail, keyturn::audit::Severity::High));
    if (name.contains(QLatin1String("trace")))
        m_trace.addSignIn();
    if (name == QLatin1String("step of the trace"))
        return std::make_unique<trace::EntryDialog>(m_trace.list.at(4).exchange);
    if (name == QLatin1String("editor"))
        return std::make_unique<profiles::EditorDialog>(
            m_profiles, profiles::Draft{QStringLiteral("Edit Acme"), {}, acmeText(), model::ProfileId(QStringLiteral("acme")), false});
    if (name == QLatin1String("event")) {
        history::Event event;
        event.id = 1;
        event.subject = {ada.id, QStringLiteral("Ada"), QStringLiteral("Acme")};
        event.kind = history::EventKind::SignedIn;
        event.at = event.lastAt = m_clock.now();
        return std::make_unique<activity::EventDialog>(event);
    }
    if (name == QLatin1String("no sessions interface"))
        m_sessions.supported = {false, QUrl(QStringLiteral("https://acme.example/devices")), m_clock.now().addDays(-3), m_clock.now().addSecs(-600)};
    if (name == QLatin1String("no keychain"))
        m_signIn.probed = core::Error{core::ErrorKind::Storage, QStringLiteral("keychain_absent"), {}};
    if (name == QLatin1String("first window") || name == QLatin1String("no keychain"))
        m_accounts.list.clear();
    mainwindow::Ports ports{m_accounts, m_sessions, m_signIn, m_doctor, m_profiles, m_activity};
    ports.tokens = &m_tokens;
    ports.audit = &m_audit;
    ports.lab = &m_lab;
    ports.trace = &m_trace;
    ports.console = &m_console;
    auto window = std::make_unique<mainwindow::MainWindow>(ports);
    if (name == QLatin1String("an offer"))
        window->offer(QStringLiteral("Keyturn was updated to 2.0.0."), QStringLiteral("See what is &new"), {});
    return window;
}

void Scenes::fillSessions(QWidget &window, const QString &name)
{
    if (m_sessions.lists.empty() || name == QLatin1String("session details"))
        return;
    const QDateTime now = m_clock.now();
    core::Result<history::KnownSessions> listed =
        known(QList<model::Session>{session(QStringLiteral("1"), true, now), session(QStringLiteral("2"), false, now.addDays(-1)),
                                    session(QStringLiteral("3"), false, now.addDays(-2)), session(QStringLiteral("4"), false, now.addDays(-40))});
    QList<history::KnownSession> &all = listed.value().sessions;
    all[1].isNew = true;
    all[2].label = QStringLiteral("Attic computer");
    all[3].session.endedAt = now.addDays(-3);
    all[3].session.cause = QStringLiteral("ended_elsewhere");
    if (name == QLatin1String("sessions of the last look")) {
        m_sessions.book = listed;
        m_sessions.book.value().listedAt = now.addSecs(-7200);
        for (history::KnownSession &one : m_sessions.book.value().sessions)
            one.session.id = {};
        m_sessions.lists.back().finish(core::Error{core::ErrorKind::Offline, QStringLiteral("connection_refused"), {}});
        return;
    }
    m_sessions.lists.back().finish(listed);
    SignInBench::settle();
    auto *page = window.findChild<sessions::SessionsPage *>();
    if (name == QLatin1String("no session found"))
        page->findChild<sessions::SessionBar *>()->type(QStringLiteral("windows"));
    if (name != QLatin1String("sessions in all states"))
        return;
    page->signOut({all.at(2).session.id});
    m_clock.advance(sessions::SessionEndings::thinkingTime);
    m_sessions.revocations.back().finish(core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}});
    SignInBench::settle();
    m_sessions.lists.back().finish(listed);
    SignInBench::settle();
    page->signOut({all.at(1).session.id});
}

void Scenes::fillActivity()
{
    if (m_activity.questions.empty())
        return;
    history::Event event;
    event.id = 1;
    event.subject = {model::AccountId(QStringLiteral("a")), QStringLiteral("Ada"), QStringLiteral("Acme")};
    event.kind = history::EventKind::SignedIn;
    event.at = event.lastAt = m_clock.now();
    history::Page page;
    page.events = {event};
    m_activity.questions.back().answer.finish(page);
}

void Scenes::choosePage(QWidget &window, const QString &title)
{
    const QList<QTabBar *> bars = window.findChildren<QTabBar *>();
    auto *pages =
        *std::find_if(bars.begin(), bars.end(), [](const QTabBar *bar) { return bar->accessibleName() == QLatin1String("Pages for developers"); });
    for (int tab = 0; tab < pages->count(); ++tab) {
        if (pages->tabText(tab).remove(u'&') == title)
            pages->setCurrentIndex(tab);
    }
    SignInBench::settle();
}

void Scenes::fillToken(QWidget &window, const QString &name)
{
    auto *page = window.findChild<tokens::TokenPage *>();
    if (!page || m_tokens.asked.empty() || !name.startsWith(QLatin1String("developer")))
        return;
    if (name == QLatin1String("developer no token"))
        return m_tokens.asked.back().finish(core::Error{core::ErrorKind::Storage, QStringLiteral("keychain_locked"), {}});
    m_tokens.asked.back().finish(m_tokens.accessToken(600));
    SignInBench::settle();
    if (name == QLatin1String("developer token renewed")) {
        buttonOf(*page, QStringLiteral("Refresh and compare"))->click();
        m_tokens.renewals.back().finish(composition::RenewedToken{m_tokens.accessToken(60), m_tokens.accessToken(900)});
    }
    if (name == QLatin1String("developer pasted token"))
        page->paste(QString::fromLatin1(FakeTokens::badToken()));
    for (auto *box : page->findChildren<QComboBox *>()) {
        if (name != QLatin1String("developer pasted token") || !box->isVisible() || box->count() < 5)
            continue;
        box->setCurrentIndex(2); // by keys at an address
        Q_EMIT box->activated(2);
    }
}

QWidget &Scenes::show(const QString &name)
{
    static const QStringList ofSignIn{QStringLiteral("pick"),          QStringLiteral("password"),  QStringLiteral("refused password"),
                                      QStringLiteral("new account"),   QStringLiteral("browser"),   QStringLiteral("forgotten password"),
                                      QStringLiteral("second factor"), QStringLiteral("signed in"), QStringLiteral("code on another device")};
    QWidget *shown = nullptr;
    if (ofSignIn.contains(name)) {
        shown = signInAt(name);
    } else {
        m_window = build(name);
        shown = m_window.get();
        shown->show();
    }
    shown->activateWindow();
    (void)QTest::qWaitForWindowActive(shown);
    const QStringList leaves{QStringLiteral("overview"), QStringLiteral("session"), QStringLiteral("activity"), QStringLiteral("developer")};
    for (int leaf = 0; leaf < leaves.size(); ++leaf) {
        if (auto *bar = shown->findChild<QTabBar *>(); bar && name.contains(leaves.at(leaf)))
            bar->setCurrentIndex(leaf);
    }
    SignInBench::settle();
    if (name == QLatin1String("developer trace of a sign-in"))
        choosePage(*shown, QStringLiteral("Trace"));
    fillSessions(*shown, name);
    fillActivity();
    fillToken(*shown, name);
    openLab(*shown, name);
    openAudit(*shown, name);
    if (QWidget *dialog = fillConsole(*shown, name))
        shown = dialog;
    SignInBench::settle();
    return *shown;
}

} // namespace keyturn::ui::tests
