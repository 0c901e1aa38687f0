// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/baseline.h"

#include "core/json.h"

#include <QJsonArray>

#include <algorithm>

namespace keyturn::audit {

namespace {

core::Error invalid(const QString &sentence)
{
    return {core::ErrorKind::Configuration, QStringLiteral("baseline_invalid"), sentence};
}

} // namespace

core::Result<Baseline> readBaseline(QByteArrayView json)
{
    const core::Result<QJsonObject> root = core::parseJsonObject(json, maxBaselineBytes);
    if (!root.ok())
        return invalid(QStringLiteral("The baseline is no report of an audit in JSON."));
    const QJsonValue results = root->value(QStringLiteral("results"));
    if (!results.isArray())
        return invalid(QStringLiteral("The baseline is no report of an audit: it has no list \"results\"."));
    Baseline baseline;
    for (const QJsonValue &each : results.toArray()) {
        const QJsonObject result = each.toObject();
        const QString id = result.value(QStringLiteral("id")).toString();
        const QString outcome = result.value(QStringLiteral("outcome")).toString();
        if (id.isEmpty() || outcome.isEmpty())
            return invalid(QStringLiteral("A result of the baseline has no id, or no outcome."));
        if (outcome == wordOf(Outcome::Fail))
            baseline.failed.insert(id);
    }
    return baseline;
}

QStringList compare(Report &report, const Baseline &baseline)
{
    QStringList mended;
    for (CheckResult &result : report.results) {
        const bool was = baseline.failed.contains(result.check.id);
        result.isKnown = was && result.outcome == Outcome::Fail;
        if (was && result.outcome == Outcome::Pass)
            mended.append(result.check.id);
    }
    std::sort(mended.begin(), mended.end());
    return mended;
}

} // namespace keyturn::audit
