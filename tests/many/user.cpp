// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// many-user ACCOUNT THREADS: a program on Keyturn's core that uses an account from so many threads, for tst_many, which runs several of them. It
// reads commands, a line each, until its stdin ends, and answers each with a line:
//   expire SECONDS URL   What judges tokens has the clock so far ahead of the right one from now on, and each thread asks for a token; one of them
//   shows
//                        its own to the backend at URL. `served DIGEST`, where it is one token for all, or `failed` and why.
//   queue                Waits for the account's lock and lets it go again. `queued` once it waits, `had MICROSECONDS` of the monotonic clock.
//   hold                 Takes the account's lock and keeps it. `held`.
#include "composition/keyturn.h"
#include "lab/lab.h"
#include "many/asker.h"

#include <QCoreApplication>
#include <QSet>
#include <QSocketNotifier>
#include <QThread>

#include <cstdio>
#include <unistd.h>

using namespace keyturn;

namespace {

/// As the core itself waits for it.
constexpr std::chrono::seconds lockPatience{75};

void say(const QByteArray &line)
{
    std::fwrite((line + '\n').constData(), 1, static_cast<std::size_t>(line.size() + 1), stdout);
    std::fflush(stdout);
}

class User : public QObject
{
public:
    User(std::unique_ptr<composition::Keyturn> core, const model::AccountId &account, int threads) : m_core(std::move(core)), m_account(account)
    {
        for (int i = 0; i < threads; ++i) {
            auto *asker = new many::Asker(m_core->tokens(), account);
            m_threads.push_back(std::make_unique<QThread>());
            QThread *thread = m_threads.back().get();
            asker->moveToThread(thread);
            connect(thread, &QThread::finished, asker, &QObject::deleteLater); // in that thread, whose the connection is
            connect(asker, &many::Asker::answered, this, &User::note);
            m_askers.push_back(asker);
            thread->start();
        }
        connect(&m_input, &QSocketNotifier::activated, this, &User::read);
    }

    ~User() override
    {
        for (const auto &thread : m_threads)
            thread->quit();
        for (const auto &thread : m_threads)
            thread->wait();
    }

private:
    void read()
    {
        char bytes[4096];
        const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof bytes);
        if (count <= 0)
            return QCoreApplication::quit();
        m_buffer.append(bytes, count);
        for (qsizetype end = m_buffer.indexOf('\n'); end >= 0; end = m_buffer.indexOf('\n')) {
            const QByteArrayList words = m_buffer.left(end).split(' ');
            m_buffer.remove(0, end + 1);
            obey(words);
        }
    }

    void obey(const QByteArrayList &words)
    {
        if (words.first() == "expire")
            expire(std::chrono::seconds(words.value(1).toInt()), QUrl(QString::fromLatin1(words.value(2))));
        else if (words.first() == "queue")
            takeLock([](const core::Result<storage::FileLock> &lock) { say(lock.ok() ? "had " + microseconds() : "failed queue"); });
        else if (words.first() == "hold")
            takeLock([this](const core::Result<storage::FileLock> &lock) {
                m_held = lock;
                say(lock.ok() ? "held" : "failed hold");
            });
        if (words.first() == "queue")
            say("queued");
    }

    /// Half of them find that the time of their token is over, half that it is refused.
    void expire(std::chrono::seconds ahead, const QUrl &use)
    {
        const core::Async<void> set = m_core->lab().setAhead(ahead);
        Q_UNUSED(set)
        m_waitingFor = m_askers.size();
        m_digests.clear();
        m_troubles.clear();
        for (std::size_t i = 0; i < m_askers.size(); ++i)
            m_askers[i]->ask(i % 2 == 1, i == m_turn ? use : QUrl());
        m_turn = (m_turn + 1) % m_askers.size();
    }

    void note(const QByteArray &digest, const QByteArray &trouble)
    {
        if (!trouble.isEmpty())
            m_troubles.append(trouble);
        m_digests.insert(digest);
        if (--m_waitingFor > 0)
            return;
        if (m_digests.size() > 1)
            m_troubles.append("there are " + QByteArray::number(m_digests.size()) + " tokens");
        say(m_troubles.isEmpty() ? "served " + digest : "failed " + m_troubles.join("; "));
    }

    template <class F> void takeLock(F then) { core::whenDone(m_core->tokens().lock(m_account, lockPatience), this, then); }

    static QByteArray microseconds()
    {
        using namespace std::chrono;
        return QByteArray::number(static_cast<qint64>(duration_cast<std::chrono::microseconds>(steady_clock::now().time_since_epoch()).count()));
    }

    std::unique_ptr<composition::Keyturn> m_core;
    model::AccountId m_account;
    std::vector<std::unique_ptr<QThread>> m_threads;
    std::vector<many::Asker *> m_askers; ///< Each of its thread, which it ends with.
    std::size_t m_turn = 0; ///< Whose token is shown to the backend next.
    std::size_t m_waitingFor = 0;
    QSet<QByteArray> m_digests;
    QByteArrayList m_troubles;
    std::optional<core::Result<storage::FileLock>> m_held;
    QSocketNotifier m_input{STDIN_FILENO, QSocketNotifier::Read};
    QByteArray m_buffer;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3)
        qFatal("many-user ACCOUNT THREADS");
    composition::Options options;
    options.paths = core::pathsFromEnvironment();
    auto built = composition::Keyturn::build(std::move(options));
    if (!built.ok() || !(*built)->accounts().reload().ok())
        qFatal("the core could not be built");
    const User user(std::move(built).value(), model::AccountId(arguments.at(1)), arguments.at(2).toInt());
    return QCoreApplication::exec();
}
