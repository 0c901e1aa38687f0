// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/browsers/desktopentry.h"
#include "support/registry.h"
#include "ui/application/autostart.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::ui::tests {

using application::Autostart;
using application::AutostartState;

/// On systems that go by desktop entries.
class TstAutostart : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }
    void nothingIsThereAtFirst();
    void whatIsSetIsRead();
    void offLeavesNoFile();
    void theSystemsOwnIsOverruled();
    void somebodyElsesNoCounts_data();
    void somebodyElsesNoCounts();
    void whatCannotBeReadIsSaid();
    void anyPathIsQuoted_data();
    void anyPathIsQuoted();

private:
    [[nodiscard]] QString own() const { return m_home->filePath(QStringLiteral("config/autostart")); }
    [[nodiscard]] QString systems() const { return m_home->filePath(QStringLiteral("etc/autostart")); }
    [[nodiscard]] Autostart autostart(const QString &program = QStringLiteral("/usr/bin/keyturn")) const { return {own(), {systems()}, program}; }
    static void plant(const QString &folder, const QByteArray &text);

    std::unique_ptr<QTemporaryDir> m_home;
};

void TstAutostart::plant(const QString &folder, const QByteArray &text)
{
    QFile file(folder + QStringLiteral("/keyturn.desktop"));
    if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("could not plant a file");
}

void TstAutostart::nothingIsThereAtFirst()
{
    QVERIFY(autostart().state().value() == AutostartState());
    QVERIFY(!QFile::exists(own()));
}

void TstAutostart::whatIsSetIsRead()
{
    for (const AutostartState &wanted : {AutostartState{true, false}, AutostartState{true, true}, AutostartState{true, false}}) {
        QVERIFY(autostart().set(wanted).ok());
        QVERIFY(autostart().state().value() == wanted);
    }
}

void TstAutostart::offLeavesNoFile()
{
    QVERIFY(autostart().set({true, true}).ok());
    QVERIFY(autostart().set({}).ok());
    QVERIFY(!QFile::exists(own() + QStringLiteral("/keyturn.desktop")));
    QVERIFY(autostart().set({}).ok()); // twice is no error
}

void TstAutostart::theSystemsOwnIsOverruled()
{
    plant(systems(), "[Desktop Entry]\nType=Application\nName=Keyturn\nExec=keyturn --minimized\n");
    QVERIFY(autostart().state().value() == (AutostartState{true, true}));
    QVERIFY(autostart().set({}).ok());
    QVERIFY(autostart().state().value() == AutostartState());
    QVERIFY(autostart().set({true, false}).ok());
    QVERIFY(autostart().state().value() == (AutostartState{true, false}));
}

void TstAutostart::somebodyElsesNoCounts_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("Hidden") << QByteArray("Hidden=true\n");
    QTest::newRow("GNOME's own") << QByteArray("X-GNOME-Autostart-enabled=false\n");
}

void TstAutostart::somebodyElsesNoCounts()
{
    QFETCH(const QByteArray, line);
    plant(own(), "[Desktop Entry]\nType=Application\nName=Keyturn\nExec=keyturn\n" + line);
    QVERIFY(autostart().state().value() == AutostartState());
}

void TstAutostart::whatCannotBeReadIsSaid()
{
    plant(own(), "rubbish");
    const core::Result<AutostartState> state = autostart().state();
    QVERIFY(!state.ok());
    QCOMPARE(state.error().code, QStringLiteral("autostart_unreadable"));
}

void TstAutostart::anyPathIsQuoted_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("plain") << QStringLiteral("/usr/bin/keyturn");
    QTest::newRow("a space") << QStringLiteral("/opt/My Programs/keyturn");
    QTest::newRow("a quote, a dollar, a backtick") << QStringLiteral("/opt/\"x\"/$HOME/`id`/keyturn");
    QTest::newRow("a backslash") << QStringLiteral("/opt/a\\b/keyturn");
    QTest::newRow("a percent sign") << QStringLiteral("/opt/100%u/keyturn");
}

void TstAutostart::anyPathIsQuoted()
{
    QFETCH(const QString, program);
    QVERIFY(autostart(program).set({true, true}).ok());
    QVERIFY(autostart(program).state().value() == (AutostartState{true, true}));
    QFile file(own() + QStringLiteral("/keyturn.desktop"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    if (!program.contains(u'%')) { // which that reader does not let begin a command
        const auto entry = composition::browsers::readDesktopEntry(text, {});
        QVERIFY2(entry, text.constData());
        QCOMPARE(entry->command, (QStringList{program, QStringLiteral("--minimized")}));
    } else {
        QVERIFY2(text.contains("Exec=\"/opt/100%%u/keyturn\" --minimized\n"), text.constData());
    }
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstAutostart;
KEYTURN_TEST(TstAutostart)
#include "tst_autostart.moc"
