// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/registerpage.h"

#include "ui/common/notice.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordfield.h"
#include "ui/signin/rulelist.h"

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

} // namespace

RegisterPage::RegisterPage(core::Clock &clock, QWidget *parent)
    : CredentialPage(clock, parent), m_name(new FormField(tr("&Name"), new QLineEdit, this)), m_rules(new RuleList(this))
{
    m_name->line().setMaxLength(200);
    content().addWidget(m_name);
    content().addWidget(&emailField());
    content().addWidget(&passwordField());
    content().addWidget(m_rules);
    content().addWidget(&notice());
    content().addStretch();
    auto *back = addAside(tr("&Back"));
    auto *submit = addButton(tr("Create &account"));
    setBack(back, back->text());
    setSubmit(submit);
    connect(submit, &QPushButton::clicked, this, [this] {
        clearErrors();
        const core::Secret secret = password().lend();
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
    m_rules->setRules(way.rules);
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
    const QString name = m_name->line().text();
    return looksLikeAnAddress(email()) && !name.trimmed().isEmpty() && model::brokenNameRules(way().rules, name).isEmpty()
        && !self->password().text().isEmpty() && model::brokenRules(way().rules, self->password().text()).isEmpty();
}

void RegisterPage::checkWhileTyping()
{
    m_rules->check(password().text());
    const QString name = m_name->line().text();
    QStringList hints;
    for (const model::BrokenRule &rule : model::brokenNameRules(way().rules, name)) {
        if (!name.trimmed().isEmpty()) // who has not begun knows that a name is wanted
            hints += tr("%1.").arg(ruleWords(rule));
    }
    m_name->setHint(hints.join(u' '));
    if (passwordField().error().isEmpty() && passwordField().hint().isEmpty())
        password().setAccessibleDescription(m_rules->missing());
}

} // namespace keyturn::ui::signin
