// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report.h"

namespace keyturn::audit {

/// A report with every outcome, and with what a hostile backend would like to see in one.
inline Report madeReport()
{
    const auto result = [](int number, const char *id, Outcome outcome, Severity severity) {
        CheckResult made;
        made.check.number = number;
        made.check.id = QString::fromLatin1(id);
        made.check.title = QStringLiteral("What is right & proper <b>");
        made.check.severity = severity;
        made.check.references = {reference(QStringLiteral("RFC 6749 §5.1")), reference(QStringLiteral("the contract itself"))};
        made.check.remedy = QStringLiteral("Do it.\n\nif (a < b && c) { res.set('X', \"y\"); }");
        made.outcome = outcome;
        made.evidence = QStringLiteral("It said </script><script>alert(1)</script> and \x1b[31m \x01 ]]> \"quoted\".");
        return made;
    };
    Report report;
    report.target = QUrl(QStringLiteral("https://backend.example/api"));
    report.profile = QStringLiteral("One <& two");
    report.startedAt = QDateTime::fromString(QStringLiteral("2026-11-30T12:00:00.000Z"), Qt::ISODateWithMs);
    report.duration = std::chrono::milliseconds(1234);
    report.requests = 42;
    report.registered = 1;
    report.results = {result(45, "challenges", Outcome::NotApplicable, Severity::Low), result(19, "refresh-rotation", Outcome::Pass, Severity::High),
                      result(6, "no-store", Outcome::Fail, Severity::Medium), result(11, "signature-required", Outcome::Fail, Severity::Critical),
                      result(39, "authorization-request", Outcome::Inconclusive, Severity::High)};
    net::Exchange exchange;
    exchange.number = 7;
    exchange.startedAt = report.startedAt;
    exchange.method = "POST";
    exchange.url = QUrl(QStringLiteral("https://backend.example/api/login"));
    exchange.requestHeaders = {{"Content-Type", "application/json"}};
    exchange.requestBody = "{\"a\":\"<b>\"}";
    exchange.status = 200;
    exchange.responseHeaders = {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}};
    exchange.responseBody = "<h1>&</h1>";
    report.results[2].exchanges = {exchange};
    net::Exchange lost = exchange;
    lost.status = 0;
    lost.failure = QStringLiteral("timeout");
    report.results[3].exchanges = {lost};
    sortResults(report.results);
    return report;
}

} // namespace keyturn::audit
