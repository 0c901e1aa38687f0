// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/resultpage.h"

#include "ui/common/avatar.h"
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/textlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

ResultPage::ResultPage(QWidget *parent)
    : Page(parent), m_avatar(new common::Avatar(72, this)), m_name(new common::TextLabel({}, this)), m_email(new common::TextLabel({}, this))
{
    m_name->withWeight(common::Weight::Strong)->wrapping()->setAlignment(Qt::AlignCenter);
    m_email->withTone(common::Tone::Muted)->wrapping()->setAlignment(Qt::AlignCenter);
    content().addStretch();
    content().addWidget(m_avatar, 0, Qt::AlignHCenter);
    content().addSpacing(common::grid);
    content().addWidget(m_name);
    content().addWidget(m_email);
    content().addStretch();
    m_done = addButton(tr("&Done"));
    setDefaultButton(m_done);
    connect(m_done, &QPushButton::clicked, this, &ResultPage::done);
}

void ResultPage::tell(const model::Account &account, const QString &backend, bool known)
{
    const model::Identity &who = account.identity;
    const QString name = common::oneLine(who.name.isEmpty() ? (who.email.isEmpty() ? who.subject : who.email) : who.name);
    setTitle(tr("You are signed in"), tr("At %1, as the person below.").arg(backend));
    m_avatar->setFace({name, who.issuer + u'\n' + who.subject});
    m_name->setText(name);
    m_email->setText(who.name.isEmpty() ? QString() : common::oneLine(who.email));
    QStringList sentences;
    if (!account.withheldScopes.isEmpty())
        sentences += tr("%1 did not allow all that was asked for. Missing: %2.")
                         .arg(backend, common::oneLine(account.withheldScopes.join(QStringLiteral(", ")), 300));
    if (known)
        sentences += tr("This account was in your list already. It stays one, with its name and place, and was signed in anew.");
    if (sentences.isEmpty())
        notice().clear();
    else
        notice().say(sentences.join(u'\n'), account.withheldScopes.isEmpty() ? common::Tone::Muted : common::Tone::Warning);
}

void ResultPage::enter()
{
    m_done->setFocus(Qt::OtherFocusReason);
}

} // namespace keyturn::ui::signin
