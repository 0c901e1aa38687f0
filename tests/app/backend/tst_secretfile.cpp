// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/secretfile.h"

#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

namespace keyturn::backend {

namespace {

using Readers = SecretFile::Readers;

constexpr auto ownerAlone = QFile::ReadOwner | QFile::WriteOwner;
constexpr auto credentials = "CREDENTIALS_DIRECTORY";

} // namespace

/// Files with secrets, and who else may come at them.
class TstSecretFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QVERIFY(write("let me in\n")); }
    void cleanup()
    {
        qunsetenv(credentials);
        QFile::remove(path());
    }

    void othersHaveNoBusinessWithIt_data()
    {
        QTest::addColumn<QFile::Permissions>("others");
        QTest::addColumn<bool>("forOwner");
        QTest::addColumn<bool>("forGroup");
        const auto row = [](const char *name, QFile::Permissions others, bool forOwner, bool forGroup) {
            QTest::newRow(name) << others << forOwner << forGroup;
        };
        row("nobody", {}, true, true);
        row("the group reads", QFile::ReadGroup, false, true);
        row("the group writes", QFile::WriteGroup, false, false);
        row("the group executes", QFile::ExeGroup, false, false);
        row("all read", QFile::ReadOther, false, false);
        row("all write", QFile::WriteOther, false, false);
        row("all execute", QFile::ExeOther, false, false);
    }

    void othersHaveNoBusinessWithIt()
    {
        QFETCH(QFile::Permissions, others);
        QVERIFY(QFile::setPermissions(path(), ownerAlone | others));
        QTEST(SecretFile::read(path(), 100).ok(), "forOwner");
        QTEST(SecretFile::read(path(), 100, Readers::OwnerAndGroup).ok(), "forGroup");
        QCOMPARE(SecretFile::open(path(), 100)->content(), core::Secret("let me in\n")); // whoever finds no secret in it need not mind
    }

    void theRefusalSaysWhatToDo()
    {
        QVERIFY(QFile::setPermissions(path(), ownerAlone | QFile::ReadOther));
        const core::Error error = SecretFile::read(path(), 100).error();
        QCOMPARE(error.code, QStringLiteral("usage"));
        QVERIFY2(error.detail.contains(QLatin1String("chmod 600 ") + path()), qPrintable(error.detail));
        QVERIFY(SecretFile::read(path(), 100, Readers::OwnerAndGroup).error().detail.contains(QLatin1String("chmod 640 ") + path()));
    }

    void aLinkCountsAsWhatItLeadsTo()
    {
        const QString link = m_folder.filePath(QStringLiteral("link"));
        QVERIFY(QFile::link(path(), link)); // its own mode is 777
        QCOMPARE(SecretFile::read(link, 100).value(), core::Secret("let me in\n"));
        QVERIFY(QFile::setPermissions(path(), ownerAlone | QFile::ReadGroup));
        QVERIFY(!SecretFile::read(link, 100).ok());
    }

    void whatIsTooLongIsNotRead()
    {
        QVERIFY(SecretFile::read(path(), 10).ok());
        const auto longer = SecretFile::read(path(), 9);
        QVERIFY(!longer.ok() && longer.error().detail.contains(QLatin1String("9 bytes")));
        QVERIFY(!SecretFile::open(QStringLiteral("/dev/zero"), 100).ok());
    }

    void whatIsNoFileIsSaid()
    {
        for (const QString &nothing : {m_folder.filePath(QStringLiteral("nowhere")), m_folder.path(), QString()}) {
            const auto read = SecretFile::read(nothing, 100);
            QVERIFY(!read.ok());
            QVERIFY2(read.error().detail.contains(QLatin1String("cannot be read")), qPrintable(read.error().detail));
        }
    }

    void aPipeServesAsWell() // --database-file <(pass show database)
    {
        int ends[2] = {-1, -1};
        QCOMPARE(::pipe(ends), 0);
        QCOMPARE(::write(ends[1], "let me in", 9), ssize_t(9));
        ::close(ends[1]);
        const auto read = SecretFile::read(QStringLiteral("/dev/fd/%1").arg(ends[0]), 100);
        ::close(ends[0]);
        QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().detail));
        QCOMPARE(*read, core::Secret("let me in"));
    }

    void aCredentialOfSystemdMayShowAGroup()
    {
        QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::ReadGroup));
        QVERIFY(!SecretFile::read(path(), 100).ok());
        qputenv(credentials, m_folder.path().toUtf8());
        QVERIFY(SecretFile::read(path(), 100).ok());
        QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::ReadOther));
        QVERIFY(!SecretFile::read(path(), 100).ok());
    }

    void aLinkOutOfTheCredentialsIsNone()
    {
        QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::ReadGroup));
        const QString folder = m_folder.filePath(QStringLiteral("credentials"));
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::link(path(), folder + QLatin1String("/link")));
        qputenv(credentials, folder.toUtf8());
        QVERIFY(!SecretFile::read(folder + QLatin1String("/link"), 100).ok());
        qputenv(credentials, ".");
        QVERIFY(!SecretFile::read(path(), 100).ok());
    }

    void theFirstLineIsWhatCounts()
    {
        QCOMPARE(firstLineOf(core::Secret(" redis://host \r\nsecond\n")), QStringLiteral("redis://host"));
        QCOMPARE(firstLineOf(core::Secret()), QString());
    }

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("secret")); }
    [[nodiscard]] bool write(const QByteArray &text) const
    {
        QFile file(path());
        return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.setPermissions(ownerAlone) && file.write(text) == text.size();
    }

    QTemporaryDir m_folder;
};

} // namespace keyturn::backend

using keyturn::backend::TstSecretFile;
KEYTURN_TEST(TstSecretFile)
#include "tst_secretfile.moc"
