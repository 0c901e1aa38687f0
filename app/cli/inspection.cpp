// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/inspection.h"

#include "cli/humantime.h"
#include "cli/table.h"

#include <QCoreApplication>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("InspectCommand", text);
}

words::Voice voiceAt(const QDateTime &now)
{
    return {[now](const QDateTime &time) { return QStringLiteral("%1 (%2)").arg(relativeTime(time, now), isoTime(time)); }, &spanOfTime, &printable};
}

/// As much of a value as one line holds.
QString shortened(const QString &value)
{
    constexpr qsizetype most = 200;
    const QString line = printable(value);
    return line.size() > most ? line.left(most) + u'…' : line;
}

QString table(const inspection::Members &members, const QDateTime &now)
{
    QList<QStringList> rows{{QString(), QString(), QString()}};
    for (const inspection::Member &member : members.list) {
        const QDateTime time = inspection::timeOfClaim(member);
        rows.append({QLatin1String("  ") + printable(member.name), shortened(member.text), time.isValid() ? voiceAt(now).time(time) : QString()});
    }
    return alignedTable(rows).section(u'\n', 1);
}

QString section(const QString &title, const QString &text)
{
    return text.isEmpty() ? QString() : u'\n' + title + u'\n' + text + u'\n';
}

QString findingLines(const Inspection &inspection, const words::Voice &voice)
{
    QString lines;
    for (const inspection::Finding &finding : inspection.findings)
        lines += QStringLiteral("  %1  %2 [%3]\n")
                     .arg(words::severityWord(finding.severity).leftJustified(6), words::findingSentence(finding, voice), finding.reference);
    return lines.isEmpty() ? QLatin1String("  ") + tr("Nothing was found.") : lines.chopped(1);
}

QString changeLines(const QList<inspection::Change> &changes, const words::Voice &voice)
{
    if (changes.isEmpty())
        return QLatin1String("  ") + tr("Both say the same.");
    QStringList lines;
    for (const inspection::Change &change : changes)
        lines.append(QLatin1String("  ") + words::changeSentence(change, voice));
    return lines.join(u'\n');
}

} // namespace

QString inspectionText(const Inspection &inspection)
{
    const words::Voice voice = voiceAt(inspection.now);
    QString text = words::tokenTitle(inspection.token, voice) + u'\n';
    if (const auto *jws = std::get_if<inspection::SignedToken>(&inspection.token.content)) {
        text += section(tr("Header"), table(jws->header, inspection.now));
        if (jws->claims)
            text += section(tr("Claims"), table(*jws->claims, inspection.now));
    } else if (const auto *jwe = std::get_if<inspection::EncryptedToken>(&inspection.token.content)) {
        text += section(tr("Header"), table(jwe->header, inspection.now));
    } else {
        text += QLatin1String("  ") + words::opaqueSentence(std::get<inspection::OpaqueToken>(inspection.token.content)) + u'\n';
    }
    text += section(tr("Signature"), QLatin1String("  ") + words::verificationSentence(inspection.verification, voice));
    text += section(tr("Findings"), findingLines(inspection, voice));
    if (inspection.changes)
        text += section(tr("Since the one before"), changeLines(*inspection.changes, voice));
    return text.trimmed();
}

} // namespace keyturn::cli
