// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/profiles/profileform.h"

#include "composition/profiles/profiletext.h"
#include "ui/common/tone.h"
#include "ui/signin/formfield.h"

#include <QHBoxLayout>
#include <QLineEdit>

namespace keyturn::ui::profiles {

using common::grid;

ProfileForm::ProfileForm(QWidget *parent) : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * grid);
    add(tr("&Name"), QStringLiteral("/name"));
    add(tr("A&ddress"), QStringLiteral("/baseUrl"));
    add(tr("Client &id"), QStringLiteral("/providers/0/clientId"));
}

void ProfileForm::add(const QString &name, const QString &pointer)
{
    auto *field = new signin::FormField(name, new QLineEdit, this);
    field->line().setMaxLength(1024);
    layout()->addWidget(field);
    m_fields += {pointer, field};
    connect(&field->line(), &QLineEdit::textEdited, this, [this, pointer](const QString &value) { Q_EMIT exchangeRequested(pointer, value); });
}

void ProfileForm::follow(const QString &text)
{
    const bool isJson = composition::spanOf(text, {}).has_value();
    const bool hasOneProvider = !composition::spanOf(text, QStringLiteral("/providers/1"));
    for (const Field &field : std::as_const(m_fields)) {
        field.widget->setEnabled(isJson);
        if (!isJson)
            continue;
        const std::optional<QString> value = composition::textAt(text, field.pointer);
        field.widget->setVisible(value && (hasOneProvider || !field.pointer.startsWith(QLatin1String("/providers"))));
        if (value && field.widget->line().text() != *value)
            field.widget->line().setText(*value);
    }
}

} // namespace keyturn::ui::profiles
