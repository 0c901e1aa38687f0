// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/confirmpage.h"

#include "ui/common/avatar.h"
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

using keyturn::accounts::UnexpectedIdentity;

namespace {

/// What the person had in mind, and what came instead.
QString whatHappened(const UnexpectedIdentity &who, const QString &provider)
{
    const QString expected = common::oneLine(who.expected, 100);
    if (who.another)
        return expected.isEmpty() ? ConfirmPage::tr("You were to sign in again, and another person signed in at %1.").arg(provider)
                                  : ConfirmPage::tr("You were to sign in again as %1, and another person signed in at %2.").arg(expected, provider);
    return expected.isEmpty() ? ConfirmPage::tr("Nobody was named, and this person signed in at %1.").arg(provider)
                              : ConfirmPage::tr("%1 was named, and another person signed in at %2.").arg(expected, provider);
}

} // namespace

ConfirmPage::ConfirmPage(QWidget *parent)
    : Page(parent),
      m_avatar(new common::Avatar(56, this)),
      m_name(new common::TextLabel({}, this)),
      m_email(new common::TextLabel({}, this)),
      m_advice(new common::TextLabel({}, this))
{
    m_name->withWeight(common::Weight::Strong)->wrapping()->setAlignment(Qt::AlignCenter);
    m_email->withTone(common::Tone::Muted)->wrapping()->setAlignment(Qt::AlignCenter);
    m_advice->wrapping();
    content().addStretch();
    content().addWidget(m_avatar, 0, Qt::AlignHCenter);
    content().addSpacing(common::grid);
    content().addWidget(m_name);
    content().addWidget(m_email);
    content().addStretch();
    content().addWidget(m_advice);
    m_accept = addButton({});
    m_decline = addButton(tr("&Not me"));
    setDefaultButton(m_decline);
    connect(m_accept, &QPushButton::clicked, this, [this] {
        setBusy(true);
        Q_EMIT accepted();
    });
    connect(m_decline, &QPushButton::clicked, this, [this] {
        setBusy(true);
        Q_EMIT declined();
    });
    order({m_decline, m_accept});
    ask({}, {});
}

void ConfirmPage::ask(const UnexpectedIdentity &who, const QString &provider)
{
    const model::Identity &person = who.identity;
    const QString where = common::oneLine(provider, 60);
    const QString name = common::oneLine(person.name.isEmpty() ? (person.email.isEmpty() ? person.subject : person.email) : person.name);
    const QString email = person.name.isEmpty() ? QString() : common::oneLine(person.email);
    const QString happened = whatHappened(who, where);
    setTitle(who.another ? tr("Somebody else signed in") : tr("Is this you?"), happened);
    m_avatar->setFace({name, person.issuer + u'\n' + person.subject});
    m_name->setText(name);
    m_email->setText(email);
    m_email->setVisible(!email.isEmpty());
    setAccessibleDescription(QStringList{happened, name, email}.join(u'\n').trimmed());
    m_advice->setText(
        who.another
            ? tr("Your account stays as it is in any case. If you are this person as well, they can stand beside it. If not, choose "
                 "“Not me”, and what %1 gave is given back.")
                  .arg(where)
            : tr("If not, somebody may want you to work in an account of theirs. Choose “Not me”, and what %1 gave is given back.").arg(where));
    m_accept->setText(who.another ? tr("&Add as another account") : tr("&Keep this one"));
    notice().clear();
    setBusy(false);
}

void ConfirmPage::setBusy(bool busy)
{
    m_accept->setEnabled(!busy);
    m_decline->setEnabled(!busy);
    if (busy)
        spinner().start();
    else
        spinner().stop();
}

void ConfirmPage::enter()
{
    m_decline->setFocus(Qt::OtherFocusReason);
}

} // namespace keyturn::ui::signin
