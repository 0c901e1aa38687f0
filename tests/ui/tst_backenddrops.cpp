// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signinbench.h"
#include "support/registry.h"
#include "ui/signin/carepage.h"
#include "ui/signin/codepage.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordpage.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>

namespace keyturn::ui::tests {

using core::Error;
using core::ErrorKind;
using namespace std::chrono_literals;
using Typed = QList<std::pair<QString, QString>>;

namespace {

const Error offline{ErrorKind::Offline, QStringLiteral("connection_refused"), {}};
const Error overloaded{ErrorKind::Offline, QStringLiteral("server_error"), {}, 40s};
const Error limited{ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}, 40s};
const Error limitedOpenly{ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}};

const QString email = QStringLiteral("ada@example.com");
const QString password = QStringLiteral("correct horse");

} // namespace

/// The backend goes away, or wants to be left alone, on each page of the sign-in: what was typed is there again, the sentence says what happened, and
/// what may be done at once can be.
class TstBackendDrops : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_bench.reset(); }
    void whatWasTypedStaysAndTheSentenceIsSaid_data();
    void whatWasTypedStaysAndTheSentenceIsSaid();
    void theOtherVerbsOfThePageAreFree();
    void anotherMessageIsWaitedForAlone();
    void waitingForOneThingOutlivesThePage();
    void whatTheBackendCallsWrongIsNotGivenBack_data();
    void whatTheBackendCallsWrongIsNotGivenBack();
    void cancellingGivesBackWhatWasTyped();
    void aSignInThatWasStoppedIsNotExplained_data();
    void aSignInThatWasStoppedIsNotExplained();

private:
    void open(const QString &page);
    void openPassword();
    void openRegistration();
    void openReset();
    void submit();
    void answer(const Error &error);
    [[nodiscard]] QAbstractButton *button(const char *text) const { return m_bench->button(QString::fromUtf8(text)); }
    [[nodiscard]] FakeSignIn &port() const { return m_bench->port; }

    std::unique_ptr<SignInBench> m_bench;
    Typed m_typed; ///< What the person typed last.
    QString m_verb; ///< What submits it.
};

void TstBackendDrops::init()
{
    m_bench = std::make_unique<SignInBench>();
    model::PasswordSignIn &way = *port().list.first().password;
    way.reset = model::PasswordReset{model::Endpoint{}, model::Endpoint{}, {}};
    way.emailVerification = model::EmailVerification{model::Endpoint{}, model::Endpoint{}, {}};
    way.rules.minimumLength = 8;
    m_bench->dialog().startNew(model::ProfileId(QStringLiteral("demo")));
    m_typed.clear();
}

void TstBackendDrops::openPassword()
{
    QTest::keyClick(m_bench->dialog().findChild<QListView *>(), Qt::Key_Return);
    SignInBench::settle();
    m_typed = {{QStringLiteral("E-mail"), email}, {QStringLiteral("Password"), password}};
    m_verb = QStringLiteral("Sign in");
}

void TstBackendDrops::openRegistration()
{
    openPassword();
    button("Create an account…")->click();
    m_typed = {{QStringLiteral("Name"), QStringLiteral("Ada")}, {QStringLiteral("E-mail"), email}, {QStringLiteral("Password"), password}};
    m_verb = QStringLiteral("Create account");
}

void TstBackendDrops::openReset()
{
    openPassword();
    m_bench->type(QStringLiteral("E-mail"), email);
    button("Forgot your password?")->click();
    button("Send the code")->click();
    port().care.finish({});
    SignInBench::settle();
    m_typed = {{QStringLiteral("Code from the message"), QStringLiteral("ABCD")}, {QStringLiteral("New password"), password}};
    m_verb = QStringLiteral("Set the password");
}

void TstBackendDrops::open(const QString &page)
{
    if (page == QLatin1String("password"))
        return openPassword();
    if (page == QLatin1String("register"))
        return openRegistration();
    if (page == QLatin1String("reset"))
        return openReset();
    if (page == QLatin1String("browser"))
        return m_bench->openBrowser(false);
    if (page == QLatin1String("device"))
        return m_bench->openDevice();
    openPassword();
    m_bench->type(QStringLiteral("E-mail"), email);
    if (page == QLatin1String("forgotten")) {
        button("Forgot your password?")->click();
        m_typed = {{QStringLiteral("E-mail"), email}};
        m_verb = QStringLiteral("Send the code");
        return;
    }
    m_bench->type(QStringLiteral("Password"), password);
    button("Sign in")->click();
    if (page == QLatin1String("code")) {
        Q_EMIT port().flow->secondFactorWanted({model::SecondFactorMethod::Totp}, 6);
        m_typed = {{QStringLiteral("Code of your authenticator app"), QStringLiteral("123456")}};
        return;
    }
    Q_EMIT port().flow->failed({ErrorKind::Rejected, QStringLiteral("email_not_verified"), {}});
    m_typed = {{QStringLiteral("Code from the message"), QStringLiteral("ABCD")}};
    m_verb = QStringLiteral("Confirm");
}

void TstBackendDrops::submit()
{
    for (const auto &[name, text] : m_typed)
        m_bench->type(name, text);
    if (!m_typed.isEmpty())
        m_bench->button(m_verb)->click();
}

void TstBackendDrops::answer(const Error &error)
{
    if (m_bench->dialog().currentPage() == m_bench->page<signin::CarePage>())
        port().care.finish(error);
    else if (m_bench->dialog().currentPage() == m_bench->page<signin::CodePage>())
        Q_EMIT port().flow->secondFactorRefused(error);
    else
        Q_EMIT port().flow->failed(error);
    SignInBench::settle();
}

void TstBackendDrops::whatWasTypedStaysAndTheSentenceIsSaid_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<Error>("error");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<int>("wait");
    struct Case {
        const char *name;
        Error error;
        QString sentence;
        int wait;
    };
    const Case cases[] = {
        {"offline", offline, QStringLiteral("%1 does not answer. Your account stays as it is; try again when %1 is back."), 0},
        {"fault 42: 503 with a time", overloaded, QStringLiteral("%1 does not serve just now. Your account stays as it is; try again in 40 s."), 40},
        {"fault 42: 429 with a time", limited, QStringLiteral("%1 asks for fewer attempts. Nothing was changed; try again in 40 s."), 40},
        {"429 without one", limitedOpenly, QStringLiteral("%1 asks for fewer attempts. Nothing was changed; try again in 30 s."), 30},
    };
    for (const char *page : {"password", "register", "code", "forgotten", "reset", "confirm", "browser", "device"}) {
        const QString backend = page == QByteArray("browser") ? QStringLiteral("Google")
            : page == QByteArray("device")                    ? QStringLiteral("Telly")
                                                              : QStringLiteral("Acme");
        for (const Case &one : cases)
            QTest::addRow("%s, %s", page, one.name)
                << QString::fromLatin1(page) << one.error << QString(one.sentence).replace(QStringLiteral("%1"), backend) << one.wait;
    }
}

void TstBackendDrops::whatWasTypedStaysAndTheSentenceIsSaid()
{
    QFETCH(const QString, page);
    QFETCH(const Error, error);
    QFETCH(const int, wait);
    open(page);
    if (page == QLatin1String("browser"))
        m_verb = QStringLiteral("Start again");
    else if (page == QLatin1String("device"))
        m_verb = QStringLiteral("Get a new code");
    submit();
    QWidget *before = m_bench->dialog().currentPage();
    answer(error);
    QCOMPARE(m_bench->dialog().currentPage(), before);
    QTEST(m_bench->notice(), "sentence");
    for (const auto &[name, text] : m_typed) {
        QVERIFY2(m_bench->field(name), qPrintable(name));
        QCOMPARE(m_bench->field(name)->line().text(), text);
        QVERIFY(m_bench->field(name)->isEnabled());
    }
    if (wait > 0) {
        QVERIFY(!m_bench->button(m_verb));
        for (const auto *one : m_bench->dialog().currentPage()->findChildren<QPushButton *>())
            QVERIFY2(!one->isVisible() || one->width() >= one->sizeHint().width(), qPrintable(one->text())); // the time needs its room
        m_bench->clock.advance(std::chrono::seconds(wait - 1));
        QVERIFY2(m_bench->notice().endsWith(QLatin1String("try again in 1 s.")), qPrintable(m_bench->notice()));
        m_bench->clock.advance(1s);
        QCOMPARE(m_bench->notice(), QString());
    }
    QVERIFY(m_bench->button(m_verb));
    QVERIFY(m_bench->button(m_verb)->isEnabled()); // and with it what was typed can be sent again
}

void TstBackendDrops::theOtherVerbsOfThePageAreFree()
{
    openReset();
    submit();
    answer(limited);
    QVERIFY(button("Try again in 40 s"));
    QVERIFY(button("Send it again")->isEnabled());
    button("Send it again")->click();
    QVERIFY(!button("Send it again")->isEnabled()); // one request at a time
    port().care.finish({});
    SignInBench::settle();
    QCOMPARE(m_bench->notice(), QStringLiteral("Another message is on its way."));
    m_bench->clock.advance(40s);
    QCOMPARE(m_bench->notice(), QStringLiteral("Another message is on its way.")); // what was waited for has nothing to do with it
    QVERIFY(button("Set the password")->isEnabled());
}

void TstBackendDrops::anotherMessageIsWaitedForAlone()
{
    for (const char *page : {"reset", "confirm"}) {
        init();
        open(QString::fromLatin1(page));
        for (const auto &[name, text] : m_typed)
            m_bench->type(name, text);
        button("Send it again")->click();
        answer(limited);
        QVERIFY(button("Again in 40 s"));
        QVERIFY(!button("Again in 40 s")->isEnabled());
        QVERIFY(m_bench->button(m_verb)->isEnabled()); // who has the code enters it
        for (const auto &[name, text] : m_typed)
            QCOMPARE(m_bench->field(name)->line().text(), text);
        m_bench->button(m_verb)->click();
        QVERIFY(port().cares.last().contains(QLatin1String("ABCD")));
        answer(offline);
        m_bench->clock.advance(40s);
        QVERIFY(button("Send it again")->isEnabled());
        QVERIFY(m_bench->notice().contains(QLatin1String("does not answer")));
    }
}

void TstBackendDrops::waitingForOneThingOutlivesThePage()
{
    openReset();
    button("Send it again")->click();
    answer(limited);
    button("Back")->click();
    button("Forgot your password?")->click();
    QVERIFY(button("Try again in 40 s")); // it is the same that would be sent
    m_bench->clock.advance(40s);
    QVERIFY(button("Send the code")->isEnabled());
}

void TstBackendDrops::whatTheBackendCallsWrongIsNotGivenBack_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("field"); ///< That the backend names.
    QTest::addColumn<bool>("stays");
    QTest::newRow("wrong password") << QStringLiteral("password") << QStringLiteral("invalid_credentials") << QString() << false;
    QTest::newRow("a refusal that nobody knows") << QStringLiteral("password") << QStringLiteral("locked") << QString() << false;
    QTest::newRow("another field") << QStringLiteral("register") << QStringLiteral("validation_failed") << QStringLiteral("email") << true;
    QTest::newRow("the password") << QStringLiteral("register") << QStringLiteral("validation_failed") << QStringLiteral("password") << false;
    QTest::newRow("e-mail taken") << QStringLiteral("register") << QStringLiteral("email_taken") << QString() << true;
    QTest::newRow("wrong code") << QStringLiteral("reset") << QStringLiteral("invalid_code") << QString() << true;
}

void TstBackendDrops::whatTheBackendCallsWrongIsNotGivenBack()
{
    QFETCH(const QString, page);
    QFETCH(const QString, code);
    QFETCH(const QString, field);
    QFETCH(const bool, stays);
    open(page);
    submit();
    Error refused{ErrorKind::Rejected, code, {}};
    if (!field.isEmpty())
        refused.fields = {{field, QStringLiteral("Not this one.")}};
    answer(refused);
    QCOMPARE(m_bench->field(m_typed.last().first)->line().text(), stays ? password : QString());
}

void TstBackendDrops::cancellingGivesBackWhatWasTyped()
{
    openPassword();
    submit();
    QCOMPARE(m_bench->field(QStringLiteral("Password"))->line().text(), QString()); // while it is on its way
    button("Cancel")->click();
    QCOMPARE(m_bench->field(QStringLiteral("Password"))->line().text(), password);
    QVERIFY(button("Sign in")->isEnabled());
    QCOMPARE(m_bench->notice(), QString());
}

void TstBackendDrops::aSignInThatWasStoppedIsNotExplained_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("begins");
    for (const char *page : {"browser", "device", "password"}) {
        for (const char *code : {"cancelled", "interrupted", "stopped", "abandoned"})
            QTest::addRow("%s, %s", page, code) << QString::fromLatin1(page) << QString::fromLatin1(code) << QString();
    }
    QTest::newRow("browser, refused there") << QStringLiteral("browser") << QStringLiteral("access_denied")
                                            << QStringLiteral("Access was refused on Google's page");
    QTest::newRow("fault 30: browser, nobody came back")
        << QStringLiteral("browser") << QStringLiteral("browser_timeout") << QStringLiteral("Nobody came back from the browser in time");
    QTest::newRow("device, refused there") << QStringLiteral("device") << QStringLiteral("access_denied")
                                           << QStringLiteral("Access was refused on Telly's page");
}

void TstBackendDrops::aSignInThatWasStoppedIsNotExplained()
{
    QFETCH(const QString, page);
    QFETCH(const QString, code);
    QFETCH(const QString, begins);
    open(page);
    submit();
    answer({ErrorKind::Cancelled, code, {}});
    QVERIFY2(m_bench->notice().startsWith(begins), qPrintable(m_bench->notice()));
    QCOMPARE(m_bench->notice().isEmpty(), begins.isEmpty());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstBackendDrops;
KEYTURN_TEST(TstBackendDrops)
#include "tst_backenddrops.moc"
