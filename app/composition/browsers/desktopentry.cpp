// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/browsers/desktopentry.h"

#include <QMap>

namespace keyturn::composition::browsers {

namespace {

constexpr qsizetype largest = 1024 * 1024;
constexpr qsizetype longestCommand = 4096;

/// The keys of the group "Desktop Entry"; the first of each counts.
QMap<QString, QString> keysOf(const QByteArray &text)
{
    QMap<QString, QString> keys;
    bool inside = false;
    for (const QByteArray &raw : text.split('\n')) {
        const QString line = QString::fromUtf8(raw).trimmed();
        if (line.isEmpty() || line.startsWith(u'#'))
            continue;
        if (line.startsWith(u'['))
            inside = line == QLatin1String("[Desktop Entry]");
        else if (const qsizetype equals = line.indexOf(u'='); inside && equals > 0) {
            const QString key = line.left(equals).trimmed();
            if (!keys.contains(key))
                keys.insert(key, line.mid(equals + 1).trimmed());
        }
    }
    return keys;
}

/// The escapes of a value of type string (section 4).
QString unescaped(const QString &value)
{
    QString text;
    for (qsizetype i = 0; i < value.size(); ++i) {
        if (value.at(i) != u'\\' || i + 1 == value.size()) {
            text += value.at(i);
            continue;
        }
        const QChar c = value.at(++i);
        text += c == u's' ? QChar(u' ') : c == u'n' ? QChar(u'\n') : c == u't' ? QChar(u'\t') : c == u'r' ? QChar(u'\r') : c;
    }
    return text;
}

/// Section 7, quoting: arguments are quoted as wholes, in double quotes, where a backslash stands before " ` $ and itself.
std::optional<QStringList> wordsOf(const QString &exec)
{
    QStringList words;
    QString word;
    bool quoted = false;
    bool begun = false;
    for (qsizetype i = 0; i < exec.size(); ++i) {
        const QChar c = exec.at(i);
        if (c == u'"') {
            quoted = !quoted;
            begun = true;
        } else if (quoted && c == u'\\' && i + 1 < exec.size()) {
            word += exec.at(++i);
        } else if (!quoted && c == u' ') {
            if (begun)
                words += word;
            word.clear();
            begun = false;
        } else {
            word += c;
            begun = true;
        }
    }
    if (quoted)
        return std::nullopt;
    if (begun)
        words += word;
    return words;
}

/// Section 7, field codes. Nullopt: one that is not known, with which a command must not be run, or a text that would be taken for the address.
std::optional<QString> expanded(const QString &word, const QString &name)
{
    QString text;
    for (qsizetype i = 0; i < word.size(); ++i) {
        if (word.at(i) != u'%') {
            text += word.at(i);
            continue;
        }
        const QChar code = ++i < word.size() ? word.at(i) : QChar();
        if (QStringLiteral("uUfF").contains(code) && !code.isNull())
            text += QLatin1String("%s");
        else if (code == u'c')
            text += name;
        else if (code == u'%' && !(i + 1 < word.size() && word.at(i + 1) == u's'))
            text += u'%';
        else if (code.isNull() || !QStringLiteral("ikdDnNvm").contains(code)) // the icon, the file's place, and what is deprecated: left out
            return std::nullopt;
    }
    return text;
}

bool isTrue(const QString &value)
{
    return value == QLatin1String("true") || value == QLatin1String("1");
}

} // namespace

std::optional<DesktopEntry> readDesktopEntry(const QByteArray &text, const QString &language)
{
    if (text.size() > largest)
        return std::nullopt;
    const QMap<QString, QString> keys = keysOf(text);
    DesktopEntry entry;
    entry.hidden = isTrue(keys.value(QStringLiteral("Hidden")));
    if (entry.hidden)
        return entry;
    if (keys.value(QStringLiteral("Type")) != QLatin1String("Application") || isTrue(keys.value(QStringLiteral("Terminal"))))
        return std::nullopt;
    entry.name = unescaped(keys.value(QStringLiteral("Name")));
    for (const QString &tag : {language.section(u'_', 0, 0), language}) {
        if (const auto found = keys.constFind(QStringLiteral("Name[%1]").arg(tag)); found != keys.constEnd())
            entry.name = unescaped(*found);
    }
    entry.noDisplay = isTrue(keys.value(QStringLiteral("NoDisplay")));
    entry.tryExec = unescaped(keys.value(QStringLiteral("TryExec")));
    entry.mimeTypes = keys.value(QStringLiteral("MimeType")).split(u';', Qt::SkipEmptyParts);
    const QString exec = unescaped(keys.value(QStringLiteral("Exec")));
    const std::optional<QStringList> words = exec.size() > longestCommand ? std::nullopt : wordsOf(exec);
    if (!words || words->isEmpty() || words->first().contains(u'%') || words->first().contains(u'='))
        return std::nullopt;
    for (const QString &word : *words) {
        const std::optional<QString> argument = expanded(word, entry.name);
        if (!argument)
            return std::nullopt;
        if (!argument->isEmpty() || word.isEmpty())
            entry.command += *argument;
    }
    return entry;
}

} // namespace keyturn::composition::browsers
