// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/usageforms.h"

#include <QRegularExpression>

#include <algorithm>

namespace keyturn::cli {

namespace {

/// How many brackets are open behind each character.
QList<int> depths(const QString &text)
{
    QList<int> depths;
    int depth = 0;
    for (const QChar c : text) {
        depth += c == u'[' || c == u'(' ? 1 : c == u']' || c == u')' ? -1 : 0;
        depths += depth;
    }
    return depths;
}

/// A pair of brackets around all of it says nothing of its parts.
QString unwrapped(const QString &text)
{
    const QList<int> depth = depths(text);
    const bool wraps = text.startsWith(u'[') && depth.indexOf(0) == text.size() - 1;
    return wraps ? text.mid(1, text.size() - 2) : text;
}

QStringList ways(const QString &text)
{
    const QList<int> depth = depths(text);
    QStringList parts;
    qsizetype begin = 0;
    for (qsizetype at = text.indexOf(QLatin1String(" | ")); at >= 0; at = text.indexOf(QLatin1String(" | "), at + 1)) {
        if (depth.at(at) > 0)
            continue;
        parts += text.mid(begin, at - begin);
        begin = at + 3;
    }
    return parts + QStringList{text.mid(begin)};
}

/// `--name VALUE`, `-o FILE`, `-H 'K: V'`; what a bare option takes is written without a space inside or in quotes.
QString withoutOptions(QString text)
{
    static const QRegularExpression quoted(QStringLiteral("'[^']*'"));
    static const QRegularExpression option(QStringLiteral("(^|[ \\[(])--?[A-Za-z][a-z-]*( [^ \\[\\]()-][^ \\[\\]()]*)?"));
    static const QRegularExpression rest(QStringLiteral("-- .*$"));
    text.replace(quoted, QStringLiteral("X"));
    text.remove(rest);
    for (QString before; before != text;) {
        before = text;
        text.replace(option, QStringLiteral("\\1"));
    }
    return text;
}

UsageForm formOf(const QString &way)
{
    static const QRegularExpression word(QStringLiteral("[A-Za-z@][^ \\[\\]()…]*"));
    const QString text = withoutOptions(way);
    UsageForm form;
    for (auto match = word.globalMatch(text); match.hasNext();)
        form.words += match.next().captured();
    static const QRegularExpression repeated(QStringLiteral("[A-Z]\\]?…"));
    form.repeats = repeated.match(text).hasMatch() && !form.words.isEmpty();
    return form;
}

} // namespace

bool isKind(const QString &word)
{
    return std::any_of(word.begin(), word.end(), [](QChar c) { return c.isUpper(); });
}

QList<UsageForm> usageForms(const QString &usage)
{
    static const QRegularExpression ownName(QStringLiteral("^\\s*keyturn-cli \\S+ "));
    QList<UsageForm> forms;
    for (QString line : usage.split(u'\n')) {
        line.remove(ownName);
        for (const QString &way : ways(unwrapped(line)))
            forms += formOf(way);
    }
    return forms;
}

QStringList usageChoices(const QString &usage, const QString &name)
{
    const QRegularExpression choice(QStringLiteral("--%1 ([a-z]+(?:\\|[a-z]+)+)").arg(QRegularExpression::escape(name)));
    const QRegularExpressionMatch match = choice.match(usage);
    return match.hasMatch() ? match.captured(1).split(u'|') : QStringList();
}

QStringList nextWords(const QList<UsageForm> &forms, const QStringList &before)
{
    const auto fits = [&before](const UsageForm &form) {
        for (qsizetype i = 0; i < before.size(); ++i) {
            const bool beyond = i >= form.words.size();
            if (beyond && !form.repeats)
                return false;
            if (const QString &word = beyond ? form.words.last() : form.words.at(i); !isKind(word) && !word.split(u'|').contains(before.at(i)))
                return false;
        }
        return true;
    };
    QList<UsageForm> fitting;
    std::copy_if(forms.begin(), forms.end(), std::back_inserter(fitting), fits);
    // A verb that is typed is no ACCOUNT.
    const auto isVerb = [&before](const UsageForm &form) { return !form.words.isEmpty() && form.words.first() == before.first(); };
    if (!before.isEmpty() && std::any_of(fitting.begin(), fitting.end(), isVerb))
        fitting.removeIf([&isVerb](const UsageForm &form) { return !isVerb(form); });
    QStringList next;
    for (const UsageForm &form : std::as_const(fitting)) {
        if (before.size() < form.words.size())
            next += form.words.at(before.size()).split(u'|');
        else if (form.repeats)
            next += form.words.last();
    }
    next.removeDuplicates();
    return next;
}

QList<ShownOption> shownOptions(const QCommandLineParser &parser)
{
    // QCommandLineParser tells its options nowhere else.
    static const QRegularExpression begin(QStringLiteral("^  (-[^ ,]+(?:, -[^ ,]+)*)(?: <([^>]*)>)?(?:\\s{2,}|$)(.*)$"));
    QList<ShownOption> options;
    bool inOptions = false;
    for (const QString &line : parser.helpText().split(u'\n')) {
        inOptions = (inOptions || line == QLatin1String("Options:")) && !line.startsWith(QLatin1String("Arguments:"));
        if (!inOptions)
            continue;
        if (const QRegularExpressionMatch match = begin.match(line); match.hasMatch())
            options += ShownOption{match.captured(1).split(QLatin1String(", ")), match.captured(2), match.captured(3).trimmed()};
        else if (!options.isEmpty() && line.startsWith(QLatin1String("    ")))
            options.last().description += u' ' + line.trimmed();
    }
    return options;
}

} // namespace keyturn::cli
