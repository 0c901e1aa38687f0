// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/reports/reports.h"

#include <algorithm>

namespace keyturn::audit {

namespace {

constexpr int lineWidth = 100;

/// Broken at spaces, with @p indent before each line.
QString wrapped(const QString &text, const QString &indent)
{
    QString all;
    for (const QString &paragraph : text.split(u'\n')) {
        QString line;
        for (const QString &word : paragraph.split(u' ')) {
            if (!line.isEmpty() && indent.size() + line.size() + 1 + word.size() > lineWidth) {
                all += indent + line + u'\n';
                line.clear();
            }
            line += line.isEmpty() ? word : u' ' + word;
        }
        all += indent + line + u'\n';
    }
    return all;
}

/// What a backend says goes to a terminal: it must not move it.
QString printable(const QString &text)
{
    QString clean;
    for (const QChar character : text)
        clean += character == u'\n' || character.isPrint() ? character : QChar(QChar::ReplacementCharacter);
    return clean;
}

QString headOf(const CheckResult &result)
{
    const QString severity = result.outcome == Outcome::Fail ? u' ' + wordOf(result.check.severity) : QString();
    return QStringLiteral("%1%2%3").arg(wordOf(result.outcome).toUpper(), severity, result.isKnown ? QStringLiteral(" (known)") : QString());
}

QString detailed(const CheckResult &result)
{
    QString text = QStringLiteral("\n%1  %2 %3: %4\n").arg(headOf(result)).arg(result.check.number).arg(result.check.id, result.check.title);
    text += wrapped(result.evidence, QStringLiteral("    "));
    for (const net::Exchange &exchange : result.exchanges)
        text += QStringLiteral("    · ") + lineOf(exchange) + u'\n';
    if (result.outcome != Outcome::Fail)
        return text;
    QStringList names;
    for (const Reference &each : result.check.references)
        names.append(each.name);
    text += wrapped(QStringLiteral("Remedy: ") + result.check.remedy, QStringLiteral("    "));
    return text + QStringLiteral("    See %1\n").arg(names.join(QStringLiteral(", ")));
}

QString brief(const CheckResult &result)
{
    return QStringLiteral("%1  %2 %3: %4\n")
        .arg(wordOf(result.outcome).toUpper(), -14)
        .arg(result.check.number, 2)
        .arg(result.check.id, result.outcome == Outcome::Pass ? result.check.title : result.evidence);
}

} // namespace

QByteArray textReport(const Report &report)
{
    QString text = QStringLiteral("Audit of %1 (%2), %3\n").arg(report.target.toString(), report.profile, report.startedAt.toString(Qt::ISODate));
    bool briefBegan = false;
    for (const CheckResult &result : report.results) {
        if (!result.wasReached) // the same sentence for each
            continue;
        const bool isDetailed = result.outcome == Outcome::Fail || result.outcome == Outcome::Inconclusive;
        if (!isDetailed && !std::exchange(briefBegan, true))
            text += u'\n';
        text += isDetailed ? detailed(result) : brief(result);
    }
    const auto unreached = std::count_if(report.results.cbegin(), report.results.cend(), [](const CheckResult &one) { return !one.wasReached; });
    if (unreached > 0)
        text += QStringLiteral("\n%1 checks were not reached. %2\n").arg(unreached).arg(report.stopped);
    else if (!report.stopped.isEmpty())
        text += QStringLiteral("\n%1\n").arg(report.stopped);
    text += QStringLiteral("\n%1. Requests: %2. Test accounts registered: %3.\n").arg(summaryOf(report)).arg(report.requests).arg(report.registered);
    return printable(text).toUtf8();
}

} // namespace keyturn::audit
