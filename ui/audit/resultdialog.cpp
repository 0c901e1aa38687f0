// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/resultdialog.h"

#include "ui/audit/auditwords.h"
#include "ui/common/icon.h"
#include "ui/common/plaintext.h"
#include "ui/common/textlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::audit {

using common::grid;
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

ResultDialog::ResultDialog(const CheckResult &result, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Check %1").arg(result.check.number));
    auto *title = new common::TextLabel(common::oneLine(result.check.title), this);
    title->wrapping()->withWeight(common::Weight::Strong);
    auto *summary = new common::TextLabel(AuditWords::summary(result), this);
    summary->wrapping()->withTone(common::Tone::Muted);
    auto *facts = new QPlainTextEdit(factsOf(result), this);
    facts->setReadOnly(true);
    facts->setTabChangesFocus(true);
    facts->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    facts->setAccessibleName(tr("Evidence and remedy"));
    auto *copy = new QPushButton(common::icon(QStringLiteral("copy")), tr("C&opy"), this);
    copy->setAutoDefault(false);
    auto *close = new QPushButton(tr("&Close"), this);
    close->setDefault(true);
    connect(copy, &QPushButton::clicked, this, [title, facts] { QApplication::clipboard()->setText(title->text() + u'\n' + facts->toPlainText()); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget(title);
    layout->addWidget(summary);
    layout->addWidget(facts, 1);
    layout->addLayout(buttons);
    resize(620, 440);
}

} // namespace keyturn::ui::audit
