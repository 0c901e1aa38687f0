// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "many/crowd.h"

#include <QDeadlineTimer>

#include <csignal>

namespace keyturn::many {

namespace {

constexpr std::chrono::minutes patience{2};

} // namespace

User::User(const e2e::World &world, const QString &account, int threads)
{
    m_process.setProcessEnvironment(world.environment());
    m_process.start(e2e::World::program(QStringLiteral("many-user")), {account, QString::number(threads)});
    m_process.waitForStarted();
}

User::~User()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.closeWriteChannel();
    m_process.waitForFinished(30'000);
}

void User::tell(const QByteArray &command)
{
    m_process.write(command + '\n');
    m_process.waitForBytesWritten(10'000);
}

QByteArray User::answer()
{
    const QDeadlineTimer deadline(patience);
    while (!m_process.canReadLine()) {
        if (m_process.state() == QProcess::NotRunning || !m_process.waitForReadyRead(static_cast<int>(deadline.remainingTime())))
            return "no answer; " + m_process.readAllStandardOutput() + m_process.readAllStandardError();
    }
    return m_process.readLine().trimmed();
}

void User::kill()
{
    ::kill(static_cast<pid_t>(m_process.processId()), SIGKILL);
}

void User::collect()
{
    m_process.waitForFinished(30'000);
}

Crowd::Crowd(const e2e::World &world, const QString &account, int processes, int threads)
{
    for (int i = 0; i < processes; ++i)
        m_users.push_back(std::make_unique<User>(world, account, threads));
}

void Crowd::tell(const QByteArray &command)
{
    for (const auto &user : m_users)
        user->tell(command);
}

QByteArrayList Crowd::answers()
{
    QByteArrayList lines;
    for (const auto &user : m_users)
        lines.append(user->answer());
    return lines;
}

std::chrono::microseconds monotonic()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

} // namespace keyturn::many
