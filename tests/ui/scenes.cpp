// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "scenes.h"

#include "ui/activity/eventdialog.h"
#include "ui/common/questiondialog.h"
#include "ui/doctor/doctordialog.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/passworddialog.h"
#include "ui/mainwindow/renamedialog.h"
#include "ui/mainwindow/signoutdialog.h"
#include "ui/profiles/addressdialog.h"
#include "ui/profiles/clientdialog.h"
#include "ui/profiles/editordialog.h"
#include "ui/profiles/profilesdialog.h"
#include "ui/signin/formfield.h"
#include "ui/signin/unlockdialog.h"

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
                             "overview",
                             "sessions",
                             "activity",
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
                             "editor"})
        names += QString::fromLatin1(name);
    return names;
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

std::unique_ptr<QWidget> Scenes::build(const QString &name)
{
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
        const model::ProfileId acme(QStringLiteral("acme"));
        return std::make_unique<profiles::ClientDialog>(m_profiles, acme, m_profiles.clients(acme).first());
    }
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
    if (name == QLatin1String("first window"))
        m_accounts.list.clear();
    return std::make_unique<mainwindow::MainWindow>(mainwindow::Ports{m_accounts, m_sessions, m_signIn, m_doctor, m_profiles, m_activity});
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
    const QStringList leaves{QStringLiteral("overview"), QStringLiteral("sessions"), QStringLiteral("activity")};
    if (auto *bar = shown->findChild<QTabBar *>(); bar && leaves.contains(name))
        bar->setCurrentIndex(int(leaves.indexOf(name)));
    SignInBench::settle();
    if (name == QLatin1String("sessions") && !m_sessions.lists.empty())
        m_sessions.lists.back().finish(
            QList<model::Session>{session(QStringLiteral("1"), true, m_clock.now()), session(QStringLiteral("2"), false, m_clock.now().addDays(-1))});
    if (name == QLatin1String("activity") && !m_activity.questions.empty()) {
        history::Event event;
        event.id = 1;
        event.subject = {model::AccountId(QStringLiteral("a")), QStringLiteral("Ada"), QStringLiteral("Acme")};
        event.kind = history::EventKind::SignedIn;
        event.at = event.lastAt = m_clock.now();
        history::Page page;
        page.events = {event};
        m_activity.questions.back().answer.finish(page);
    }
    SignInBench::settle();
    return *shown;
}

} // namespace keyturn::ui::tests
