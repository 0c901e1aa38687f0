// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/jsonprinter.h"

#include "console/bodysecrets.h"

#include <cstring>
#include <vector>

namespace keyturn::console {

namespace {

constexpr int deepest = 500;
constexpr int deepestIndent = 30; ///< What lies deeper is not indented further: a line's indentation must not be all of it.
constexpr qsizetype mostTimesLarger = 8;
constexpr qsizetype spare = 1024 * 1024;

/// An object or array that is open.
struct Frame {
    bool isObject = false;
    bool isSecret = false; ///< All that stands in it is.
    bool isEmpty = true;
    bool valueIsSecret = false; ///< That of the name that came last.
    ErrorSigns signs = {};
};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

class Printer
{
public:
    Printer(QByteArrayView text, BodySecrets *secrets, const std::stop_token &stop) : m_text(text), m_secrets(secrets), m_stop(stop)
    {
        m_out.reserve(text.size() + text.size() / 4);
    }

    PrintedJson print()
    {
        if (m_text.startsWith("\xef\xbb\xbf")) // a byte order mark, which a reader may skip (§8.1)
            m_at = 3;
        bool goesOn = value();
        while (goesOn && !m_frames.empty()) {
            if (m_out.size() > m_text.size() * mostTimesLarger + spare)
                return {{}, std::nullopt, true};
            if ((++m_steps & 0x3f) == 0 && m_stop.stop_requested())
                return {};
            goesOn = member();
        }
        if (goesOn)
            skipBlanks();
        if (!goesOn || m_at < m_text.size())
            return {{}, std::min(m_at, m_text.size()), false};
        return {std::move(m_out), std::nullopt, false};
    }

private:
    [[nodiscard]] char at() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void skipBlanks()
    {
        while (m_at < m_text.size() && (at() == ' ' || at() == '\n' || at() == '\t' || at() == '\r'))
            ++m_at;
    }
    void newLine()
    {
        m_out += '\n';
        m_out.append(2 * std::min(int(m_frames.size()), deepestIndent), ' ');
    }

    /// What comes next in the innermost object or array: a member, or its end.
    bool member()
    {
        skipBlanks();
        Frame &frame = m_frames.back();
        if (at() == (frame.isObject ? '}' : ']')) {
            const bool wasEmpty = frame.isEmpty;
            m_frames.pop_back();
            if (!wasEmpty)
                newLine();
            m_out += m_text[m_at++];
            return true;
        }
        if (!frame.isEmpty) {
            if (at() != ',')
                return false;
            ++m_at;
            m_out += ',';
        }
        frame.isEmpty = false;
        newLine();
        skipBlanks();
        return frame.isObject ? name() && value() : value();
    }

    bool name()
    {
        if (at() != '"')
            return false;
        const qsizetype from = m_at + 1;
        if (!passString())
            return false;
        const QByteArrayView raw = m_text.sliced(from, m_at - 1 - from);
        m_out += '"';
        m_out += m_secrets ? m_secrets->jsonName(raw) : raw.toByteArray();
        m_out += "\": ";
        Frame &frame = m_frames.back();
        // A session is a record, whose members are called by their own names (as net::Redaction has it).
        frame.valueIsSecret = m_secrets && m_secrets->isSecretName(raw);
        frame.signs.see(raw);
        m_isRecord = raw.compare("session", Qt::CaseInsensitive) == 0;
        skipBlanks();
        if (at() != ':')
            return false;
        ++m_at;
        return true;
    }

    bool value()
    {
        skipBlanks();
        const bool isSecret = !m_frames.empty() && (m_frames.back().isSecret || (m_frames.back().isObject && m_frames.back().valueIsSecret));
        const bool isRecord = std::exchange(m_isRecord, false);
        switch (at()) {
        case '{':
        case '[':
            if (m_frames.size() >= deepest)
                return false;
            m_frames.push_back({at() == '{', isSecret && !isRecord, true, false, {}});
            m_out += m_text[m_at++];
            return true;
        case '"':
            return string(isSecret);
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number(isSecret);
        }
    }

    bool word(const char *expected)
    {
        for (; *expected != '\0'; ++expected, ++m_at) {
            if (at() != *expected)
                return false;
            m_out += *expected;
        }
        return true;
    }

    bool string(bool isSecret)
    {
        const qsizetype from = m_at + 1;
        if (!passString())
            return false;
        const QByteArrayView raw = m_text.sliced(from, m_at - 1 - from);
        m_out += '"';
        if (m_secrets)
            m_out += m_secrets->jsonString(raw, isSecret && !tellsError(raw));
        else
            m_out.append(raw.data(), raw.size());
        m_out += '"';
        return true;
    }

    [[nodiscard]] bool tellsError(QByteArrayView raw) const
    {
        return !m_frames.empty() && !m_frames.back().isSecret && m_frames.back().signs.tellsError(raw, m_text.sliced(m_at));
    }

    /// Behind the string that begins here.
    bool passString()
    {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (static_cast<unsigned char>(c) < 0x20)
                return false;
            if (c == '\\' && !passEscape())
                return false;
        }
        return false;
    }

    bool passEscape()
    {
        ++m_at;
        if (at() != 'u')
            return at() != '\0' && std::strchr("\"\\/bfnrt", at());
        for (int i = 0; i < 4; ++i) {
            ++m_at;
            const char c = at();
            if (!isDigit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F'))
                return false;
        }
        return true;
    }

    bool passDigits()
    {
        const qsizetype from = m_at;
        while (isDigit(at()))
            ++m_at;
        return m_at > from;
    }

    bool number(bool isSecret)
    {
        const qsizetype from = m_at;
        if (at() == '-')
            ++m_at;
        if (at() == '0')
            ++m_at;
        else if (!passDigits())
            return false;
        if (at() == '.') {
            ++m_at;
            if (!passDigits())
                return false;
        }
        if (at() == 'e' || at() == 'E') {
            ++m_at;
            if (at() == '+' || at() == '-')
                ++m_at;
            if (!passDigits())
                return false;
        }
        const QByteArrayView raw = m_text.sliced(from, m_at - from);
        m_out += m_secrets ? m_secrets->jsonNumber(raw, isSecret) : raw.toByteArray();
        return true;
    }

    QByteArrayView m_text;
    BodySecrets *m_secrets;
    const std::stop_token &m_stop;
    qsizetype m_at = 0;
    qsizetype m_steps = 0;
    QByteArray m_out;
    std::vector<Frame> m_frames;
    bool m_isRecord = false; ///< The value that comes next is.
};

} // namespace

PrintedJson printJson(QByteArrayView text, BodySecrets *secrets, const std::stop_token &stop)
{
    return Printer(text, secrets, stop).print();
}

} // namespace keyturn::console
