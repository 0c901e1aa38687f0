// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/tracereport.h"

#include "words/filled.h"
#include "words/tracewords.h"

#include <QCoreApplication>

namespace keyturn::words {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("TraceReport", text);
}

QString idOf(trace::Party party)
{
    constexpr const char *ids[] = {"App", "Browser", "Provider", "Backend"};
    return QLatin1String(ids[int(party)]);
}

QString oneLine(const QString &text)
{
    constexpr qsizetype longest = 160;
    const QString line = text.simplified();
    return line.size() > longest ? line.left(longest) + u'…' : line;
}

/// Mermaid ends a message at a semicolon, and reads what follows a hash.
QString inDiagram(const QString &text)
{
    QString clean;
    for (const QChar c : oneLine(text))
        clean += c == u'#' || c == u';' || c == u'<' || c == u'>' || c == u'`' ? QStringLiteral("#%1;").arg(c.unicode()) : QString(c);
    return clean;
}

QString inTable(const QString &text)
{
    QString clean;
    for (const QChar c : oneLine(text)) {
        if (c == u'<')
            clean += QLatin1String("&lt;");
        else if (QStringLiteral("\\|`*_[]").contains(c))
            clean += u'\\' + QString(c);
        else
            clean += c;
    }
    return clean;
}

QString whatOf(const net::Exchange &entry)
{
    const QString address = entry.url.toDisplayString(QUrl::PrettyDecoded | QUrl::RemoveScheme | QUrl::RemoveAuthority);
    return entry.url.isEmpty() ? entrySentence(entry) : QString::fromLatin1(entry.method) + u' ' + address;
}

QString diagram(const QList<net::Exchange> &entries)
{
    QString text = QStringLiteral("```mermaid\nsequenceDiagram\n");
    for (const trace::Party party : trace::partiesOf(entries))
        text += QStringLiteral("    participant %1 as %2\n").arg(idOf(party), inDiagram(partyName(party, entries)));
    for (const net::Exchange &entry : entries) {
        const trace::Step step = trace::stepOf(entry);
        const QString outcome = outcomeWords(entry);
        text += filled(QStringLiteral("    %1->>%2: %3\n"), {idOf(step.from), idOf(step.to), inDiagram(whatOf(entry))});
        if (step.isAnswered && !outcome.isEmpty())
            text += filled(QStringLiteral("    %1%2%3: %4\n"),
                           {idOf(step.to), step.failed ? QStringLiteral("--x") : QStringLiteral("-->>"), idOf(step.from), inDiagram(outcome)});
        else if (!outcome.isEmpty())
            text += filled(QStringLiteral("    Note over %1: %2\n"), {idOf(step.to), inDiagram(outcome)});
    }
    return text + QLatin1String("```\n");
}

QString row(const net::Exchange &entry)
{
    const QString reference = trace::referenceOf(entry);
    const QString section =
        reference.isEmpty() ? QString() : QStringLiteral("[%1](%2)").arg(reference, trace::addressOf(reference).toString(QUrl::FullyEncoded));
    const QString where = QString::fromLatin1(entry.method) + u' ' + entry.url.toDisplayString();
    return filled(QStringLiteral("| %1 | %2 | %3 | %4 | %5 | %6 |\n"),
                  {entry.startedAt.toUTC().toString(Qt::ISODateWithMs), inTable(entrySentence(entry)), inTable(where), inTable(outcomeWords(entry)),
                   QStringLiteral("%1 ms").arg(entry.duration.count()), section});
}

} // namespace

QString markdownReport(const QList<net::Exchange> &given, const QString &title)
{
    const QList<net::Exchange> entries = trace::inTimeOrder(given);
    QString text = QStringLiteral("# ") + inTable(title) + QLatin1String("\n\n")
        + tr("Recorded by Keyturn. Secrets were left out as it was recorded; equal marks stand for equal secrets.") + QLatin1String("\n\n")
        + diagram(entries) + u'\n';
    const QStringList heads{tr("When"), tr("What for"), tr("Request"), tr("Outcome"), tr("Took"), tr("Laid down in")};
    text +=
        QLatin1String("| ") + heads.join(QLatin1String(" | ")) + QLatin1String(" |\n") + u'|' + QStringLiteral("---|").repeated(heads.size()) + u'\n';
    for (const net::Exchange &entry : entries)
        text += row(entry);
    return text;
}

} // namespace keyturn::words
