// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/newsdialog.h"

#include "ui/common/hairline.h"
#include "ui/common/textlabel.h"
#include "ui/mainwindow/bundledtext.h"
#include "ui/mainwindow/changelog.h"

#include <QCoreApplication>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace keyturn::ui::mainwindow {

using common::grid;
using common::TextLabel;

namespace {

QWidget *contentOf(const QList<Release> &releases, const QString &unreleased)
{
    auto *content = new QWidget;
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid);
    column->setSpacing(grid);
    const auto add = [content, column](const QString &text) {
        auto *label = (new TextLabel(text, content))->wrapping();
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        column->addWidget(label);
        return label;
    };
    for (const Release &release : releases) {
        if (column->count() > 0)
            column->addSpacing(2 * grid);
        add(release.title == QLatin1String("Unreleased") ? unreleased : release.title)->withSize(common::TextSize::Large);
        if (!release.introduction.isEmpty())
            add(release.introduction)->withTone(common::Tone::Muted);
        for (const Release::Section &section : release.sections) {
            column->addSpacing(grid);
            if (!section.title.isEmpty())
                add(section.title)->withWeight(common::Weight::Strong);
            for (const QString &item : section.items)
                add(QStringLiteral("• ") + item);
        }
    }
    column->addStretch();
    return content;
}

} // namespace

NewsDialog::NewsDialog(QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("What is new"));
    setModal(true);
    setMinimumSize(400, 320);
    resize(640, 520);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(
        contentOf(readChangelog(bundledText(QStringLiteral("changelog.md"))), tr("Keyturn %1").arg(QCoreApplication::applicationVersion())));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("What is new"));
    scroll->viewport()->setBackgroundRole(QPalette::Base);
    auto *close = new QPushButton(tr("C&lose"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(3 * grid, grid + grid / 2, 3 * grid, grid + grid / 2);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addWidget(new common::Hairline(Qt::Horizontal));
    layout->addLayout(buttons);
    scroll->setFocus(Qt::OtherFocusReason); // so that the arrow keys scroll
}

} // namespace keyturn::ui::mainwindow
