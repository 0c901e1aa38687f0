// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/jsonmistake.h"

#include "console/jsonprinter.h"

#include <QJsonDocument>

#include <cctype>

namespace keyturn::ui::console {

namespace {

bool isAnyOf(char c, QByteArrayView characters)
{
    return characters.contains(c);
}

bool isLetter(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool isOfNumber(char c)
{
    return std::isdigit(static_cast<unsigned char>(c)) != 0 || isAnyOf(c, "+-.");
}

/// What can be said about the byte at @p place, which cannot stand there; @p utf8 ends with white space or not.
QString patternOf(const QByteArray &utf8, qsizetype place)
{
    QJsonParseError error;
    (void)QJsonDocument::fromJson(utf8, &error); // knows what it looked for, but not exactly where
    const char now = place < utf8.size() ? utf8.at(place) : '\0';
    const QByteArray before = utf8.left(place);
    const char just = before.isEmpty() ? '\0' : before.back();
    const QByteArray trimmed = before.trimmed();
    const char last = trimmed.isEmpty() ? '\0' : trimmed.back();
    if (utf8.mid(place).trimmed().isEmpty())
        return JsonMistake::tr("Line %1, column %2: it ends too early; a bracket or a quotation mark is missing.");
    if (isAnyOf(now, "}]") && last == ',')
        return JsonMistake::tr("Line %1, column %2: the comma before this bracket is too many.");
    if (error.error == QJsonParseError::MissingNameSeparator)
        return JsonMistake::tr("Line %1, column %2: a colon is missing behind the name.");
    if (error.error == QJsonParseError::GarbageAtEnd)
        return JsonMistake::tr("Line %1, column %2: there is more behind the end.");
    if (isOfNumber(now) && isOfNumber(just))
        return JsonMistake::tr("Line %1, column %2: this is no number as JSON writes it.");
    if (isLetter(now) && !isLetter(just))
        return JsonMistake::tr("Line %1, column %2: names and texts need quotation marks.");
    if (isAnyOf(now, "\"{[") || isOfNumber(now))
        return JsonMistake::tr("Line %1, column %2: a comma is missing before this.");
    return JsonMistake::tr("Line %1, column %2: this cannot stand here.");
}

} // namespace

std::optional<JsonMistake> JsonMistake::in(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    if (utf8.trimmed().isEmpty())
        return std::nullopt;
    const std::optional<qsizetype> place = keyturn::console::printJson(utf8, nullptr, {}).brokenAt;
    if (!place)
        return std::nullopt;
    const QByteArray before = utf8.left(*place);
    JsonMistake mistake;
    mistake.line = int(before.count('\n')) + 1;
    mistake.column = int(QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size()) + 1;
    mistake.sentence = patternOf(utf8, *place).arg(mistake.line).arg(mistake.column);
    return mistake;
}

} // namespace keyturn::ui::console
