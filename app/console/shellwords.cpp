// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/shellwords.h"

#include <QString>

#include <cstring>

namespace keyturn::console {

namespace {

bool isOneOf(char c, const char *set)
{
    return c != '\0' && std::strchr(set, c) != nullptr;
}

/// Reads words from left to right.
class Reader
{
public:
    Reader(const QByteArray &text, bool isWindows) : m_text(text), m_isWindows(isWindows) { }

    core::Result<ShellCommand> command()
    {
        ShellCommand found;
        while (m_error.isEmpty()) {
            skipBlanks(found.words.isEmpty());
            if (atEnd() || at() == '\n' || at() == '\r')
                break;
            if (at() == '#') // the rest of the line is a comment
                break;
            if (!m_isWindows && isOneOf(at(), "|&;<>()")) {
                found.rest = m_text.mid(m_at);
                break;
            }
            found.words.append(word());
        }
        if (!m_error.isEmpty())
            return core::Error{core::ErrorKind::Configuration, QStringLiteral("curl_quote_open"), m_error};
        return found;
    }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] char at(qsizetype ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    [[nodiscard]] bool isLineGoingOn() const { return at() == '\\' && (at(1) == '\n' || (at(1) == '\r' && at(2) == '\n')); }
    void skipLineEnd() { m_at += at(1) == '\n' ? 2 : 3; }

    void skipBlanks(bool linesToo)
    {
        while (!atEnd()) {
            if (!m_isWindows && isLineGoingOn())
                skipLineEnd();
            else if (at() == ' ' || at() == '\t' || (linesToo && (at() == '\n' || at() == '\r')))
                ++m_at;
            else
                return;
        }
    }

    ShellWord word()
    {
        ShellWord one{{}, m_at, false};
        while (!atEnd() && m_error.isEmpty() && !isOneOf(at(), " \t\r\n")) {
            if (!m_isWindows && isOneOf(at(), "|&;<>()"))
                break;
            part(one);
        }
        return one;
    }

    /// One character, or what stands between two quotes.
    void part(ShellWord &one)
    {
        if (at() == '"')
            inDoubleQuotes(one);
        else if (m_isWindows)
            one.text += m_text[m_at++];
        else if (at() == '\'')
            inSingleQuotes(one);
        else if (at() == '$' && at(1) == '\'')
            inAnsiQuotes(one);
        else if (at() == '$' && at(1) == '"') // of a translated text: the text
            ++m_at;
        else if (isLineGoingOn())
            skipLineEnd();
        else if (at() == '\\') {
            ++m_at;
            if (!atEnd())
                one.text += m_text[m_at++];
        } else
            plain(one);
    }

    void plain(ShellWord &one)
    {
        const char next = at(1);
        const bool isName = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || isOneOf(next, "_{(0123456789@*#?!$");
        if (at() == '`' || (at() == '$' && isName))
            one.expands = true;
        one.text += m_text[m_at++];
    }

    void fail(qsizetype opened)
    {
        m_error = QStringLiteral("the quote that opens at character %1 is not closed").arg(QString::fromUtf8(m_text.left(opened)).size() + 1);
    }

    void inSingleQuotes(ShellWord &one)
    {
        const qsizetype opened = m_at++;
        const qsizetype end = m_text.indexOf('\'', m_at);
        if (end < 0)
            return fail(opened);
        one.text += m_text.mid(m_at, end - m_at);
        m_at = end + 1;
    }

    void inDoubleQuotes(ShellWord &one)
    {
        const qsizetype opened = m_at++;
        while (!atEnd() && at() != '"') {
            if (!m_isWindows && isLineGoingOn()) {
                skipLineEnd();
            } else if (at() == '\\' && isOneOf(at(1), m_isWindows ? "\\\"" : "$`\"\\")) {
                one.text += at(1);
                m_at += 2;
            } else if (m_isWindows) {
                one.text += m_text[m_at++];
            } else {
                plain(one);
            }
        }
        if (atEnd())
            return fail(opened);
        ++m_at;
    }

    void inAnsiQuotes(ShellWord &one)
    {
        const qsizetype opened = m_at;
        m_at += 2;
        while (!atEnd() && at() != '\'') {
            if (at() == '\\')
                escape(one);
            else
                one.text += m_text[m_at++];
        }
        if (atEnd())
            return fail(opened);
        ++m_at;
    }

    /// Of `$'…'`: `\n`, `\x41`, `\101`, `é` and their kin.
    void escape(ShellWord &one)
    {
        static constexpr const char *letters = "abefnrtvE";
        static constexpr const char *meanings = "\a\b\033\f\n\r\t\v\033";
        const char kind = at(1);
        m_at += 2;
        if (isOneOf(kind, letters))
            one.text += meanings[std::strchr(letters, kind) - letters];
        else if (kind == 'x')
            one.text += char(digits(2, 16));
        else if (kind == 'u' || kind == 'U')
            appendCharacter(one, char32_t(digits(kind == 'u' ? 4 : 8, 16)));
        else if (kind >= '0' && kind <= '7') {
            --m_at;
            one.text += char(digits(3, 8));
        } else if (kind != '\0')
            one.text += kind;
    }

    static void appendCharacter(ShellWord &one, char32_t character)
    {
        if (character <= 0x10ffff)
            one.text += QString::fromUcs4(&character, 1).toUtf8();
    }

    uint digits(int most, int base)
    {
        qsizetype end = m_at;
        while (end < m_text.size() && end - m_at < most && isOneOf(m_text[end], base == 8 ? "01234567" : "0123456789abcdefABCDEF"))
            ++end;
        const uint number = m_text.mid(m_at, end - m_at).toUInt(nullptr, base);
        m_at = end;
        return number;
    }

    const QByteArray m_text;
    bool m_isWindows;
    qsizetype m_at = 0;
    QString m_error;
};

/// What cmd.exe hands on: a caret takes the meaning from what follows it, a line's end as well; two ends are one that is meant.
QByteArray withoutCarets(const QByteArray &text)
{
    QByteArray plain;
    QByteArray unix = text;
    unix.replace("\r\n", "\n");
    for (qsizetype i = 0; i < unix.size(); ++i) {
        if (unix[i] != '^' || i + 1 == unix.size()) {
            plain += unix[i];
            continue;
        }
        ++i;
        if (unix[i] != '\n')
            plain += unix[i];
        else if (i + 1 < unix.size() && unix[i + 1] == '\n')
            plain += unix[++i];
        else
            plain += ' ';
    }
    return plain;
}

} // namespace

core::Result<ShellCommand> readShellCommand(const QByteArray &text)
{
    const bool isWindows = text.contains("^\"") || text.contains("^\n") || text.contains("^\r\n");
    return isWindows ? Reader(withoutCarets(text), true).command() : Reader(text, false).command();
}

} // namespace keyturn::console
