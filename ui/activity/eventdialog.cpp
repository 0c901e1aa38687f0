// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/activity/eventdialog.h"

#include "ui/activity/eventwords.h"
#include "ui/common/icon.h"
#include "ui/common/plaintext.h"
#include "ui/common/textlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::activity {

using common::grid;

namespace {

QString factsOf(const history::Event &event)
{
    QStringList lines;
    const auto add = [&lines](const QString &line, const QString &value) {
        if (!value.isEmpty())
            lines += line.arg(common::oneLine(value, 1000));
    };
    add(EventDialog::tr("When: %1"), EventWords::exactTimes(event));
    add(EventDialog::tr("Account: %1"), event.subject.name);
    add(EventDialog::tr("At: %1"), event.subject.backend);
    add(EventDialog::tr("Event: %1"), history::wordOf(event.kind));
    add(EventDialog::tr("Code: %1"), event.cause);
    add(EventDialog::tr("Detail: %1"), event.detail);
    add(EventDialog::tr("Noticed by: %1"), EventWords::program(event));
    if (!event.trace.requests.isEmpty())
        lines += {QString(), EventDialog::tr("Requests:")};
    for (const QString &request : event.trace.requests)
        lines += common::oneLine(request, 1000);
    return lines.join(u'\n');
}

} // namespace

EventDialog::EventDialog(const history::Event &event, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("What happened"));
    auto *sentence = new common::TextLabel(EventWords::sentence(event), this);
    sentence->wrapping()->withWeight(common::Weight::Strong);
    auto *facts = new QPlainTextEdit(factsOf(event), this);
    facts->setReadOnly(true);
    facts->setTabChangesFocus(true);
    facts->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    facts->setAccessibleName(tr("All that is known"));
    // Without the style's own icons, which no other dialog has, and which are dark in the dark.
    auto *copy = new QPushButton(common::icon(QStringLiteral("copy")), tr("C&opy"), this);
    copy->setAutoDefault(false);
    auto *close = new QPushButton(tr("&Close"), this);
    close->setDefault(true);
    connect(copy, &QPushButton::clicked, this,
            [sentence, facts] { QApplication::clipboard()->setText(sentence->text() + u'\n' + facts->toPlainText()); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(2 * grid);
    layout->addWidget(sentence);
    layout->addWidget(facts, 1);
    layout->addLayout(buttons);
    resize(560, 360);
}

} // namespace keyturn::ui::activity
