// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/reports/reports.h"

namespace keyturn::audit {

namespace {

/// No script, nothing fetched: what a backend answered stands in it as text.
const QString head = QStringLiteral(R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%1</title>
<style>
:root { color-scheme: light dark; --line: #8884; --bad: #b3261e; --unsure: #8a5a00; --good: #2e6b34; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --unsure: #ffca66; --good: #8fd498; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1rem; margin: 0; }
article { border-top: 1px solid var(--line); padding: 1rem 0; }
.fail h2::before { content: "Failed · "; color: var(--bad); } .inconclusive h2::before { content: "Inconclusive · "; color: var(--unsure); }
.pass h2::before { content: "Passed · "; color: var(--good); } .not-applicable h2::before { content: "Not applicable · "; }
.meta, .not-applicable { opacity: .75; } .meta { font-size: .875rem; }
pre { overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: .5rem; font-size: .8125rem; }
</style></head><body>
)");

QString escaped(const QString &text)
{
    return text.toHtmlEscaped();
}

QString headersOf(const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    QString text;
    for (const auto &[name, value] : headers)
        text += QString::fromLatin1(name) + QStringLiteral(": ") + QString::fromLatin1(value) + u'\n';
    return text;
}

QString exchangeOf(const net::Exchange &exchange)
{
    QString text = QString::fromLatin1(exchange.method) + u' ' + exchange.url.toString(QUrl::FullyEncoded) + u'\n';
    text += headersOf(exchange.requestHeaders);
    if (!exchange.requestBody.isEmpty())
        text += u'\n' + QString::fromUtf8(exchange.requestBody) + u'\n';
    text += u'\n' + (exchange.status > 0 ? QString::number(exchange.status) : exchange.failure) + u'\n' + headersOf(exchange.responseHeaders);
    if (!exchange.responseBody.isEmpty())
        text += u'\n' + QString::fromUtf8(exchange.responseBody) + u'\n';
    return QStringLiteral("<details><summary>%1</summary><pre>%2</pre></details>\n").arg(escaped(lineOf(exchange)), escaped(text));
}

QString referencesOf(const Check &check)
{
    QStringList links;
    for (const Reference &each : check.references) {
        const QString address = each.url.toString(QUrl::FullyEncoded);
        links.append(address.isEmpty() ? escaped(each.name) : QStringLiteral("<a href=\"%1\">%2</a>").arg(escaped(address), escaped(each.name)));
    }
    return links.join(QStringLiteral(", "));
}

QString articleOf(const CheckResult &result)
{
    const Check &check = result.check;
    QString text =
        QStringLiteral("<article class=\"%1\" id=\"%2\">\n<h2>%3</h2>\n").arg(wordOf(result.outcome), escaped(check.id), escaped(check.title));
    text += QStringLiteral("<p class=\"meta\">Check %1 · %2 · %3%4 · %5</p>\n")
                .arg(check.number)
                .arg(wordOf(check.severity), wordOf(check.mode), result.isKnown ? QStringLiteral(" · known") : QString(), referencesOf(check));
    text += QStringLiteral("<p>%1</p>\n").arg(escaped(result.evidence));
    if (result.outcome == Outcome::Fail)
        text += QStringLiteral("<p><strong>Remedy:</strong></p><pre>%1</pre>\n").arg(escaped(check.remedy));
    for (const net::Exchange &exchange : result.exchanges)
        text += exchangeOf(exchange);
    return text + QStringLiteral("</article>\n");
}

} // namespace

QByteArray htmlReport(const Report &report)
{
    const QString title = QStringLiteral("Audit of %1").arg(report.target.toString());
    QString text = head.arg(escaped(title));
    text += QStringLiteral("<h1>%1</h1>\n<p class=\"meta\">%2 · %3 · requests: %4 · test accounts registered: %5</p>\n<p>%6.</p>\n")
                .arg(escaped(title), escaped(report.profile), report.startedAt.toString(Qt::ISODate))
                .arg(report.requests)
                .arg(report.registered)
                .arg(summaryOf(report));
    if (!report.stopped.isEmpty())
        text += QStringLiteral("<p>Not all of it could be looked at: %1</p>\n").arg(escaped(report.stopped));
    for (const CheckResult &result : report.results)
        text += articleOf(result);
    return (text + QStringLiteral("</body></html>\n")).toUtf8();
}

} // namespace keyturn::audit
