// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/activity/eventdialog.h"

#include "ui/activity/eventwords.h"
#include "ui/common/plaintext.h"
#include "ui/common/textlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
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
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton *copy = buttons->addButton(tr("C&opy"), QDialogButtonBox::ActionRole);
    copy->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    connect(copy, &QPushButton::clicked, this,
            [sentence, facts] { QApplication::clipboard()->setText(sentence->text() + u'\n' + facts->toPlainText()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(2 * grid);
    layout->addWidget(sentence);
    layout->addWidget(facts, 1);
    layout->addWidget(buttons);
    resize(560, 360);
}

} // namespace keyturn::ui::activity
