// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/activity/eventdialog.h"

#include "ui/activity/eventwords.h"
#include "ui/common/icon.h"
#include "ui/common/plaintext.h"
#include "ui/common/textlabel.h"
#include "ui/developer/developertools.h"

#include <QApplication>
#include <QClipboard>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::activity {

using common::grid;

namespace {

QString factsOf(const history::Event &event, bool forDevelopers)
{
    QStringList lines;
    const auto add = [&lines](const QString &line, const QString &value) {
        if (!value.isEmpty())
            lines += line.arg(common::oneLine(value, 1000));
    };
    add(EventDialog::tr("When: %1"), EventWords::exactTimes(event));
    add(EventDialog::tr("Account: %1"), event.subject.name);
    add(EventDialog::tr("At: %1"), event.subject.backend);
    if (forDevelopers) {
        add(EventDialog::tr("Event: %1"), history::wordOf(event.kind));
        add(EventDialog::tr("Code: %1"), event.cause);
        add(EventDialog::tr("Detail: %1"), event.detail);
    }
    add(EventDialog::tr("Noticed by: %1"), EventWords::program(event));
    if (!forDevelopers)
        return lines.join(u'\n');
    if (!event.trace.requests.isEmpty())
        lines += {QString(), EventDialog::tr("Requests:")};
    for (const QString &request : event.trace.requests)
        lines += common::oneLine(request, 1000);
    return lines.join(u'\n');
}

} // namespace

EventDialog::EventDialog(const history::Event &event, QWidget *parent)
    : QDialog(parent), m_event(event), m_facts(new QPlainTextEdit(factsOf(event, true), this))
{
    setWindowTitle(tr("What happened"));
    auto *sentence = new common::TextLabel(EventWords::sentence(event), this);
    sentence->wrapping()->withWeight(common::Weight::Strong);
    m_facts->setReadOnly(true);
    m_facts->setTabChangesFocus(true);
    m_facts->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_facts->setAccessibleName(tr("All that is known"));
    // Without the style's own icons, which no other dialog has, and which are dark in the dark.
    auto *copy = new QPushButton(common::icon(QStringLiteral("copy")), tr("C&opy"), this);
    copy->setAutoDefault(false);
    auto *close = new QPushButton(tr("&Close"), this);
    close->setDefault(true);
    connect(copy, &QPushButton::clicked, this,
            [this, sentence] { QApplication::clipboard()->setText(sentence->text() + u'\n' + m_facts->toPlainText()); });
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
    layout->addWidget(m_facts, 1);
    layout->addLayout(buttons);
    resize(560, 360);
}

void EventDialog::follow(const developer::DeveloperTools &tools)
{
    tools.follow(this, [this](bool shown) { m_facts->setPlainText(factsOf(m_event, shown)); });
}

} // namespace keyturn::ui::activity
