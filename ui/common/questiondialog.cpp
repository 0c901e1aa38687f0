// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/questiondialog.h"

#include "ui/common/textlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::common {

QuestionDialog::QuestionDialog(const QString &question, const QString &consequence, const QString &verb, QWidget *parent) : FittingDialog(parent)
{
    setWindowTitle(question);
    setModal(true);
    setMinimumWidth(400);
    auto *cancel = new QPushButton(tr("&Cancel"), this);
    auto *go = new QPushButton(verb, this);
    go->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(go);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget((new TextLabel(question, this))->withSize(TextSize::Large)->wrapping());
    layout->addWidget((new TextLabel(consequence, this))->wrapping());
    layout->addSpacing(grid);
    layout->addStretch(1);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(go, &QPushButton::clicked, this, &QDialog::accept);
    go->setFocus(Qt::OtherFocusReason);
}

} // namespace keyturn::ui::common
