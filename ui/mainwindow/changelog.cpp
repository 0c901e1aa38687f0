// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/changelog.h"

#include <QRegularExpression>

namespace keyturn::ui::mainwindow {

namespace {

QString plain(QString text)
{
    static const QRegularExpression link(QStringLiteral("\\[([^\\]]*)\\]\\([^)]*\\)"));
    text.replace(link, QStringLiteral("\\1"));
    return text.remove(u'`').remove(QLatin1String("**")).simplified();
}

void append(QString &text, const QString &line)
{
    text += (text.isEmpty() ? QString() : QStringLiteral(" ")) + line;
}

/// Of `## [1.0.0] - 2026-11-30` the number.
QString titleOf(const QString &heading)
{
    return plain(heading).section(QStringLiteral(" - "), 0, 0).remove(u'[').remove(u']');
}

} // namespace

QList<Release> readChangelog(const QString &markdown)
{
    QList<Release> releases;
    QString *open = nullptr; // what a line that begins nothing goes on with
    const auto section = [&releases]() -> Release::Section & {
        if (releases.last().sections.isEmpty())
            releases.last().sections += Release::Section{};
        return releases.last().sections.last();
    };
    for (const QString &line : markdown.split(u'\n')) {
        if (line.startsWith(QLatin1String("## "))) {
            releases += Release{titleOf(line.mid(3)), {}, {}};
            open = &releases.last().introduction;
        } else if (releases.isEmpty()) {
            continue; // what stands above the first version is about the file
        } else if (line.startsWith(QLatin1String("### "))) {
            releases.last().sections += Release::Section{plain(line.mid(4)), {}};
            open = nullptr;
        } else if (line.startsWith(QLatin1String("- "))) {
            section().items += plain(line.mid(2));
            open = &section().items.last();
        } else if (line.trimmed().isEmpty()) {
            open = releases.last().sections.isEmpty() ? open : nullptr;
        } else if (open) {
            append(*open, plain(line));
        }
    }
    return releases;
}

} // namespace keyturn::ui::mainwindow
