// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/bodysecrets.h"

#include "net/secretshapes.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cstring>

namespace keyturn::console {

namespace {

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

/// `invalid_grant` under the name `code`: what went wrong, and no authorization code.
bool isErrorWord(QByteArrayView raw)
{
    return raw.contains('_') && std::all_of(raw.begin(), raw.end(), [](char c) { return c == '_' || (c >= 'a' && c <= 'z'); });
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

} // namespace

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
    if (raw.isEmpty() || (!isSecret && !mayHoldSecret(raw)) || (isSecret && isErrorWord(raw)))
        return raw.toByteArray();
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
    constexpr qsizetype longest = 16 * 1024;
    QByteArray told;
    while (text.size() > longest) {
        // Not within a word, unless it is all one.
        qsizetype cut = longest;
        while (cut > longest / 2 && !std::strchr(" \t,;&<>\"'(){}", text[cut - 1]))
            --cut;
        if (cut == longest / 2)
            cut = longest;
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
    bool isSecret = false; // what comes next
    for (qsizetype i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '"') {
            const qsizetype end = endOfString(text, i + 1);
            const QByteArrayView raw = text.sliced(i + 1, std::min(end, text.size()) - i - 1);
            const bool isName = afterBlanks(text, end + 1) < text.size() && text[afterBlanks(text, end + 1)] == ':';
            told += '"' + (isName ? jsonName(raw) : jsonString(raw, isSecret));
            if (end < text.size())
                told += '"';
            isSecret = isName && isSecretName(raw);
            i = end + 1;
        } else if (isSecret && ((c >= '0' && c <= '9') || c == '-')) {
            qsizetype end = i;
            while (end < text.size() && (isTokenCharacter(text[end])))
                ++end;
            told += jsonNumber(text.sliced(i, end - i), true);
            i = end;
        } else {
            isSecret = isSecret && c != ',' && c != '}' && c != ']';
            told += c;
            ++i;
        }
    }
    return told;
}

} // namespace keyturn::console
