// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/embeddedbackend.h"
#include "composition/process.h"
#include "net/exchangelog.h"
#include "net/hardenedaccessmanager.h"
#include "net/qthttpclient.h"
#include "support/registry.h"
#include "support/temporaryhome.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTest>

#include <csignal>

namespace keyturn::composition {

namespace {

/// Whether each of its threads is (proc(5)): SIGSTOP reaches them one by one.
bool isStopped(qint64 pid)
{
    const QString threads = QStringLiteral("/proc/%1/task").arg(pid);
    const QStringList ids = QDir(threads).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &id : ids) {
        QFile file(threads + u'/' + id + QStringLiteral("/stat"));
        const QByteArray stat = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        if (!stat.mid(stat.lastIndexOf(')') + 2).startsWith('T'))
            return false;
    }
    return !ids.isEmpty();
}

} // namespace

/// keyturn-backend as a child: the real program, started, found again, killed, replaced.
class TstEmbeddedBackend : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void itServesAndIsFoundAgain();
    void aSecondStartFindsTheFirst();
    void twoAtOnceStartOne();
    void itOutlivesUsAndStopsForWhoeverAsks();
    void stoppingWhatDoesNotRunIsNoError();
    void afterACrashItComesBackAtItsAddress();
    void aTakenPortIsLeftForAnother();
    void aPortThatWasAskedForIsNotLeft();
    void itsOwnWordsAreHandedOn();
    void aProcessThatHangsIsSaid();
    void aRecordOfAnotherProcessIsNotBelieved_data();
    void aRecordOfAnotherProcessIsNotBelieved();

private:
    template <class T> static core::Result<T> answerOf(const core::Async<T> &future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 40'000))
            return core::Error{core::ErrorKind::Cancelled, QStringLiteral("not_answered"), {}};
        return future.result();
    }
    /// bcrypt cost 10: the lowest, for nobody signs in here.
    [[nodiscard]] core::Result<EmbeddedBackend::Status> start(int port = 0)
    {
        return answerOf(m_backend->start({port, {QStringLiteral("--bcrypt-cost"), QStringLiteral("10")}}));
    }
    [[nodiscard]] QString record() const { return m_home->paths().state + QStringLiteral("/backend.json"); }

    std::unique_ptr<tests::TemporaryHome> m_home;
    core::SystemClock m_clock;
    net::ExchangeLog m_log;
    net::HardenedAccessManager m_manager;
    net::QtHttpClient m_http{m_clock, m_log, m_manager};
    std::unique_ptr<EmbeddedBackend> m_backend;
};

void TstEmbeddedBackend::init()
{
    m_home = std::make_unique<tests::TemporaryHome>();
    m_backend = std::make_unique<EmbeddedBackend>(m_clock, m_http, m_home->paths());
}

void TstEmbeddedBackend::cleanup()
{
    if (const qint64 pid = m_backend->status().pid; pid > 0)
        ::kill(static_cast<pid_t>(pid), SIGKILL);
    m_backend.reset();
    m_home.reset();
}

void TstEmbeddedBackend::itServesAndIsFoundAgain()
{
    QVERIFY(!m_backend->status().running);
    QVERIFY(m_backend->lastUrl().isEmpty());
    const auto started = start();
    QVERIFY2(started.ok(), started.ok() ? "" : qPrintable(started.error().detail));
    QVERIFY(started->running);
    QCOMPARE(started->url.host(), QStringLiteral("127.0.0.1"));
    const auto checked = answerOf(m_backend->check());
    QVERIFY(checked.ok());
    QCOMPARE(checked->pid, started->pid);
    QCOMPARE(m_backend->lastUrl(), started->url);
}

void TstEmbeddedBackend::aSecondStartFindsTheFirst()
{
    const auto first = start();
    const auto second = start();
    QVERIFY(first.ok() && second.ok());
    QCOMPARE(second->pid, first->pid);
}

void TstEmbeddedBackend::twoAtOnceStartOne()
{
    EmbeddedBackend other(m_clock, m_http, m_home->paths());
    const auto ours = m_backend->start();
    const auto theirs = other.start();
    const auto first = answerOf(ours);
    const auto second = answerOf(theirs);
    QVERIFY(first.ok() && second.ok());
    QCOMPARE(second->pid, first->pid);
}

void TstEmbeddedBackend::itOutlivesUsAndStopsForWhoeverAsks()
{
    const auto started = start();
    QVERIFY(started.ok());
    m_backend = std::make_unique<EmbeddedBackend>(m_clock, m_http, m_home->paths());
    QCOMPARE(m_backend->status().pid, started->pid);
    QVERIFY(answerOf(m_backend->stop()).ok());
    QVERIFY(!m_backend->status().running);
    QVERIFY(!isProcessNamed(started->pid, QStringLiteral("keyturn-backend")));
}

void TstEmbeddedBackend::stoppingWhatDoesNotRunIsNoError()
{
    QVERIFY(answerOf(m_backend->stop()).ok());
}

void TstEmbeddedBackend::afterACrashItComesBackAtItsAddress()
{
    const auto before = start();
    QVERIFY(before.ok());
    ::kill(static_cast<pid_t>(before->pid), SIGKILL);
    QTRY_VERIFY(!m_backend->status().running);
    QCOMPARE(m_backend->lastUrl(), before->url);
    const auto after = start();
    QVERIFY(after.ok());
    QVERIFY(after->pid != before->pid);
    QCOMPARE(after->url, before->url); // issuers and origins stay what they were
}

void TstEmbeddedBackend::aTakenPortIsLeftForAnother()
{
    const auto before = start();
    QVERIFY(before.ok());
    QVERIFY(answerOf(m_backend->stop()).ok());
    QTcpServer squatter;
    QVERIFY(squatter.listen(QHostAddress::LocalHost, static_cast<quint16>(before->url.port())));
    const auto after = start();
    QVERIFY2(after.ok(), after.ok() ? "" : qPrintable(after.error().detail));
    QVERIFY(after->url.port() != before->url.port());
}

void TstEmbeddedBackend::aPortThatWasAskedForIsNotLeft()
{
    QTcpServer squatter;
    QVERIFY(squatter.listen(QHostAddress::LocalHost));
    const auto refused = start(squatter.serverPort());
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, QStringLiteral("backend_failed"));
    QVERIFY2(refused.error().detail.contains(QString::number(squatter.serverPort())), qPrintable(refused.error().detail));
    QVERIFY(!m_backend->status().running);
}

void TstEmbeddedBackend::itsOwnWordsAreHandedOn()
{
    const auto refused = answerOf(m_backend->start({0, {QStringLiteral("--access-ttl"), QStringLiteral("never")}}));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().kind, core::ErrorKind::Configuration);
    QVERIFY2(refused.error().detail.contains(QLatin1String("--access-ttl")), qPrintable(refused.error().detail));
}

void TstEmbeddedBackend::aProcessThatHangsIsSaid()
{
    const auto started = start();
    QVERIFY(started.ok());
    ::kill(static_cast<pid_t>(started->pid), SIGSTOP);
    QTRY_VERIFY(isStopped(started->pid)); // a thread that runs may still answer
    const auto checked = answerOf(m_backend->check());
    ::kill(static_cast<pid_t>(started->pid), SIGCONT);
    QVERIFY(!checked.ok());
    QCOMPARE(checked.error().code, QStringLiteral("backend_silent"));
}

void TstEmbeddedBackend::aRecordOfAnotherProcessIsNotBelieved_data()
{
    QTest::addColumn<QByteArray>("contents");
    const QByteArray ours = QByteArray::number(QCoreApplication::applicationPid());
    QTest::newRow("a pid that another program has now") << "{\"pid\":" + ours + ",\"url\":\"http://127.0.0.1:1/\"}";
    QTest::newRow("pid 1") << QByteArray("{\"pid\":1,\"url\":\"http://127.0.0.1:1/\"}");
    QTest::newRow("pid 0, which means a group") << QByteArray("{\"pid\":0,\"url\":\"http://127.0.0.1:1/\"}");
    QTest::newRow("pid -1, which means everybody") << QByteArray("{\"pid\":-1,\"url\":\"http://127.0.0.1:1/\"}");
    QTest::newRow("no JSON") << QByteArray("{\"pid\":");
    QTest::newRow("no pid") << QByteArray("{\"url\":\"http://127.0.0.1:1/\"}");
    QTest::newRow("empty") << QByteArray();
}

void TstEmbeddedBackend::aRecordOfAnotherProcessIsNotBelieved()
{
    QFETCH(const QByteArray, contents);
    QVERIFY(core::ensurePrivateDirectory(m_home->paths().state).ok());
    QFile file(record());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(contents) == contents.size());
    QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner));
    file.close();
    QVERIFY(!m_backend->status().running);
    QVERIFY(answerOf(m_backend->stop()).ok()); // and nobody was sent a signal: we are still here
    const auto started = start();
    QVERIFY2(started.ok(), started.ok() ? "" : qPrintable(started.error().detail));
}

} // namespace keyturn::composition

using keyturn::composition::TstEmbeddedBackend;
KEYTURN_TEST(TstEmbeddedBackend)
#include "tst_embeddedbackend.moc"
