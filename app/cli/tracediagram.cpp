// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/tracediagram.h"

#include "cli/displaywidth.h"
#include "cli/table.h"
#include "words/tracewords.h"

#include <algorithm>

namespace keyturn::cli {

namespace {

constexpr int laneWidth = 16;
constexpr int timeWidth = 14; // 12:00:00.000, and two spaces

QString padded(const QString &text, int width)
{
    return text + QString(std::max(0, width - displayWidth(text)), u' ');
}

QString shortened(const QString &text, qsizetype longest)
{
    return text.size() > longest ? text.left(longest - 1) + u'…' : text;
}

QString requestOf(const net::Exchange &entry)
{
    constexpr qsizetype longest = 120;
    if (entry.url.isEmpty())
        return {};
    return shortened(printable(QString::fromLatin1(entry.method) + u' ' + entry.url.toDisplayString(QUrl::RemoveUserInfo)), longest);
}

/// Two lines where an answer came; else one.
QString meaningOf(const net::Exchange &entry)
{
    const QString reference = trace::referenceOf(entry);
    const QString sentence = printable(words::entrySentence(entry));
    return reference.isEmpty() ? sentence : sentence + QLatin1String(" (") + reference + u')';
}

} // namespace

TraceDiagram::TraceDiagram(const QList<net::Exchange> &entries)
{
    for (const trace::Party party : trace::partiesOf(entries)) {
        m_parties += int(party);
        m_names += shortened(printable(words::partyName(party, entries)), laneWidth - 2);
    }
}

int TraceDiagram::laneOf(int party) const
{
    return int(std::max<qsizetype>(m_parties.indexOf(party), 0)); // of one that came later: beside us
}

QString TraceDiagram::head() const
{
    QString line(timeWidth, u' ');
    for (const QString &name : m_names)
        line += padded(name, laneWidth);
    return line.trimmed().isEmpty() ? QString() : line;
}

QString TraceDiagram::lanes() const
{
    QString line((m_parties.size() - 1) * laneWidth + 1, u' ');
    for (qsizetype lane = 0; lane < m_parties.size(); ++lane)
        line[lane * laneWidth] = u'│';
    return line;
}

QString TraceDiagram::arrow(int from, int to) const
{
    QString line = lanes();
    const int start = from * laneWidth;
    const int end = to * laneWidth;
    if (start == end) {
        line[start] = u'●';
        return line;
    }
    for (int column = std::min(start, end) + 1; column < std::max(start, end); ++column)
        line[column] = line[column] == u'│' ? u'┼' : u'─';
    line[start] = start < end ? u'├' : u'┤';
    line[end > start ? end - 1 : end + 1] = end > start ? u'▶' : u'◀';
    return line;
}

QString TraceDiagram::step(const net::Exchange &entry) const
{
    const trace::Step step = trace::stepOf(entry);
    const int from = laneOf(int(step.from));
    const int to = laneOf(int(step.to));
    const QString outcome = printable(words::outcomeWords(entry));
    const QString first = padded(entry.startedAt.toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz")), timeWidth) + arrow(from, to)
        + QLatin1String("  ") + requestOf(entry);
    const QString meaning = meaningOf(entry);
    if (!step.isAnswered)
        return entry.url.isEmpty() ? first + meaning + (outcome.isEmpty() ? QString() : QLatin1String(" — ") + outcome)
                                   : first + u'\n' + QString(timeWidth, u' ') + lanes() + QLatin1String("  ") + meaning
                + (outcome.isEmpty() ? QString() : QLatin1String(" — ") + outcome);
    const QString took = QStringLiteral("%1 ms").arg(entry.duration.count()).rightJustified(timeWidth - 2) + QLatin1String("  ");
    return first + u'\n' + (entry.kind == net::EntryKind::Exchange || entry.kind == net::EntryKind::Foreign ? took : QString(timeWidth, u' '))
        + arrow(to, from) + QLatin1String("  ") + outcome + QLatin1String("  ") + meaning;
}

} // namespace keyturn::cli
