// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/reports/reports.h"

#include <QXmlStreamWriter>

namespace keyturn::audit {

namespace {

/// XML has no way to write most control characters (XML 1.0 §2.2).
QString sound(const QString &text)
{
    QString clean;
    for (const QChar character : text) {
        const char16_t code = character.unicode();
        const bool fits = code == u'\n' || code == u'\t' || (code >= 0x20 && code < 0xfffe);
        clean += fits ? character : QChar(QChar::ReplacementCharacter);
    }
    return clean;
}

QString detailsOf(const CheckResult &result)
{
    QString text = result.evidence + u'\n';
    for (const net::Exchange &exchange : result.exchanges)
        text += lineOf(exchange) + u'\n';
    text += QStringLiteral("Remedy: ") + result.check.remedy + u'\n';
    for (const Reference &each : result.check.references)
        text += each.name + u'\n';
    return text;
}

void writeResult(QXmlStreamWriter &xml, const CheckResult &result)
{
    xml.writeStartElement(QStringLiteral("testcase"));
    xml.writeAttribute(QStringLiteral("classname"), QStringLiteral("audit.") + wordOf(result.check.mode));
    xml.writeAttribute(QStringLiteral("name"), sound(QStringLiteral("%1 %2: %3").arg(result.check.number).arg(result.check.id, result.check.title)));
    if (result.outcome == Outcome::Fail && !result.isKnown) {
        xml.writeStartElement(QStringLiteral("failure"));
        xml.writeAttribute(QStringLiteral("type"), wordOf(result.check.severity));
        xml.writeAttribute(QStringLiteral("message"), sound(result.evidence));
        xml.writeCharacters(sound(detailsOf(result)));
        xml.writeEndElement();
    } else if (result.outcome != Outcome::Pass) {
        xml.writeStartElement(QStringLiteral("skipped"));
        const QString known = QStringLiteral("known failure: ");
        xml.writeAttribute(QStringLiteral("message"),
                           sound((result.isKnown ? known : wordOf(result.outcome) + QStringLiteral(": ")) + result.evidence));
        xml.writeEndElement();
    }
    xml.writeEndElement();
}

} // namespace

QByteArray junitReport(const Report &report)
{
    QByteArray text;
    QXmlStreamWriter xml(&text);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    const int failures = report.newFailures();
    const auto total = report.results.size();
    const auto skipped = total - failures - report.count(Outcome::Pass);
    const QString seconds = QString::number(static_cast<double>(report.duration.count()) / 1000, 'f', 3);
    xml.writeStartElement(QStringLiteral("testsuites"));
    xml.writeStartElement(QStringLiteral("testsuite"));
    xml.writeAttribute(QStringLiteral("name"), sound(QStringLiteral("keyturn audit of ") + report.target.toString(QUrl::FullyEncoded)));
    xml.writeAttribute(QStringLiteral("tests"), QString::number(total));
    xml.writeAttribute(QStringLiteral("failures"), QString::number(failures));
    xml.writeAttribute(QStringLiteral("errors"), QStringLiteral("0"));
    xml.writeAttribute(QStringLiteral("skipped"), QString::number(skipped));
    xml.writeAttribute(QStringLiteral("time"), seconds);
    xml.writeAttribute(QStringLiteral("timestamp"), report.startedAt.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")));
    for (const CheckResult &result : report.results)
        writeResult(xml, result);
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndDocument();
    return text;
}

} // namespace keyturn::audit
