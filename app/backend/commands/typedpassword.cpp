// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/commands/typedpassword.h"

#include "backend/usage.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <termios.h>
#include <unistd.h>

namespace keyturn::backend {

namespace {

core::Result<core::Secret> readLine()
{
    std::array<char, 1024> line{}; // far beyond what a password may have
    if (!std::fgets(line.data(), static_cast<int>(line.size()), stdin))
        return usage(QStringLiteral("No password came on standard input."));
    qsizetype length = static_cast<qsizetype>(std::strlen(line.data()));
    while (length > 0 && (line.at(static_cast<std::size_t>(length) - 1) == '\n' || line.at(static_cast<std::size_t>(length) - 1) == '\r'))
        --length;
    core::Secret password(QByteArrayView(line.data(), length));
    core::wipe(line.data(), static_cast<qsizetype>(line.size()));
    return password;
}

/// What is typed is not shown as long as it lives.
class Unseen
{
public:
    Unseen()
    {
        ::tcgetattr(STDIN_FILENO, &m_before);
        struct termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    Unseen(const Unseen &) = delete;
    Unseen &operator=(const Unseen &) = delete;
    ~Unseen() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before); }

private:
    struct termios m_before = {};
};

core::Result<core::Secret> ask(const char *prompt)
{
    const Unseen unseen;
    std::fputs(prompt, stderr);
    auto typed = readLine();
    std::fputs("\n", stderr);
    return typed;
}

} // namespace

core::Result<core::Secret> readNewPassword(bool fromPipe)
{
    if (fromPipe)
        return readLine();
    if (::isatty(STDIN_FILENO) == 0)
        return usage(QStringLiteral("There is no terminal to ask for the password at; give it with --password-stdin."));
    auto first = ask("Password: ");
    if (!first.ok())
        return first;
    const auto again = ask("The same again: ");
    if (!again.ok() || *again != *first)
        return usage(QStringLiteral("The two passwords are not the same."));
    return first;
}

} // namespace keyturn::backend
