// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.h"

#include "cli/exitstatus.h"
#include "cli/interrupt.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <optional>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>
#endif

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Terminal", text);
}

constexpr qsizetype maxSecretBytes = 4096;

bool writeTo(FILE *stream, const QByteArray &bytes)
{
    const auto size = static_cast<std::size_t>(bytes.size());
    return std::fwrite(bytes.constData(), 1, size, stream) == size && std::fflush(stream) == 0;
}

/// Waits until @p descriptor has something to read or has ended. False: Ctrl+C came first; a signal handler alone would leave the read waiting.
bool waitForInput(int descriptor)
{
#ifdef Q_OS_UNIX
    pollfd both[] = {{descriptor, POLLIN, 0}, {Interrupt::descriptor(), POLLIN, 0}};
    while (poll(both, 2, -1) < 0 && errno == EINTR) { }
    return (both[1].revents & POLLIN) == 0;
#else
    Q_UNUSED(descriptor)
    return true;
#endif
}

core::Error interrupted()
{
    return {core::ErrorKind::Cancelled, QStringLiteral("interrupted"), {}};
}

#ifdef Q_OS_UNIX
/// Turns the echo off while it lives.
class Silence
{
public:
    explicit Silence(int terminal) : m_terminal(terminal)
    {
        m_known = tcgetattr(terminal, &m_before) == 0;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (m_known)
            tcsetattr(terminal, TCSAFLUSH, &silent);
    }
    Silence(const Silence &) = delete;
    Silence &operator=(const Silence &) = delete;
    ~Silence()
    {
        if (m_known)
            tcsetattr(m_terminal, TCSAFLUSH, &m_before);
    }

private:
    int m_terminal;
    bool m_known = false;
    termios m_before = {};
};
#endif

core::Result<core::Secret> askOnTerminal(const QString &prompt, bool hidden, const QString &withoutTerminal)
{
#ifdef Q_OS_UNIX
    const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal < 0)
        return usageError(withoutTerminal);
    const QByteArray asked = prompt.toLocal8Bit() + ' ';
    [[maybe_unused]] const auto written = ::write(terminal, asked.constData(), static_cast<std::size_t>(asked.size()));
    core::Result<core::Secret> answer = [terminal, hidden] {
        const std::optional<Silence> silence = hidden ? std::optional<Silence>(std::in_place, terminal) : std::nullopt;
        return Terminal::readSecretLine(terminal);
    }();
    if (hidden) [[maybe_unused]]
        const auto ended = ::write(terminal, "\n", 1);
    close(terminal);
    return answer;
#else
    Q_UNUSED(prompt)
    Q_UNUSED(hidden)
    return usageError(withoutTerminal);
#endif
}

} // namespace

void Terminal::data(const QByteArray &bytes)
{
    write(bytes);
}

void Terminal::write(const QByteArray &bytes)
{
    m_broken = !writeTo(stdout, bytes) || m_broken;
}

void Terminal::line(const QString &text)
{
    write(text.toLocal8Bit() + '\n');
}

void Terminal::document(const QJsonObject &object)
{
    write(QJsonDocument(object).toJson(QJsonDocument::Indented));
}

bool Terminal::isSeen()
{
#ifdef Q_OS_UNIX
    return ::isatty(STDOUT_FILENO) == 1;
#else
    return false;
#endif
}

bool Terminal::isHeard()
{
#ifdef Q_OS_UNIX
    return ::isatty(STDERR_FILENO) == 1;
#else
    return false;
#endif
}

bool Terminal::canDraw()
{
    return isHeard() && qEnvironmentVariable("TERM") != QLatin1String("dumb");
}

void Terminal::say(const QString &text)
{
    writeTo(stderr, text.toLocal8Bit() + '\n'); // where that fails there is nobody left to tell
}

bool Terminal::canAsk()
{
#ifdef Q_OS_UNIX
    const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal >= 0)
        close(terminal);
    return terminal >= 0;
#else
    return false;
#endif
}

core::Result<core::Secret> Terminal::askSecret(const QString &prompt)
{
    return askOnTerminal(prompt, true, tr("There is no terminal to ask for the password on: give it by --password-stdin or --password-fd."));
}

core::Result<QString> Terminal::ask(const QString &prompt)
{
    const core::Result<core::Secret> answer = askOnTerminal(prompt, false, tr("There is no terminal to ask on: give it as an option."));
    if (!answer.ok())
        return answer.error();
    return QString::fromLocal8Bit(answer->reveal()).trimmed();
}

core::Result<core::Secret> Terminal::readSecretLine(int descriptor)
{
    QFile input;
    if (!input.open(descriptor, QIODevice::ReadOnly | QIODevice::Unbuffered))
        return usageError(tr("Nothing could be read from file descriptor %1.").arg(descriptor));
    QByteArray line;
    line.reserve(maxSecretBytes + 1); // so that no reallocation leaves a copy behind
    char byte = 0;
    while (line.size() <= maxSecretBytes) {
        if (!waitForInput(descriptor)) {
            core::wipe(line);
            return interrupted();
        }
        if (input.read(&byte, 1) != 1 || byte == '\n')
            break;
        line.append(byte);
    }
    if (line.endsWith('\r'))
        line.chop(1);
    if (line.size() > maxSecretBytes) {
        core::wipe(line);
        return usageError(tr("That is longer than %1 bytes, which no password or code is.").arg(maxSecretBytes));
    }
    if (line.isEmpty())
        return usageError(tr("Nothing was given where a password or a code is wanted."));
    return core::Secret::take(std::move(line));
}

core::Result<QByteArray> Terminal::readAllInput(qsizetype maxBytes)
{
    QFile input;
    if (!input.open(fileno(stdin), QIODevice::ReadOnly | QIODevice::Unbuffered))
        return usageError(tr("Standard input could not be read."));
    QByteArray all;
    while (all.size() <= maxBytes) {
        if (!waitForInput(fileno(stdin)))
            return interrupted();
        const QByteArray more = input.read(std::min(maxBytes + 1 - all.size(), qsizetype(64 * 1024)));
        if (more.isEmpty() && input.error() != QFileDevice::NoError)
            return usageError(tr("Standard input could not be read."));
        if (more.isEmpty())
            break;
        all += more;
    }
    if (all.size() > maxBytes)
        return usageError(tr("Standard input is longer than %1 bytes.").arg(maxBytes));
    return all;
}

} // namespace keyturn::cli
