// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/accessibletree.h"
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

#include <algorithm>

namespace keyturn::e2e {

/// The real window for somebody who sees nothing and holds no mouse: keys go in, AT-SPI comes out.
class TstAtspi : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aPersonSignsInLooksAroundAndSignsOut();
    void whoQuitsAtOnceHasEndedTheSessionsAllTheSame();

private:
    void press(const QStringList &keys) { xdotool(QStringList{QStringLiteral("key"), QStringLiteral("--delay"), QStringLiteral("30")} + keys); }
    void type(const QString &text) { xdotool({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("20"), text}); }
    static void xdotool(const QStringList &arguments) { QProcess::execute(QStringLiteral("xdotool"), arguments); }
    /// Gives the keys to the program's first window, as a window manager would when a dialog has gone.
    void takeKeyboard();
    /// Waits until it shows. Leaves what shows instead in m_last.
    [[nodiscard]] bool comes(const QString &role, const QString &name);
    [[nodiscard]] bool hasFocus(const QString &role, const QString &name);
    /// The controls that a keyboard comes to and that have no name; empty: all have one.
    [[nodiscard]] QStringList nameless() const;
    [[nodiscard]] QByteArray seen() const;

    World m_world;
    std::unique_ptr<AccessibleTree> m_tree;
    QProcess m_window;
    QList<AccessibleNode> m_last;
};

void TstAtspi::initTestCase()
{
    QVERIFY2(!qEnvironmentVariableIsEmpty("DISPLAY"), "run through tests/support/desktop-session");
    m_tree = std::make_unique<AccessibleTree>();
    QVERIFY2(m_tree->isThere(), "packaging/dependencies install test brings at-spi2-core");
    QVERIFY(!m_world.startBackend().isEmpty());
    QVERIFY(!m_world.signUp(QStringLiteral("ada@example.com")).isEmpty());
    QCOMPARE(m_world.cli({QStringLiteral("sign-out"), QStringLiteral("ada")}).status, 0);
    QProcessEnvironment environment = m_world.environment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    environment.insert(QStringLiteral("QT_LINUX_ACCESSIBILITY_ALWAYS_ON"), QStringLiteral("1"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    m_window.setProcessEnvironment(environment);
    m_window.setProcessChannelMode(QProcess::ForwardedChannels);
    m_window.start(World::program(QStringLiteral("keyturn")), {QStringLiteral("--profile"), QStringLiteral("demo")});
    QVERIFY(m_window.waitForStarted());
}

void TstAtspi::cleanupTestCase()
{
    m_window.terminate();
    if (!m_window.waitForFinished(10'000))
        m_window.kill();
    m_window.waitForFinished(5'000);
    m_tree.reset();
}

void TstAtspi::takeKeyboard()
{
    QProcess search;
    search.start(QStringLiteral("xdotool"),
                 {QStringLiteral("search"), QStringLiteral("--sync"), QStringLiteral("--onlyvisible"), QStringLiteral("--pid"),
                  QString::number(m_window.processId())});
    QVERIFY(search.waitForFinished(20'000));
    const QString window = QString::fromUtf8(search.readAllStandardOutput()).section(u'\n', 0, 0).trimmed();
    xdotool({QStringLiteral("windowfocus"), QStringLiteral("--sync"), window});
}

bool TstAtspi::comes(const QString &role, const QString &name)
{
    return QTest::qWaitFor(
        [&] {
            m_last = m_tree->nodesOf(QStringLiteral("keyturn"));
            return findNode(m_last, role, name).has_value();
        },
        20'000);
}

bool TstAtspi::hasFocus(const QString &role, const QString &name)
{
    return QTest::qWaitFor(
        [&] {
            m_last = m_tree->nodesOf(QStringLiteral("keyturn"));
            return std::any_of(m_last.begin(), m_last.end(),
                               [&](const AccessibleNode &node) { return node.isCalled(role, name) && node.is(AccessibleNode::Focused); });
        },
        20'000);
}

QStringList TstAtspi::nameless() const
{
    QStringList found;
    for (const AccessibleNode &node : m_last) {
        if (node.is(AccessibleNode::Focusable) && node.name.trimmed().isEmpty())
            found += node.role;
    }
    return found;
}

QByteArray TstAtspi::seen() const
{
    QStringList lines;
    for (const AccessibleNode &node : m_last)
        lines += QString(2 * node.depth, u' ') + node.role + QStringLiteral(" \"") + node.name
            + (node.is(AccessibleNode::Focused) ? QStringLiteral("\" *") : QStringLiteral("\""));
    return lines.join(u'\n').toUtf8();
}

void TstAtspi::aPersonSignsInLooksAroundAndSignsOut()
{
    const QString button = QStringLiteral("push button");
    // Nobody is signed in: the window invites.
    QVERIFY2(comes(button, QStringLiteral("Add account")), seen());
    QCOMPARE(nameless(), QStringList());
    takeKeyboard();
    press({QStringLiteral("alt+a")});

    // Where: the demo's own way is chosen already.
    QVERIFY2(hasFocus(QStringLiteral("list item"), QStringLiteral("E-mail and password")), seen());
    QCOMPARE(nameless(), QStringList());
    press({QStringLiteral("Return")});

    QVERIFY2(comes(QStringLiteral("text"), QStringLiteral("Password")), seen());
    QCOMPARE(nameless(), QStringList());
    QVERIFY2(hasFocus(QStringLiteral("text"), QStringLiteral("E-mail")), seen());
    type(QStringLiteral("ada@example.com"));
    press({QStringLiteral("Tab")});
    QVERIFY2(hasFocus(QStringLiteral("text"), QStringLiteral("Password")), seen());
    // Caps lock is said while it is on.
    press({QStringLiteral("Caps_Lock")});
    type(QStringLiteral("c"));
    QVERIFY2(QTest::qWaitFor(
                 [this] {
                     m_last = m_tree->nodesOf(QStringLiteral("keyturn"));
                     const auto field = findNode(m_last, QStringLiteral("text"), QStringLiteral("Password"));
                     return field && field->description.startsWith(QLatin1String("Caps lock"));
                 },
                 20'000),
             seen());
    press({QStringLiteral("Caps_Lock"), QStringLiteral("BackSpace")});
    type(QStringLiteral("correct horse battery"));
    press({QStringLiteral("Return")});

    // Signed in: that is said, and the window shows who.
    QVERIFY2(comes(button, QStringLiteral("Done")), seen());
    QCOMPARE(nameless(), QStringList());
    press({QStringLiteral("Return")});
    QVERIFY2(comes(QStringLiteral("list item"), QStringLiteral("Ada Lovelace")), seen());
    QCOMPARE(nameless(), QStringList());
    takeKeyboard();
    press({QStringLiteral("alt+s")});
    QVERIFY2(comes(QStringLiteral("table"), QStringLiteral("Sessions")), seen());
    QVERIFY2(comes(QStringLiteral("cell"), QStringLiteral("This device")), seen());
    QCOMPARE(nameless(), QStringList());

    // And out again.
    press({QStringLiteral("alt+v")});
    QVERIFY2(comes(button, QStringLiteral("Sign out…")), seen());
    press({QStringLiteral("alt+o")});
    QVERIFY2(comes(button, QStringLiteral("Sign out")), seen());
    QVERIFY2(comes(QStringLiteral("dialog"), {}), seen());
    QCOMPARE(nameless(), QStringList());
    press({QStringLiteral("Return")});
    QVERIFY2(comes(button, QStringLiteral("Try the demo")), seen());
    QVERIFY(m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray().isEmpty());
}

/// There would be five seconds to think better of it: quitting is having made up one's mind, and the program goes when it is done.
void TstAtspi::whoQuitsAtOnceHasEndedTheSessionsAllTheSame()
{
    const QByteArray password("correct horse battery\n");
    const QStringList signIn{QStringLiteral("sign-in"), QStringLiteral("--profile"),       QStringLiteral("demo"),
                             QStringLiteral("--user"),  QStringLiteral("ada@example.com"), QStringLiteral("--password-stdin")};
    QCOMPARE(m_world.cli(signIn, password).status, 0);
    World elsewhere; // another computer, whose demo is this one's
    QVERIFY(QDir(elsewhere.home()).mkpath(QStringLiteral("state")));
    QVERIFY(QFile::copy(m_world.home() + QStringLiteral("/state/backend.json"), elsewhere.home() + QStringLiteral("/state/backend.json")));
    QCOMPARE(elsewhere.cli(signIn, password).status, 0);
    const auto sessions = [this] {
        const QStringList list{QStringLiteral("sessions"), QStringLiteral("ada"), QStringLiteral("--json")};
        return m_world.cli(list).json().value(QStringLiteral("sessions")).toArray().size();
    };
    QCOMPARE(sessions(), 2);

    QVERIFY2(comes(QStringLiteral("list item"), QStringLiteral("Ada Lovelace")), seen()); // it sees what the command line did
    takeKeyboard();
    press({QStringLiteral("alt+s")});
    QVERIFY2(comes(QStringLiteral("cell"), QStringLiteral("Other sessions")), seen());
    press({QStringLiteral("alt+o")});
    QVERIFY2(comes(QStringLiteral("dialog"), QStringLiteral("Sign out the other session?")), seen());
    press({QStringLiteral("Return")});
    QVERIFY2(comes(QStringLiteral("push button"), QStringLiteral("Undo")), seen());
    takeKeyboard();
    press({QStringLiteral("ctrl+q")});
    QVERIFY(m_window.waitForFinished(40'000));
    QCOMPARE(m_window.exitCode(), 0);
    QCOMPARE(sessions(), 1);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstAtspi;
KEYTURN_TEST(TstAtspi)
#include "tst_atspi.moc"
