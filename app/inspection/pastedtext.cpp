// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspection/pastedtext.h"

#include <algorithm>

namespace keyturn::inspection {

namespace {

core::Error refused(const char *code, const QString &detail = {})
{
    return {core::ErrorKind::BadReply, QString::fromLatin1(code), detail};
}

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// What web pages and editors put around what is copied from them, and nobody sees.
void dropUnseen(QByteArray &text)
{
    for (const char *mark : {"\xEF\xBB\xBF", "\xE2\x80\x8B", "\xE2\x81\xA0"})
        text.replace(mark, "");
    text.replace("\xC2\xA0", " ");
}

/// One pair of quotes, and the comma or semicolon of the program that it was copied from.
bool dropAround(QByteArray &text)
{
    const QByteArray before = text;
    text = text.trimmed();
    while (text.endsWith(',') || text.endsWith(';'))
        text.chop(1);
    if (text.size() >= 2 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'' || text.front() == '`'))
        text = text.mid(1, text.size() - 2);
    return text != before;
}

/// "Authorization: " and its kin; a token has no colon before a blank.
bool dropHeaderName(QByteArray &text)
{
    for (const char *name : {"authorization", "proxy-authorization", "x-access-token", "x-auth-token", "dpop"}) {
        const QByteArray start = QByteArray(name) + ':';
        if (text.left(start.size()).toLower() != start)
            continue;
        text.remove(0, start.size());
        return true;
    }
    return false;
}

bool takeScheme(QByteArray &text, QString &scheme)
{
    for (const char *word : {"Bearer", "DPoP", "Token", "JWT"}) {
        const QByteArray name(word);
        if (text.left(name.size()).toLower() != name.toLower() || (text.size() > name.size() && !isSpace(text.at(name.size()))))
            continue;
        text.remove(0, name.size());
        scheme = QString::fromLatin1(name);
        return true;
    }
    return false;
}

/// Lines that were broken belong together; blanks between words do not.
core::Result<void> joinLines(QByteArray &text)
{
    if (text.startsWith('{')) // the JSON serialization, where white space means nothing
        return {};
    QByteArray joined;
    joined.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!isSpace(text.at(i))) {
            joined += text.at(i);
            continue;
        }
        const qsizetype from = i;
        while (i + 1 < text.size() && isSpace(text.at(i + 1)))
            ++i;
        const QByteArrayView gap = QByteArrayView(text).sliced(from, i - from + 1);
        if (!gap.contains('\n') && !gap.contains('\r'))
            return refused("token_spaces");
    }
    text = joined;
    return {};
}

} // namespace

core::Result<PastedText> tidied(const core::Secret &pasted)
{
    if (pasted.size() > maxTokenBytes)
        return refused("token_too_large", QStringLiteral("%1 bytes").arg(pasted.size()));
    QByteArray text = pasted.reveal().toByteArray();
    dropUnseen(text);
    PastedText tidy;
    while (dropAround(text) || dropHeaderName(text) || takeScheme(text, tidy.scheme)) { }
    if (text.isEmpty())
        return refused("token_empty");
    const bool isJson = text.startsWith('{');
    if (!isJson && std::any_of(text.begin(), text.end(), [](char c) { return (c < ' ' && !isSpace(c)) || c == '\x7F'; }))
        return refused("token_binary");
    if (const core::Result<void> whole = joinLines(text); !whole.ok())
        return whole.error();
    tidy.token = core::Secret::take(std::move(text));
    return tidy;
}

} // namespace keyturn::inspection
