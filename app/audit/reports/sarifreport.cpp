// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/reports/reports.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace keyturn::audit {

namespace {

QJsonObject message(const QString &text)
{
    return {{QStringLiteral("text"), text}};
}

/// SARIF §3.58.
QString levelOf(Severity severity)
{
    switch (severity) {
    case Severity::Critical:
    case Severity::High:
        return QStringLiteral("error");
    case Severity::Medium:
        return QStringLiteral("warning");
    case Severity::Low:
        break;
    }
    return QStringLiteral("note");
}

/// As code scanning at GitHub sorts by it: a CVSS-like number as text.
QString scoreOf(Severity severity)
{
    switch (severity) {
    case Severity::Critical:
        return QStringLiteral("9.5");
    case Severity::High:
        return QStringLiteral("8.0");
    case Severity::Medium:
        return QStringLiteral("5.5");
    case Severity::Low:
        break;
    }
    return QStringLiteral("2.0");
}

/// SARIF §3.27.9.
QString kindOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Pass:
        return QStringLiteral("pass");
    case Outcome::Fail:
        return QStringLiteral("fail");
    case Outcome::NotApplicable:
        return QStringLiteral("notApplicable");
    case Outcome::Inconclusive:
        break;
    }
    return QStringLiteral("open");
}

QJsonObject ruleOf(const Check &check)
{
    QJsonArray tags{QStringLiteral("security"), wordOf(check.mode)};
    for (const Reference &each : check.references)
        tags.append(each.name);
    QJsonObject rule{{QStringLiteral("id"), check.id},
                     {QStringLiteral("shortDescription"), message(check.title)},
                     {QStringLiteral("fullDescription"), message(check.title + u'.')},
                     {QStringLiteral("help"), message(check.remedy)},
                     {QStringLiteral("defaultConfiguration"), QJsonObject{{QStringLiteral("level"), levelOf(check.severity)}}},
                     {QStringLiteral("properties"),
                      QJsonObject{{QStringLiteral("security-severity"), scoreOf(check.severity)},
                                  {QStringLiteral("number"), check.number},
                                  {QStringLiteral("tags"), tags}}}};
    for (const Reference &each : check.references) {
        if (!each.url.isEmpty() && !rule.contains(QStringLiteral("helpUri")))
            rule.insert(QStringLiteral("helpUri"), each.url.toString(QUrl::FullyEncoded));
    }
    return rule;
}

/// SARIF §3.46.7: an object, so that of headers with one name the values are joined (RFC 9110 §5.3).
QJsonObject headersOf(const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    QJsonObject object;
    for (const auto &[name, value] : headers) {
        const QString key = QString::fromLatin1(name);
        const QString former = object.value(key).toString();
        object.insert(key, former.isEmpty() ? QString::fromLatin1(value) : former + QStringLiteral(", ") + QString::fromLatin1(value));
    }
    return object;
}

QJsonObject requestOf(const net::Exchange &exchange)
{
    QJsonObject request{{QStringLiteral("protocol"), QStringLiteral("HTTP")},
                        {QStringLiteral("method"), QString::fromLatin1(exchange.method)},
                        {QStringLiteral("target"), exchange.url.toString(QUrl::FullyEncoded)},
                        {QStringLiteral("headers"), headersOf(exchange.requestHeaders)}};
    if (!exchange.requestBody.isEmpty())
        request.insert(QStringLiteral("body"), message(QString::fromUtf8(exchange.requestBody)));
    return request;
}

QJsonObject responseOf(const net::Exchange &exchange)
{
    if (exchange.status == 0)
        return {{QStringLiteral("noResponseReceived"), true}};
    QJsonObject response{{QStringLiteral("statusCode"), exchange.status}, {QStringLiteral("headers"), headersOf(exchange.responseHeaders)}};
    if (!exchange.responseBody.isEmpty())
        response.insert(QStringLiteral("body"), message(QString::fromUtf8(exchange.responseBody)));
    return response;
}

QJsonObject resultOf(const CheckResult &result, int ruleIndex, const Report &report)
{
    const bool failed = result.outcome == Outcome::Fail;
    const QJsonObject place{
        {QStringLiteral("physicalLocation"),
         QJsonObject{{QStringLiteral("artifactLocation"), QJsonObject{{QStringLiteral("uri"), report.target.toString(QUrl::FullyEncoded)}}}}}};
    QJsonObject object{{QStringLiteral("ruleId"), result.check.id},
                       {QStringLiteral("ruleIndex"), ruleIndex},
                       {QStringLiteral("kind"), kindOf(result.outcome)},
                       {QStringLiteral("level"), failed ? levelOf(result.check.severity) : QStringLiteral("none")},
                       {QStringLiteral("message"), message(result.evidence)},
                       {QStringLiteral("locations"), QJsonArray{place}},
                       {QStringLiteral("partialFingerprints"),
                        QJsonObject{{QStringLiteral("checkAndTarget/v1"), result.check.id + u'@' + report.target.toString(QUrl::FullyEncoded)}}}};
    if (failed && result.isKnown)
        object.insert(QStringLiteral("baselineState"), QStringLiteral("unchanged"));
    if (!result.exchanges.isEmpty()) {
        object.insert(QStringLiteral("webRequest"), requestOf(result.exchanges.first()));
        object.insert(QStringLiteral("webResponse"), responseOf(result.exchanges.first()));
    }
    return object;
}

} // namespace

QByteArray sarifReport(const Report &report)
{
    QJsonArray rules;
    QJsonArray results;
    for (const CheckResult &result : report.results) {
        results.append(resultOf(result, static_cast<int>(rules.size()), report));
        rules.append(ruleOf(result.check));
    }
    const QDateTime ended = report.startedAt.addMSecs(report.duration.count());
    const QJsonObject driver{{QStringLiteral("name"), QStringLiteral("Keyturn audit")},
                             {QStringLiteral("semanticVersion"), QStringLiteral(KEYTURN_VERSION)},
                             {QStringLiteral("rules"), rules}};
    QJsonObject invocation{{QStringLiteral("executionSuccessful"), report.stopped.isEmpty()},
                           {QStringLiteral("startTimeUtc"), report.startedAt.toString(Qt::ISODateWithMs)},
                           {QStringLiteral("endTimeUtc"), ended.toString(Qt::ISODateWithMs)}};
    if (!report.stopped.isEmpty())
        invocation.insert(QStringLiteral("exitCodeDescription"), report.stopped);
    const QJsonObject run{{QStringLiteral("tool"), QJsonObject{{QStringLiteral("driver"), driver}}},
                          {QStringLiteral("invocations"), QJsonArray{invocation}},
                          {QStringLiteral("results"), results}};
    const QJsonObject root{{QStringLiteral("$schema"), QStringLiteral("https://json.schemastore.org/sarif-2.1.0.json")},
                           {QStringLiteral("version"), QStringLiteral("2.1.0")},
                           {QStringLiteral("runs"), QJsonArray{run}}};
    return QJsonDocument(root).toJson();
}

} // namespace keyturn::audit
