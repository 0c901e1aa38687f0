// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/reports/reports.h"

namespace keyturn::audit {

namespace {
constexpr ReportFormat allFormats[] = {ReportFormat::Text, ReportFormat::Json, ReportFormat::Junit, ReportFormat::Sarif, ReportFormat::Html};
}

QString wordOf(ReportFormat format)
{
    switch (format) {
    case ReportFormat::Json:
        return QStringLiteral("json");
    case ReportFormat::Junit:
        return QStringLiteral("junit");
    case ReportFormat::Sarif:
        return QStringLiteral("sarif");
    case ReportFormat::Html:
        return QStringLiteral("html");
    case ReportFormat::Text:
        break;
    }
    return QStringLiteral("text");
}

std::optional<ReportFormat> reportFormatOf(const QString &word)
{
    for (const ReportFormat format : allFormats) {
        if (wordOf(format) == word)
            return format;
    }
    return std::nullopt;
}

QByteArray written(const Report &report, ReportFormat format)
{
    switch (format) {
    case ReportFormat::Json:
        return jsonReport(report);
    case ReportFormat::Junit:
        return junitReport(report);
    case ReportFormat::Sarif:
        return sarifReport(report);
    case ReportFormat::Html:
        return htmlReport(report);
    case ReportFormat::Text:
        break;
    }
    return textReport(report);
}

QString lineOf(const net::Exchange &exchange)
{
    const QString outcome = exchange.status > 0 ? QString::number(exchange.status) : exchange.failure;
    return QStringLiteral("%1 %2 → %3").arg(QString::fromLatin1(exchange.method), exchange.url.toString(QUrl::FullyEncoded), outcome);
}

QString summaryOf(const Report &report)
{
    const int failed = report.count(Outcome::Fail);
    const int fresh = report.newFailures();
    const QString known = failed == fresh ? QString() : QStringLiteral(" (%1 of them new)").arg(fresh);
    return QStringLiteral("%1 failed%2, %3 passed, %4 not applicable, %5 inconclusive")
        .arg(failed)
        .arg(known)
        .arg(report.count(Outcome::Pass))
        .arg(report.count(Outcome::NotApplicable))
        .arg(report.count(Outcome::Inconclusive));
}

} // namespace keyturn::audit
