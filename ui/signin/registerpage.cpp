// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/registerpage.h"

#include "ui/common/notice.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordfield.h"

#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

namespace {

/// What a mistyped address looks like; the backend has the last word.
bool looksLikeAnAddress(const QString &email)
{
    static const QRegularExpression shape(QStringLiteral("^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$"));
    return shape.match(email).hasMatch();
}

/// In characters, as the profile counts, not in UTF-16 units.
qsizetype length(const QString &text)
{
    return text.toUcs4().size();
}

} // namespace

RegisterPage::RegisterPage(core::Clock &clock, QWidget *parent)
    : CredentialPage(clock, parent), m_name(new FormField(tr("&Name"), new QLineEdit, this))
{
    m_name->line().setMaxLength(200);
    content().addWidget(m_name);
    content().addWidget(&emailField());
    content().addWidget(&passwordField());
    content().addWidget(&notice());
    content().addStretch();
    auto *back = addAside(tr("&Back"));
    auto *submit = addButton(tr("Create &account"));
    setBack(back);
    setSubmit(submit, tr("Create &account"));
    connect(submit, &QPushButton::clicked, this, [this] {
        clearErrors();
        const core::Secret secret = password().take();
        Q_EMIT submitted(email(), m_name->line().text().trimmed(), secret);
    });
    for (FormField *field : fields()) {
        connect(&field->line(), &QLineEdit::textEdited, this, [this, field] {
            field->setError({});
            checkWhileTyping();
        });
        connect(&field->line(), &QLineEdit::textChanged, this, &RegisterPage::updateSubmit);
    }
    connect(&emailField().line(), &QLineEdit::editingFinished, this, [this] {
        if (!email().isEmpty() && !looksLikeAnAddress(email()))
            emailField().setError(tr("This does not look like an e-mail address."));
    });
    order({&m_name->line(), &emailField().line(), &password(), submit, back});
}

void RegisterPage::begin(const SignInWay &way, const QString &email)
{
    setWay(way);
    wipePassword();
    setEmail(email);
    setTitle(tr("Create an account"), tr("At %1").arg(way.backend));
    checkWhileTyping();
    updateSubmit();
}

void RegisterPage::enter()
{
    m_name->line().setFocus(Qt::OtherFocusReason);
}

FormField *RegisterPage::fieldNamed(const QString &name)
{
    return name.section(u'/', -1).toLower() == QLatin1String("name") ? m_name : CredentialPage::fieldNamed(name);
}

QList<FormField *> RegisterPage::fields()
{
    return QList<FormField *>{m_name} + CredentialPage::fields();
}

bool RegisterPage::isComplete() const
{
    auto *self = const_cast<RegisterPage *>(this);
    return looksLikeAnAddress(email()) && !m_name->line().text().trimmed().isEmpty()
        && length(self->password().text()) >= way().minimumPasswordLength;
}

void RegisterPage::checkWhileTyping()
{
    const qsizetype missing = way().minimumPasswordLength - length(password().text());
    const QString rule = tr("At least %1 characters.").arg(way().minimumPasswordLength);
    passwordField().setHint(missing <= 0 ? QString() : password().text().isEmpty() ? rule : tr("%1 %2 to go.").arg(rule).arg(missing));
}

} // namespace keyturn::ui::signin
