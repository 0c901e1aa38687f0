// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/openingplace.h"
#include "oauth/peeruser.h"

#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::oauth {

class TstOpeningPlace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void thePlaceIsKnownByItsKernelAndEnvironment_data();
    void thePlaceIsKnownByItsKernelAndEnvironment();
    void fault15OnlyWindowsMayAnswerFromOutside_data();
    void fault15OnlyWindowsMayAnswerFromOutside();
};

void TstOpeningPlace::thePlaceIsKnownByItsKernelAndEnvironment_data()
{
    QTest::addColumn<QByteArray>("release");
    QTest::addColumn<QStringList>("variables");
    QTest::addColumn<bool>("wsl");
    QTest::addColumn<bool>("hasDisplay");
    const auto row = [](const char *tag, const char *release, const QStringList &variables, bool wsl, bool hasDisplay) {
        QTest::newRow(tag) << QByteArray(release) << variables << wsl << hasDisplay;
    };
    const char *debian = "6.1.0-18-amd64\n";
    row("X11", debian, {QStringLiteral("DISPLAY=:0")}, false, true);
    row("Wayland", debian, {QStringLiteral("WAYLAND_DISPLAY=wayland-0")}, false, true);
    row("over SSH", debian, {}, false, false);
    row("an empty DISPLAY", debian, {QStringLiteral("DISPLAY=")}, false, false);
    row("WSL 2", "5.15.153.1-microsoft-standard-WSL2\n", {}, true, true);
    row("WSL 1", "4.4.0-19041-Microsoft\n", {}, true, true);
    row("WSL with a kernel of one's own", debian, {QStringLiteral("WSL_DISTRO_NAME=Debian")}, true, true);
    row("no /proc", "", {}, false, false);
}

void TstOpeningPlace::thePlaceIsKnownByItsKernelAndEnvironment()
{
    QFETCH(const QByteArray, release);
    QFETCH(const QStringList, variables);
    const QTemporaryDir root;
    if (!release.isEmpty()) {
        QVERIFY(QDir(root.path()).mkpath(QStringLiteral("proc/sys/kernel")));
        QFile file(root.filePath(QStringLiteral("proc/sys/kernel/osrelease")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(release);
    }
    QProcessEnvironment environment;
    for (const QString &variable : variables)
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    const OpeningPlace place = openingPlace(environment, root.path());
    QTEST(place.wsl, "wsl");
    QTEST(place.hasDisplay, "hasDisplay");
}

void TstOpeningPlace::fault15OnlyWindowsMayAnswerFromOutside_data()
{
    QTest::addColumn<int>("peer"); // -1: has no socket here
    QTest::addColumn<bool>("onLinux");
    QTest::addColumn<bool>("underWsl");
    QTest::newRow("oneself") << 1000 << true << true;
    QTest::newRow("another person") << 1001 << false << false;
    QTest::newRow("root, which relays for Windows") << 0 << false << true;
    QTest::newRow("nobody on this side: mirrored networking") << -1 << false << true;
}

void TstOpeningPlace::fault15OnlyWindowsMayAnswerFromOutside()
{
    QFETCH(const int, peer);
    const std::optional<quint32> user = peer < 0 ? std::nullopt : std::optional(static_cast<quint32>(peer));
    QTEST(mayAnswer(user, 1000, false), "onLinux");
    QTEST(mayAnswer(user, 1000, true), "underWsl");
}

} // namespace keyturn::oauth

using keyturn::oauth::TstOpeningPlace;
KEYTURN_TEST(TstOpeningPlace)
#include "tst_openingplace.moc"
