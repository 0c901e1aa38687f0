// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QTest>

namespace keyturn::e2e {

/// The real window on a virtual display, moved by the keyboard as a person would.
class TstWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void itShowsTheAccountsThatTheCommandLineMade();
    void aPersonSignsInByKeyboard();
    void aSecondStartRaisesTheFirst();
    void theWindowsComeBackAfterAKill();

private:
    std::unique_ptr<QProcess> startWindow(const QStringList &arguments = {});
    QString windowId(QProcess &window);
    static qsizetype windowsOf(QProcess &window);
    void keys(const QStringList &keys);
    void text(const QString &text);

    World m_world;
    std::unique_ptr<QProcess> m_window;
};

void TstWindow::initTestCase()
{
    QVERIFY2(!qEnvironmentVariableIsEmpty("DISPLAY"), "run through tests/support/desktop-session");
    QVERIFY(!m_world.startBackend().isEmpty());
}

void TstWindow::cleanup()
{
    if (m_window) {
        m_window->terminate();
        if (!m_window->waitForFinished(10'000))
            m_window->kill();
        m_window.reset();
    }
}

std::unique_ptr<QProcess> TstWindow::startWindow(const QStringList &arguments)
{
    auto window = std::make_unique<QProcess>();
    QProcessEnvironment environment = m_world.environment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    window->setProcessEnvironment(environment);
    window->setProcessChannelMode(QProcess::ForwardedChannels);
    window->start(World::program(QStringLiteral("keyturn")), arguments);
    window->waitForStarted();
    return window;
}

QString TstWindow::windowId(QProcess &window)
{
    QProcess search;
    search.start(QStringLiteral("xdotool"),
                 {QStringLiteral("search"), QStringLiteral("--sync"), QStringLiteral("--onlyvisible"), QStringLiteral("--pid"),
                  QString::number(window.processId())});
    search.waitForFinished(30'000);
    return QString::fromUtf8(search.readAllStandardOutput()).section(u'\n', 0, 0).trimmed();
}

qsizetype TstWindow::windowsOf(QProcess &window)
{
    QProcess search;
    search.start(QStringLiteral("xdotool"),
                 {QStringLiteral("search"), QStringLiteral("--onlyvisible"), QStringLiteral("--pid"), QString::number(window.processId())});
    search.waitForFinished(30'000);
    return search.readAllStandardOutput().split('\n').size() - 1;
}

void TstWindow::keys(const QStringList &pressed)
{
    QProcess::execute(QStringLiteral("xdotool"), QStringList{QStringLiteral("key"), QStringLiteral("--delay"), QStringLiteral("60")} + pressed);
}

void TstWindow::text(const QString &typed)
{
    QProcess::execute(QStringLiteral("xdotool"), {QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("30"), typed});
}

void TstWindow::itShowsTheAccountsThatTheCommandLineMade()
{
    QVERIFY(!m_world.signUp(QStringLiteral("ada@example.com")).isEmpty());
    QVERIFY(!m_world.signInByBrowser(QStringLiteral("google"), {QStringLiteral("--email"), QStringLiteral("ada.lovelace@example.com")}).isEmpty());
    const QString picture = m_world.home() + QStringLiteral("/window.png");
    m_window = startWindow({QStringLiteral("--screenshot"), picture, QStringLiteral("--quit-after"), QStringLiteral("6")});
    QVERIFY(m_window->waitForFinished(40'000));
    QCOMPARE(m_window->exitCode(), 0);
    QImage image(picture);
    QVERIFY(!image.isNull());
    QVERIFY(image.width() >= 720 && image.height() >= 480);
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3)
            colours.insert(image.pixel(x, y));
    }
    QVERIFY(colours.size() > 20); // painted, not blank
    if (const QString keep = qEnvironmentVariable("KEYTURN_TEST_PICTURES"); !keep.isEmpty())
        QFile::copy(picture, keep + QStringLiteral("/window.png"));
}

void TstWindow::aPersonSignsInByKeyboard()
{
    QVERIFY(!m_world.signUp(QStringLiteral("typist@example.com")).isEmpty());
    QCOMPARE(m_world.cli({QStringLiteral("sign-out"), QStringLiteral("typist")}).status, 0);
    m_window = startWindow({QStringLiteral("--profile"), QStringLiteral("demo")});
    const QString id = windowId(*m_window);
    QVERIFY(!id.isEmpty());
    QTest::qWait(1500);
    QProcess::execute(QStringLiteral("xdotool"), {QStringLiteral("windowfocus"), id});
    keys({QStringLiteral("ctrl+n")}); // add an account
    QTest::qWait(1500);
    // The pick page chooses the demo's own sign-in; Enter goes on to e-mail and password.
    keys({QStringLiteral("Return")});
    QTest::qWait(800);
    text(QStringLiteral("typist@example.com"));
    keys({QStringLiteral("Tab")});
    text(QStringLiteral("correct horse battery"));
    keys({QStringLiteral("Return")});
    const auto emails = [this] { return m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")}).out; };
    QTRY_VERIFY_WITH_TIMEOUT(emails().contains("typist@example.com"), 30'000);
}

void TstWindow::aSecondStartRaisesTheFirst()
{
    m_window = startWindow();
    QVERIFY(!windowId(*m_window).isEmpty());
    const auto second = startWindow();
    QVERIFY(second->waitForFinished(15'000)); // it hands over and goes
    QCOMPARE(second->exitCode(), 0);
    QCOMPARE(m_window->state(), QProcess::Running);
}

void TstWindow::theWindowsComeBackAfterAKill()
{
    m_window = startWindow();
    const QString id = windowId(*m_window);
    QVERIFY(!id.isEmpty());
    QTest::qWait(1500);
    QProcess::execute(QStringLiteral("xdotool"), {QStringLiteral("windowfocus"), id});
    keys({QStringLiteral("ctrl+shift+n")});
    QTRY_COMPARE_WITH_TIMEOUT(windowsOf(*m_window), 2, 10'000);
    const auto remembered = [this] {
        QFile file(m_world.home() + QStringLiteral("/config/settings.json"));
        return file.open(QIODevice::ReadOnly) ? file.readAll().count("\"geometry\"") : qsizetype(0);
    };
    QTRY_COMPARE_WITH_TIMEOUT(remembered(), 2, 10'000);
    m_window->kill();
    QVERIFY(m_window->waitForFinished(10'000));
    m_window = startWindow();
    QTRY_COMPARE_WITH_TIMEOUT(windowsOf(*m_window), 2, 20'000);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstWindow;
KEYTURN_TEST(TstWindow)
#include "tst_window.moc"
