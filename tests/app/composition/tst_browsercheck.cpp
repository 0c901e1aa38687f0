// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/browsercheck.h"

#include "support/fakeclock.h"
#include "support/registry.h"
#include "waiting.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace keyturn::composition::doctor {

/// What would be opened, on a computer whose programs are the ones that the test made.
class TstBrowserCheck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theDesktopsBrowserIsNamed();
    void theDesktopsBrowserMayBeGone_data();
    void theDesktopsBrowserMayBeGone();
    void theSettingComesFirst();
    void theVariableIsLookedThroughInOrder();
    void aMissingBrowserIsAProblem();
    void anUnreadableCommandIsAProblem();
    void withoutADisplayABrowserIsNotMissed();
    void nothingIsOpened();

private:
    void makeProgram(const QString &name, const QByteArray &script) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\n" + script);
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] Facts check(const QString &setting = {}) { return valueOf(checkBrowser(m_clock, setting, this)); }

    tests::FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    QMap<QByteArray, QByteArray> m_before;
};

void TstBrowserCheck::init()
{
    for (const char *name : {"PATH", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "XDG_DATA_HOME"})
        m_before.insert(name, qgetenv(name));
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("PATH", m_folder->path().toLocal8Bit());
    qputenv("DISPLAY", ":99");
    qputenv("XDG_DATA_HOME", m_folder->path().toLocal8Bit());
    qunsetenv("WAYLAND_DISPLAY");
    qunsetenv("BROWSER");
    makeProgram(QStringLiteral("xdg-open"), ": > \"$0.seen\"\n");
    makeProgram(QStringLiteral("fox"), ": > \"$0.seen\"\n");
    makeProgram(QStringLiteral("xdg-mime"), "test \"$*\" = 'query default x-scheme-handler/https' && echo fox.desktop\n");
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("applications")));
    QFile entry(path(QStringLiteral("applications/fox.desktop")));
    QVERIFY(entry.open(QIODevice::WriteOnly));
}

void TstBrowserCheck::cleanup()
{
    for (auto variable = m_before.cbegin(); variable != m_before.cend(); ++variable) {
        if (variable->isNull())
            qunsetenv(variable.key().constData());
        else
            qputenv(variable.key().constData(), *variable);
    }
}

void TstBrowserCheck::theDesktopsBrowserIsNamed()
{
    const Facts expected{{Code::BrowserFromDesktop, Outcome::Ok, {path(QStringLiteral("xdg-open"))}},
                         {Code::DesktopBrowser, Outcome::Ok, {QStringLiteral("fox.desktop")}}};
    QCOMPARE(check(), expected);
}

void TstBrowserCheck::theDesktopsBrowserMayBeGone_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<int>("code");
    QTest::newRow("none is chosen") << QByteArray("exit 0\n") << static_cast<int>(Code::DesktopBrowserNone);
    QTest::newRow("not installed any more") << QByteArray("echo gone.desktop\n") << static_cast<int>(Code::DesktopBrowserMissing);
}

void TstBrowserCheck::theDesktopsBrowserMayBeGone()
{
    QFETCH(const QByteArray, script);
    QFETCH(const int, code);
    makeProgram(QStringLiteral("xdg-mime"), script);
    const Facts facts = check();
    QCOMPARE(facts.size(), 2);
    QCOMPARE(facts.last().code, static_cast<Code>(code));
    QCOMPARE(facts.last().outcome, Outcome::Warning);
}

void TstBrowserCheck::theSettingComesFirst()
{
    qputenv("BROWSER", "nowhere");
    QCOMPARE(check(QStringLiteral("fox --private")), (Facts{{Code::BrowserFromSetting, Outcome::Ok, {path(QStringLiteral("fox"))}}}));
}

void TstBrowserCheck::theVariableIsLookedThroughInOrder()
{
    qputenv("BROWSER", "nowhere --token=hunter2:fox");
    const Facts expected{{Code::BrowserFromEnvironment, Outcome::Ok, {path(QStringLiteral("fox"))}},
                         {Code::BrowserPassedOver, Outcome::Warning, {QStringLiteral("nowhere")}}};
    QCOMPARE(check(), expected);
}

void TstBrowserCheck::aMissingBrowserIsAProblem()
{
    QVERIFY(QFile::remove(path(QStringLiteral("xdg-open"))));
    QCOMPARE(check(), (Facts{{Code::BrowserMissing, Outcome::Problem, {QStringLiteral("xdg-open")}}}));
}

void TstBrowserCheck::anUnreadableCommandIsAProblem()
{
    QCOMPARE(check(QStringLiteral("'fox")), (Facts{{Code::BrowserUnreadable, Outcome::Problem}}));
}

void TstBrowserCheck::withoutADisplayABrowserIsNotMissed()
{
    qunsetenv("DISPLAY");
    QCOMPARE(check().value(1).code, Code::DisplayMissing);
    QVERIFY(QFile::remove(path(QStringLiteral("xdg-open"))));
    const Facts expected{{Code::BrowserMissing, Outcome::Warning, {QStringLiteral("xdg-open")}}, {Code::DisplayMissing, Outcome::Warning}};
    QCOMPARE(check(), expected);
    qputenv("WAYLAND_DISPLAY", "wayland-0");
    QCOMPARE(check().value(0).outcome, Outcome::Problem);
}

void TstBrowserCheck::nothingIsOpened()
{
    QVERIFY(!check().isEmpty());
    QVERIFY(!check(QStringLiteral("fox")).isEmpty());
    QVERIFY(!QFile::exists(path(QStringLiteral("xdg-open.seen"))));
    QVERIFY(!QFile::exists(path(QStringLiteral("fox.seen"))));
}

} // namespace keyturn::composition::doctor

using keyturn::composition::doctor::TstBrowserCheck;
KEYTURN_TEST(TstBrowserCheck)
#include "tst_browsercheck.moc"
