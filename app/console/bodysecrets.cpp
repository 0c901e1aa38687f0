// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/bodysecrets.h"

#include "net/secretshapes.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>
#include <vector>

namespace keyturn::console {

namespace {

constexpr qsizetype longestPiece = 16 * 1024;

bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '-' && c <= '9') || c == '_' || c == '+' || c == '=' || c == '|' || c == '~';
}

/// Whether a secret can stand in @p text at all: net::Redaction knows them by a pair, a credential's scheme, an address, or by being long.
bool mayHoldSecret(QByteArrayView text)
{
    constexpr qsizetype shortestToken = 30;
    qsizetype run = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '=' || c == '\\') // an escape may be any of these
            return true;
        run = isTokenCharacter(c) ? run + 1 : 0;
        if (run > shortestToken || (c == 'J' && i >= 2 && text[i - 1] == 'y' && text[i - 2] == 'e')) // a JWT's header begins so
            return true;
    }
    const auto begins = [text](const char *word) {
        return text.size() > qsizetype(std::strlen(word)) && text.first(qsizetype(std::strlen(word))).compare(word, Qt::CaseInsensitive) == 0;
    };
    return text.contains('@') || begins("{") || begins("[") || begins("bearer ") || begins("basic ") || begins("dpop ") || begins("token ");
}

QString decoded(QByteArrayView raw)
{
    if (!raw.contains('\\'))
        return QString::fromUtf8(raw);
    return QJsonDocument::fromJson("[\"" + raw.toByteArray() + "\"]").array().at(0).toString();
}

QByteArray encoded(const QString &text)
{
    return QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact).mid(2).chopped(2);
}

bool isErrorWord(QByteArrayView raw)
{
    return raw.contains('_') && std::all_of(raw.begin(), raw.end(), [](char c) { return c == '_' || (c >= 'a' && c <= 'z'); });
}

bool isErrorName(QByteArrayView name)
{
    static constexpr const char *names[] = {"error", "error_description", "message", "detail"};
    return std::any_of(std::begin(names), std::end(names), [name](const char *word) { return name.compare(word, Qt::CaseInsensitive) == 0; });
}

qsizetype endOfString(QByteArrayView text, qsizetype from)
{
    for (qsizetype i = from; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i;
    }
    return text.size();
}

qsizetype afterBlanks(QByteArrayView text, qsizetype from)
{
    while (from < text.size() && std::strchr(" \t\r\n", text[from]) && text[from] != '\0')
        ++from;
    return from;
}

bool isAnyOf(char c, const char *characters)
{
    return c != '\0' && std::strchr(characters, c) != nullptr;
}

bool isName(QByteArrayView text, qsizetype endOfString)
{
    const qsizetype next = afterBlanks(text, endOfString + 1);
    return next < text.size() && text[next] == ':';
}

/// Objects and arrays that are open in JSON that is broken. What does not fit is passed by: rather too much is secret than too little.
class OpenFrames
{
public:
    [[nodiscard]] bool isSecret() const { return top().isSecret || top().valueIsSecret; }
    [[nodiscard]] bool tellsError(QByteArrayView raw, QByteArrayView rest) const { return !top().isSecret && top().signs.tellsError(raw, rest); }
    void open(bool isObject)
    {
        constexpr size_t deepest = 1000;
        if (m_frames.size() > deepest) // all that is deeper is one
            m_frames.back().isSecret = isSecret();
        else
            m_frames.push_back({isObject, isSecret() && !top().isRecord, false, false, {}});
    }
    void close(bool isObject)
    {
        if (m_frames.size() > 1 && top().isObject == isObject)
            m_frames.pop_back();
    }
    void name(QByteArrayView raw, bool isSecretName)
    {
        m_frames.back().valueIsSecret = isSecretName;
        m_frames.back().isRecord = raw.compare("session", Qt::CaseInsensitive) == 0; // as in JSON that is whole
        m_frames.back().signs.see(raw);
    }

private:
    struct Frame {
        bool isObject = true;
        bool isSecret = false;
        bool valueIsSecret = false; ///< Until the next name.
        bool isRecord = false;
        ErrorSigns signs;
    };
    [[nodiscard]] const Frame &top() const { return m_frames.back(); }
    std::vector<Frame> m_frames{Frame()};
};

} // namespace

void ErrorSigns::see(QByteArrayView name)
{
    isCode = name.compare("code", Qt::CaseInsensitive) == 0;
    isError = isError || isErrorName(name);
}

bool ErrorSigns::tellsError(QByteArrayView raw, QByteArrayView rest) const
{
    if (!isCode || !isErrorWord(raw))
        return false;
    if (isError)
        return true;
    constexpr qsizetype farthest = 1024;
    rest = rest.first(std::min(rest.size(), farthest));
    int depth = 0;
    for (qsizetype i = 0; i < rest.size() && depth >= 0; ++i) {
        const char c = rest[i];
        depth += isAnyOf(c, "{[") ? 1 : isAnyOf(c, "}]") ? -1 : 0;
        if (c != '"')
            continue;
        const qsizetype end = endOfString(rest, i + 1);
        if (depth == 0 && isName(rest, end) && isErrorName(rest.sliced(i + 1, end - i - 1)))
            return true;
        i = end;
    }
    return false;
}

bool BodySecrets::isSecretName(QByteArrayView raw)
{
    constexpr qsizetype longestName = 200;
    constexpr qsizetype mostNames = 10'000;
    if (raw.size() > longestName)
        return false;
    const auto known = m_names.constFind(QByteArray::fromRawData(raw.data(), raw.size()));
    if (known != m_names.constEnd())
        return *known;
    const bool isSecret = net::isSecretName(raw.contains('\\') ? decoded(raw).toUtf8() : raw.toByteArray());
    if (m_names.size() < mostNames)
        m_names.insert(raw.toByteArray(), isSecret);
    return isSecret;
}

QByteArray BodySecrets::jsonString(QByteArrayView raw, bool isSecret)
{
    if (m_stop.stop_requested())
        return {};
    if (raw.isEmpty() || (!isSecret && !mayHoldSecret(raw)))
        return raw.toByteArray();
    if (!isSecret && raw.size() > longestPiece) {
        const qsizetype before = m_count;
        const QByteArray whole = decoded(raw).toUtf8();
        const QByteArray told = whole.startsWith('{') || whole.startsWith('[') ? brokenJson(whole) : line(whole);
        return m_count == before ? raw.toByteArray() : encoded(QString::fromUtf8(told));
    }
    const QString text = decoded(raw);
    const QString told = isSecret ? QString::fromLatin1(m_redaction.mark(text.toUtf8())) : m_redaction.text(text);
    if (told == text)
        return raw.toByteArray();
    ++m_count;
    return encoded(told);
}

QByteArray BodySecrets::jsonNumber(QByteArrayView raw, bool isSecret)
{
    if (!isSecret)
        return raw.toByteArray();
    ++m_count;
    return '"' + m_redaction.mark(raw) + '"';
}

QByteArray BodySecrets::jsonName(QByteArrayView raw)
{
    constexpr qsizetype shortestToken = 31;
    if (raw.size() < shortestToken || !net::looksLikeToken(QString::fromUtf8(raw)))
        return raw.toByteArray();
    ++m_count;
    return m_redaction.mark(raw);
}

QByteArray BodySecrets::piece(QByteArrayView text)
{
    if (m_stop.stop_requested())
        return {};
    if (!mayHoldSecret(text))
        return text.toByteArray();
    const QString given = QString::fromUtf8(text);
    const QString told = m_redaction.text(given);
    if (told == given)
        return text.toByteArray();
    ++m_count;
    return told.toUtf8();
}

QByteArray BodySecrets::line(QByteArrayView text)
{
    QByteArray told;
    while (text.size() > longestPiece && !m_stop.stop_requested()) {
        // Not within a word, unless it is all one.
        qsizetype cut = longestPiece;
        while (cut > longestPiece / 2 && !std::strchr(" \t,;&<>\"'(){}", text[cut - 1]))
            --cut;
        if (cut == longestPiece / 2)
            cut = longestPiece;
        while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) // nor within a character
            --cut;
        told += piece(text.first(cut));
        text = text.sliced(cut);
    }
    return told + piece(text);
}

QByteArray BodySecrets::brokenJson(QByteArrayView text)
{
    QByteArray told;
    OpenFrames frames;
    for (qsizetype i = 0; i < text.size() && !m_stop.stop_requested();) {
        const char c = text[i];
        if (c == '"') {
            const qsizetype end = endOfString(text, i + 1);
            const QByteArrayView raw = text.sliced(i + 1, std::min(end, text.size()) - i - 1);
            const bool isNamed = isName(text, end);
            const QByteArrayView rest = text.sliced(std::min(end + 1, text.size()));
            told += '"' + (isNamed ? jsonName(raw) : jsonString(raw, frames.isSecret() && !frames.tellsError(raw, rest)));
            if (end < text.size())
                told += '"';
            if (isNamed)
                frames.name(raw, isSecretName(raw));
            i = end + 1;
        } else if (isAnyOf(c, "{}[], \t\r\n:")) {
            if (isAnyOf(c, "{["))
                frames.open(c == '{');
            else if (isAnyOf(c, "}]"))
                frames.close(c == '}');
            told += c;
            ++i;
        } else {
            const auto *const stop = std::find_if(text.begin() + i, text.end(), [](char one) { return isAnyOf(one, "\"{}[], \t\r\n"); });
            const QByteArrayView word = text.sliced(i, stop - text.begin() - i);
            const bool isConstant = word == QByteArrayView("true") || word == QByteArrayView("false") || word == QByteArrayView("null");
            told += frames.isSecret() && !isConstant ? jsonNumber(word, true) : line(word);
            i += word.size();
        }
    }
    return told;
}

bool BodySecrets::runHoldsSecret(QByteArrayView run)
{
    const qsizetype before = m_count;
    (void)line(run);
    if (m_count != before)
        return true;
    const auto isPart = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-'; };
    for (const char *at = std::find_if(run.begin(), run.end(), isPart); at != run.end();) {
        const char *const end = std::find_if_not(at, run.end(), isPart);
        constexpr qsizetype shortest = 4; // less is met by chance
        if (end - at >= shortest && isSecretName(QByteArrayView(at, end)))
            return true;
        at = std::find_if(end, run.end(), isPart);
    }
    return false;
}

bool BodySecrets::bytesHoldSecret(QByteArrayView bytes)
{
    constexpr qsizetype shortestRun = 4;
    // As they stand, and each second of them, which is how UTF-16 has its letters.
    for (const auto &[first, step] : {std::pair<qsizetype, qsizetype>{0, 1}, {0, 2}, {1, 2}}) {
        QByteArray run;
        for (qsizetype i = first; i < bytes.size() + step && !m_stop.stop_requested(); i += step) {
            const char c = i < bytes.size() ? bytes[i] : '\0';
            if (c >= 0x20 && c < 0x7f) {
                run += c;
                continue;
            }
            if (run.size() >= shortestRun && runHoldsSecret(run))
                return true;
            run.clear();
        }
    }
    return false;
}

} // namespace keyturn::console
