// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QFile>
#include <QTest>

namespace keyturn::e2e {

namespace {

const QByteArray password = QByteArrayLiteral("canary-7Qm2vXhT-of-the-password");

/// What shows that @p secret was there, whole or in part: its last 16 bytes and 16 of its middle, as text of one and of two bytes and in Base64.
QList<QByteArray> tracesOf(const QByteArray &secret)
{
    QList<QByteArray> traces;
    for (const QByteArray &part : {secret.right(16), secret.mid(secret.size() / 2 - 8, 16)}) {
        traces += part;
        const QString wide = QString::fromLatin1(part);
        traces += QByteArray(reinterpret_cast<const char *>(wide.utf16()), wide.size() * 2);
        for (int shift = 0; shift < 3; ++shift) // where in a group of three bytes it begins
            traces += (QByteArray(shift, 'x') + part).toBase64().mid(4, 16);
    }
    return traces;
}

/// The memory of @p pid that can be written: whatever a core file would hold of its data.
QByteArray memoryOf(qint64 pid)
{
    QFile maps(QStringLiteral("/proc/%1/maps").arg(pid));
    QFile memory(QStringLiteral("/proc/%1/mem").arg(pid));
    QByteArray all;
    if (!maps.open(QIODevice::ReadOnly) || !memory.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return all;
    for (const QByteArray &line : maps.readAll().split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        if (words.size() < 2 || !words.at(1).startsWith("rw"))
            continue;
        const qint64 from = words.first().split('-').first().toLongLong(nullptr, 16);
        const qint64 to = words.first().split('-').last().toLongLong(nullptr, 16);
        if (memory.seek(from))
            all += memory.read(to - from);
    }
    return all;
}

qsizetype countOf(const QByteArray &secret, const QByteArray &memory)
{
    qsizetype count = 0;
    for (const QByteArray &trace : tracesOf(secret))
        count += memory.count(trace);
    return count;
}

/// A line of e2e-secretuser. Of a JWT it is the signature that makes a token of it: what it says is no secret, and may be told elsewhere.
QByteArray secretIn(const QByteArray &line)
{
    QByteArray token = QByteArray::fromHex(line);
    for (char &byte : token)
        byte = char(~byte);
    return token.mid(token.lastIndexOf('.') + 1);
}

} // namespace

/// What a core file of a program would hold, if there were one: the memory of a process that has signed in, asked, refreshed and signed out, by the
/// real core, network and keychain. Nothing at all is found afterwards, and before that only what is needed, since core/wipedheap.cpp overwrites what
/// Qt and the libraries below it let go of. That is glibc's heap on Linux. Out of our hands, and looked at by nobody here: what the kernel holds of a
/// socket, a swapped page, and what the programs at the other end (keyring, backend, browser) do.
class TstSecretsInMemory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void fault106AsLongAsSomebodyIsSignedInOnlyTheNewestTokensAreThere();
    void fault106AfterwardsNothingIsThere();
    void fault106TheProgramsLetGoInTheSameWay_data();
    void fault106TheProgramsLetGoInTheSameWay();

private:
    [[nodiscard]] bool hears(const QByteArray &word);

    World m_world;
    QProcess m_user;
    QByteArray m_said;
    QList<QByteArray> m_secrets; ///< Access and refresh token, the same of the refresh.
};

bool TstSecretsInMemory::hears(const QByteArray &word)
{
    return QTest::qWaitFor(
               [&] {
                   m_said += m_user.readAllStandardOutput();
                   return m_said.contains(word + '\n') || m_user.state() == QProcess::NotRunning;
               },
               30'000)
        && m_said.contains(word + '\n');
}

void TstSecretsInMemory::initTestCase()
{
    QVERIFY(!m_world.startBackend().isEmpty());
    QVERIFY(!m_world.signUp(QStringLiteral("ada@example.com"), password).isEmpty());
    m_user.setProcessEnvironment(m_world.environment());
    m_user.start(World::program(QStringLiteral("e2e-secretuser")), {QStringLiteral("ada@example.com")});
    m_user.write(password + '\n');
    QVERIFY2(hears("holding"), m_user.readAllStandardError().constData());
    const QList<QByteArray> lines = m_said.split('\n');
    for (qsizetype i = 0; i < 4; ++i)
        m_secrets += secretIn(lines.value(i));
    for (const QByteArray &secret : m_secrets)
        QVERIFY(secret.size() >= 40);
}

void TstSecretsInMemory::fault106AsLongAsSomebodyIsSignedInOnlyTheNewestTokensAreThere()
{
    const QByteArray memory = memoryOf(m_user.processId());
    QCOMPARE(countOf(password, memory), 0);
    QCOMPARE(countOf(m_secrets.at(0), memory), 0);
    QCOMPARE(countOf(m_secrets.at(1), memory), 0);
    QVERIFY(countOf(m_secrets.at(2), memory) > 0); // the search itself works
    QVERIFY(countOf(m_secrets.at(3), memory) > 0);
}

void TstSecretsInMemory::fault106AfterwardsNothingIsThere()
{
    m_user.write("\n");
    QVERIFY2(hears("over"), m_user.readAllStandardError().constData());
    const QByteArray memory = memoryOf(m_user.processId());
    QVERIFY(memory.contains("e2e-secretuser")); // it was read
    QCOMPARE(countOf(password, memory), 0);
    for (const QByteArray &secret : m_secrets)
        QCOMPARE(countOf(secret, memory), 0);
    m_user.closeWriteChannel();
    QVERIFY(m_user.waitForFinished());
    QCOMPARE(m_user.exitCode(), 0);
}

void TstSecretsInMemory::fault106TheProgramsLetGoInTheSameWay_data()
{
    QTest::addColumn<QString>("program");
    for (const char *program : {"keyturn-cli", "keyturn", "e2e-secretuser"}) {
        if (QFile::exists(World::program(QString::fromLatin1(program)))) // there may be no window in this build
            QTest::newRow(program) << World::program(QString::fromLatin1(program));
    }
}

void TstSecretsInMemory::fault106TheProgramsLetGoInTheSameWay()
{
    QFETCH(const QString, program);
    QProcess symbols;
    symbols.start(QStringLiteral("nm"), {QStringLiteral("--dynamic"), QStringLiteral("--defined-only"), program});
    QVERIFY(symbols.waitForFinished());
    const QByteArray told = symbols.readAllStandardOutput();
    for (const char *function : {" T free\n", " T realloc\n"}) // for the libraries to find
        QVERIFY2(told.contains(function), function);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstSecretsInMemory;
KEYTURN_TEST(TstSecretsInMemory)
#include "tst_secretsinmemory.moc"
