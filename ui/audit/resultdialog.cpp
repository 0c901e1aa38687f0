// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/resultdialog.h"

#include "ui/audit/auditwords.h"
#include "ui/common/plaintext.h"

namespace keyturn::ui::audit {

using keyturn::audit::CheckResult;

namespace {

constexpr qsizetype longestBody = 4000;

void addHeaders(QStringList &lines, const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    for (const auto &[name, value] : headers)
        lines += common::oneLine(QString::fromLatin1(name + ": " + value), 1000);
}

void addExchange(QStringList &lines, const net::Exchange &exchange)
{
    lines += {QString(), QString::fromLatin1(exchange.method) + u' ' + exchange.url.toString(QUrl::FullyEncoded)};
    addHeaders(lines, exchange.requestHeaders);
    if (!exchange.requestBody.isEmpty())
        lines += QString::fromUtf8(exchange.requestBody).left(longestBody);
    lines += QStringLiteral("→ ") + (exchange.status > 0 ? QString::number(exchange.status) : exchange.failure);
    addHeaders(lines, exchange.responseHeaders);
    if (!exchange.responseBody.isEmpty())
        lines += QString::fromUtf8(exchange.responseBody).left(longestBody);
}

QString factsOf(const CheckResult &result)
{
    QStringList lines{result.evidence};
    if (result.outcome == keyturn::audit::Outcome::Fail)
        lines += {QString(), ResultDialog::tr("What to do:"), result.check.remedy};
    lines += {QString(), ResultDialog::tr("See:")};
    for (const keyturn::audit::Reference &each : result.check.references)
        lines += each.url.isEmpty() ? each.name : each.name + u' ' + each.url.toString(QUrl::FullyEncoded);
    if (!result.exchanges.isEmpty())
        lines += {QString(), ResultDialog::tr("What was sent and answered, without secrets:")};
    for (const net::Exchange &exchange : result.exchanges)
        addExchange(lines, exchange);
    return lines.join(u'\n');
}

} // namespace

ResultDialog::ResultDialog(const CheckResult &result, QWidget *parent)
    : FactsDialog({tr("Check %1").arg(result.check.number), common::oneLine(result.check.title), AuditWords::summary(result), factsOf(result),
                   tr("Evidence and remedy")},
                  parent)
{ }

} // namespace keyturn::ui::audit
