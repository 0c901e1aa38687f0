// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/paths.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace keyturn::core;

namespace {

/// Environment variables that get their old values back.
class Environment
{
public:
    ~Environment()
    {
        for (const auto &[name, value] : m_before) {
            if (value.isNull())
                qunsetenv(name.constData());
            else
                qputenv(name.constData(), value);
        }
    }
    void set(const char *name, const QByteArray &value)
    {
        m_before.append({name, qEnvironmentVariableIsSet(name) ? qgetenv(name) + QByteArray("") : QByteArray()});
        if (value.isNull())
            qunsetenv(name);
        else
            qputenv(name, value);
    }

private:
    QList<std::pair<QByteArray, QByteArray>> m_before;
};

mode_t modeOf(const QString &path)
{
    struct stat info = {};
    return ::lstat(QFile::encodeName(path).constData(), &info) == 0 ? info.st_mode & 07777 : 0;
}

} // namespace

class TstPaths : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keyturnHomeHoldsEverything();
    void xdgVariablesCountWhenTheyAreAbsolute_data();
    void xdgVariablesCountWhenTheyAreAbsolute();
    void privateFoldersAreMadeForTheOwnerAlone();
    void existingFoldersAreMadePrivate();
    void foldersThatAreNotOursAreRefused_data();
    void foldersThatAreNotOursAreRefused();
};

void TstPaths::keyturnHomeHoldsEverything()
{
    Environment environment;
    environment.set("KEYTURN_HOME", "/srv/keyturn/../kt");
    const Paths paths = pathsFromEnvironment();
    QCOMPARE(paths.config, QStringLiteral("/srv/kt/config"));
    QCOMPARE(paths.data, QStringLiteral("/srv/kt/data"));
    QCOMPARE(paths.state, QStringLiteral("/srv/kt/state"));
    QCOMPARE(paths.cache, QStringLiteral("/srv/kt/cache"));
}

void TstPaths::xdgVariablesCountWhenTheyAreAbsolute_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("config");
    QTest::newRow("absolute") << QByteArray("/etc/somewhere") << QStringLiteral("/etc/somewhere/keyturn");
    QTest::newRow("relative (FAULTS 110)") << QByteArray("somewhere") << QStringLiteral("/home/jo/.config/keyturn");
    QTest::newRow("empty") << QByteArray("") << QStringLiteral("/home/jo/.config/keyturn");
    QTest::newRow("not set") << QByteArray() << QStringLiteral("/home/jo/.config/keyturn");
}

void TstPaths::xdgVariablesCountWhenTheyAreAbsolute()
{
    QFETCH(QByteArray, value);
    QFETCH(QString, config);
    Environment environment;
    environment.set("KEYTURN_HOME", QByteArray());
    environment.set("HOME", "/home/jo");
    environment.set("XDG_CONFIG_HOME", value);
    QCOMPARE(pathsFromEnvironment().config, config);
}

void TstPaths::privateFoldersAreMadeForTheOwnerAlone()
{
    const QTemporaryDir base;
    const QString deep = base.filePath(QStringLiteral("a/b"));
    QVERIFY(ensurePrivateDirectory(deep).ok());
    QCOMPARE(modeOf(deep), mode_t(0700)); // FAULTS 75
    QCOMPARE(modeOf(base.filePath(QStringLiteral("a"))), mode_t(0700));
    QVERIFY(ensurePrivateDirectory(deep).ok());
}

void TstPaths::existingFoldersAreMadePrivate()
{
    const QTemporaryDir base;
    const QString open = base.filePath(QStringLiteral("open"));
    QVERIFY(QDir().mkdir(open));
    QCOMPARE(::chmod(QFile::encodeName(open).constData(), 0755), 0);
    QVERIFY(ensurePrivateDirectory(open).ok());
    QCOMPARE(modeOf(open), mode_t(0700));
}

void TstPaths::foldersThatAreNotOursAreRefused_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("code");
    QTest::newRow("a link to a folder (FAULTS 74)") << QStringLiteral("link") << QStringLiteral("dir_not_owned");
    QTest::newRow("a file") << QStringLiteral("file") << QStringLiteral("dir_not_owned");
    QTest::newRow("below a file") << QStringLiteral("file/below") << QStringLiteral("dir_not_writable");
    QTest::newRow("a foreign owner (FAULTS 74)") << QStringLiteral("foreign") << QStringLiteral("dir_not_owned");
}

void TstPaths::foldersThatAreNotOursAreRefused()
{
    QFETCH(QString, what);
    QFETCH(QString, code);
    const QTemporaryDir base;
    const QString foreign = base.filePath(QStringLiteral("foreign"));
    QVERIFY(QDir().mkdir(foreign));
    QVERIFY(QFile::link(foreign, base.filePath(QStringLiteral("link"))));
    QFile file(base.filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QString path = base.filePath(what);
    if (what == QLatin1String("foreign")) {
        if (::geteuid() == 0)
            QCOMPARE(::chown(QFile::encodeName(foreign).constData(), 65534, 65534), 0);
        else
            path = QStringLiteral("/usr"); // root's, as nobody else can give a folder away
    }
    const Result<void> result = ensurePrivateDirectory(path);
    QVERIFY(!result.ok());
    QVERIFY(result.error().kind == ErrorKind::Storage);
    QCOMPARE(result.error().code, code);
}

KEYTURN_TEST(TstPaths)
#include "tst_paths.moc"
