// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/formfield.h"

#include "ui/common/textlabel.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

FormField::FormField(const QString &name, QLineEdit *line, QWidget *parent)
    : QWidget(parent), m_line(line), m_name(new common::TextLabel({}, this)), m_below(new common::TextLabel({}, this))
{
    m_name->setBuddy(line);
    line->setTextMargins(common::grid / 2, 0, common::grid / 2, 0);
    setName(name);
    m_below->wrapping();
    m_below->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(common::grid / 2);
    layout->addWidget(m_name);
    layout->addWidget(line);
    layout->addWidget(m_below);
    // No focus proxy: Tab would come to the line once more by way of this widget, which order() does not move, and leave out what stands between.
}

void FormField::setName(const QString &name)
{
    m_name->setText(name);
    m_line->setAccessibleName(QString(name).remove(u'&'));
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
