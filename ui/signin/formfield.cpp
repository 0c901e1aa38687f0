// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/formfield.h"

#include "ui/common/textlabel.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

FormField::FormField(const QString &name, QLineEdit *line, QWidget *parent) : QWidget(parent), m_line(line), m_below(new common::TextLabel({}, this))
{
    auto *label = new common::TextLabel(name, this);
    label->setBuddy(line);
    line->setTextMargins(common::grid / 2, 0, common::grid / 2, 0);
    line->setAccessibleName(QString(name).remove(u'&'));
    m_below->wrapping();
    m_below->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(common::grid / 2);
    layout->addWidget(label);
    layout->addWidget(line);
    layout->addWidget(m_below);
    setFocusProxy(line);
}

void FormField::setError(const QString &sentence)
{
    m_error = sentence;
    showBelow();
}

QString FormField::error() const
{
    return m_error;
}

void FormField::setHint(const QString &hint)
{
    m_hint = hint;
    showBelow();
}

void FormField::showBelow()
{
    const QString words = m_error.isEmpty() ? m_hint : m_error;
    m_below->setText(words);
    m_below->withTone(m_error.isEmpty() ? common::Tone::Muted : common::Tone::Warning);
    m_below->setVisible(!words.isEmpty());
    m_line->setAccessibleDescription(words);
}

} // namespace keyturn::ui::signin
