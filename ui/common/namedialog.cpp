// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/namedialog.h"

#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/textlabel.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::common {

NameDialog::NameDialog(const Words &words, QWidget *parent)
    : FittingDialog(parent), m_most(words.most), m_name(new QLineEdit(this)), m_notice(new Notice(this))
{
    setWindowTitle(words.title.isEmpty() ? tr("Rename") : words.title);
    setModal(true);
    setMinimumWidth(380);
    m_name->setText(oneLine(words.name, m_most));
    m_name->setPlaceholderText(words.otherwise);
    m_name->setMaxLength(m_most);
    m_name->setTextMargins(grid / 2, 0, grid / 2, 0);
    m_name->setAccessibleName(words.accessible);
    auto *subject = (new TextLabel(words.subject, this))->withWeight(Weight::Strong)->wrapping();
    subject->setVisible(!words.subject.isEmpty());
    auto *label = new TextLabel(words.question, this);
    label->setBuddy(m_name);
    auto *cancel = new QPushButton(tr("&Cancel"), this);
    auto *save = new QPushButton(words.verb.isEmpty() ? tr("&Rename") : words.verb, this);
    save->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(save);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget(subject);
    layout->addWidget(label);
    layout->addWidget(m_name);
    layout->addWidget((new TextLabel(words.hint, this))->withTone(Tone::Muted)->wrapping());
    layout->addWidget(m_notice);
    layout->addSpacing(grid);
    layout->addStretch(1);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(save, &QPushButton::clicked, this, [this] { Q_EMIT nameGiven(oneLine(m_name->text(), m_most)); });
    connect(m_name, &QLineEdit::inputRejected, this, &NameDialog::sayLimit);
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString &text) {
        if (text.size() < m_most)
            m_notice->clear();
    });
    m_name->selectAll();
    m_name->setFocus(Qt::OtherFocusReason);
}

void NameDialog::sayLimit()
{
    m_notice->say(tr("A name has at most %1 characters; what went beyond that was left out.").arg(m_most), Tone::Normal);
}

void NameDialog::fail(const QString &sentence)
{
    m_notice->say(sentence);
}

} // namespace keyturn::ui::common
