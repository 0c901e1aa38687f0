// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QJsonObject>
#include <QString>

namespace keyturn::cli {

/// The two streams. Data goes to stdout, everything that is said to a person to stderr; with --json stdout carries one document and nothing else.
class Terminal
{
public:
    explicit Terminal(bool json) : m_json(json) { }

    [[nodiscard]] bool json() const { return m_json; }
    void data(const QByteArray &bytes); ///< As it is, flushed.
    void line(const QString &text); ///< To stdout.
    void document(const QJsonObject &object); ///< To stdout.
    void say(const QString &text); ///< To stderr.
    /// Whether what is said can be drawn: stderr is a terminal that knows colours.
    [[nodiscard]] static bool canDraw();
    /// Whether a person sees what is said: stderr is a terminal.
    [[nodiscard]] static bool isHeard();
    /// Whether a person sees what goes to stdout: it is a terminal.
    [[nodiscard]] static bool isSeen();
    /// Whether something meant for stdout did not get there (a full disk, a closed pipe).
    [[nodiscard]] bool isBroken() const { return m_broken; }

    /// Whether there is a terminal to ask on.
    [[nodiscard]] static bool canAsk();
    /// Asks on the terminal itself, showing what is typed. Configuration `usage` where there is no terminal.
    [[nodiscard]] core::Result<QString> ask(const QString &prompt);

    /// Asks on the terminal itself without showing what is typed. Configuration `usage` where there is no terminal.
    [[nodiscard]] core::Result<core::Secret> askSecret(const QString &prompt);
    /// The first line of file descriptor @p descriptor, at most 4 kB, without its end of line; Configuration `usage` where it is empty or cannot be
    /// read, Cancelled `interrupted` at Ctrl+C.
    [[nodiscard]] static core::Result<core::Secret> readSecretLine(int descriptor);
    /// All of stdin, at most @p maxBytes; Cancelled `interrupted` at Ctrl+C.
    [[nodiscard]] static core::Result<QByteArray> readAllInput(qsizetype maxBytes);

private:
    void write(const QByteArray &bytes);
    bool m_json;
    bool m_broken = false;
};

} // namespace keyturn::cli
