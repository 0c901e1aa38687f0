// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/factsdialog.h"

#include "ui/common/icon.h"
#include "ui/common/textlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::common {

FactsDialog::FactsDialog(const Texts &texts, QWidget *parent)
    : QDialog(parent), m_facts(new QPlainTextEdit(texts.facts, this)), m_beside(new QHBoxLayout), m_column(new QVBoxLayout(this))
{
    setWindowTitle(texts.title);
    auto *sentence = new TextLabel(texts.sentence, this);
    sentence->wrapping()->withWeight(Weight::Strong);
    m_facts->setReadOnly(true);
    m_facts->setTabChangesFocus(true);
    m_facts->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_facts->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_facts->setAccessibleName(texts.factsName);
    // Without the style's own icons, which no other dialog has, and which are dark in the dark.
    auto *copy = new QPushButton(icon(QStringLiteral("copy")), tr("C&opy"), this);
    copy->setAutoDefault(false);
    auto *close = new QPushButton(tr("&Close"), this);
    close->setDefault(true);
    connect(copy, &QPushButton::clicked, this,
            [this, sentence] { QApplication::clipboard()->setText(sentence->text() + u'\n' + m_facts->toPlainText()); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addWidget(copy);
    m_beside->setSpacing(grid);
    buttons->addLayout(m_beside);
    buttons->addStretch();
    buttons->addWidget(close);
    m_column->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    m_column->setSpacing(grid + grid / 2);
    m_column->addWidget(sentence);
    if (!texts.summary.isEmpty()) {
        auto *summary = new TextLabel(texts.summary, this);
        summary->wrapping()->withTone(Tone::Muted);
        m_column->addWidget(summary);
    }
    m_column->addWidget(m_facts, 1);
    m_column->addLayout(buttons);
    resize(620, 440);
}

void FactsDialog::setFacts(const QString &facts)
{
    m_facts->setPlainText(facts);
}

void FactsDialog::addAboveFacts(QWidget *widget)
{
    m_column->insertWidget(m_column->indexOf(m_facts), widget);
}

void FactsDialog::addBesideCopy(QWidget *widget)
{
    m_beside->addWidget(widget);
}

} // namespace keyturn::ui::common
