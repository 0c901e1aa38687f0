// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/profiles/clientdialog.h"

#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/textlabel.h"
#include "ui/profiles/profilewords.h"
#include "ui/signin/formfield.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::profiles {

using common::grid;
using common::TextLabel;
using common::Tone;
using composition::ClientOrigin;
using signin::FormField;

namespace {

/// Google calls the secret of a desktop program none (it is in every copy), and lets nobody in without it.
bool wantsSecret(const ClientPlace &place)
{
    return place.name == QLatin1String("google");
}

} // namespace

ClientDialog::ClientDialog(ProfilesPort &port, const model::ProfileId &profile, const ClientPlace &place, QWidget *parent)
    : common::FittingDialog(parent),
      m_port(port),
      m_profile(profile),
      m_place(place),
      m_id(new FormField(tr("Client &id"), new QLineEdit, this)),
      m_secret(new FormField(wantsSecret(place) ? tr("Client s&ecret") : tr("Client s&ecret, if there is one"), new QLineEdit, this)),
      m_notice(new common::Notice(this)),
      m_page(new QPushButton(common::icon(QStringLiteral("external-link")), tr("&Open the page"), this)),
      m_cancel(new QPushButton(tr("&Cancel"), this)),
      m_save(new QPushButton(tr("&Save"), this))
{
    setWindowTitle(tr("Client id for %1").arg(common::oneLine(place.provider.name, 60)));
    setModal(true);
    setMinimumWidth(480);
    buildLayout();
    showKnown();
    const QUrl page = helpFor(m_place).page;
    m_page->setVisible(!page.isEmpty());
    m_page->setToolTip(page.toString());
    connect(m_page, &QPushButton::clicked, this, [this, page] {
        if (const core::Result<void> opened = m_port.openPage(page); !opened.ok())
            m_notice->say(sentenceFor(opened.error()));
    });
    for (FormField *field : {m_id, m_secret}) {
        connect(&field->line(), &QLineEdit::textEdited, this, [this, field] {
            m_notice->clear();
            field->setError({});
        });
    }
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ClientDialog::save);
    m_id->line().setFocus(Qt::OtherFocusReason);
}

void ClientDialog::buildLayout()
{
    const QString name = common::oneLine(m_place.provider.name, 60);
    auto *steps = new QGridLayout;
    steps->setHorizontalSpacing(grid + grid / 2);
    steps->setVerticalSpacing(grid);
    steps->setColumnStretch(1, 1);
    int row = 0;
    const QStringList lines = helpFor(m_place).lines;
    for (const QString &line : lines) {
        auto *text = (new TextLabel(line, this))->wrapping();
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        steps->addWidget((new TextLabel(locale().toString(row + 1), this))->withWeight(common::Weight::Strong)->withTone(Tone::Accent), row, 0,
                         Qt::AlignTop);
        steps->addWidget(text, row++, 1);
    }
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addWidget(m_page);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_save);
    m_page->setAutoDefault(false);
    m_cancel->setAutoDefault(false);
    m_save->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget((new TextLabel(tr("%1 wants to know which program asks").arg(name), this))->withSize(common::TextSize::Large)->wrapping());
    const QString why = m_place.known.origin == ClientOrigin::Nobody
        ? tr("It gives each program a client id, and this Keyturn has none yet. Getting one takes a few minutes.")
        : tr("It gives each program a client id. This is how one gets another.");
    layout->addWidget((new TextLabel(why, this))->withTone(Tone::Muted)->wrapping());
    layout->addSpacing(grid);
    layout->addLayout(steps);
    layout->addSpacing(grid);
    layout->addWidget(m_id);
    layout->addWidget(m_secret);
    layout->addWidget(m_notice);
    layout->addStretch();
    layout->addSpacing(grid);
    layout->addLayout(buttons);
    setTabOrder(&m_id->line(), &m_secret->line());
    setTabOrder(&m_secret->line(), m_save);
    setTabOrder(m_save, m_cancel);
    setTabOrder(m_cancel, m_page);
}

void ClientDialog::showKnown()
{
    const composition::KnownClient &known = m_place.known;
    const bool locked = known.origin == ClientOrigin::Policy;
    if (known.origin == ClientOrigin::Own || locked) {
        m_id->line().setText(known.registration.clientId);
        m_secret->line().setText(known.registration.clientSecret);
    } else if (known.origin == ClientOrigin::Build) {
        m_id->setHint(tr("This Keyturn was built with one; one of your own goes before it."));
    }
    m_id->line().setReadOnly(locked);
    m_secret->line().setReadOnly(locked);
    m_save->setEnabled(!locked);
    if (locked)
        m_notice->say(tr("Your administrator has set it in %1, so it cannot be changed here.").arg(common::oneLine(known.path, 300)), Tone::Muted);
}

void ClientDialog::save()
{
    const storage::ClientRegistration registration{m_id->line().text().trimmed(), m_secret->line().text().trimmed()};
    if (registration.clientId.isEmpty() && m_place.known.origin != ClientOrigin::Own) {
        m_id->setError(tr("Paste the client id here."));
        m_id->line().setFocus(Qt::OtherFocusReason);
        return;
    }
    m_id->setError({});
    if (wantsSecret(m_place) && !registration.clientId.isEmpty() && registration.clientSecret.isEmpty()) {
        m_secret->setError(tr("%1 gives its desktop programs a secret with the id, and refuses the id without it. Paste it here.")
                               .arg(common::oneLine(m_place.provider.name, 60)));
        m_secret->line().setFocus(Qt::OtherFocusReason);
        return;
    }
    m_secret->setError({});
    if (const core::Result<void> kept = m_port.rememberClient(m_place.name, registration); !kept.ok()) {
        m_notice->say(sentenceFor(kept.error()));
        return;
    }
    const QList<ClientPlace> places = m_port.clients(m_profile);
    for (const ClientPlace &place : places) {
        if (place.provider.id == m_place.provider.id && place.isMissing() && !registration.clientId.isEmpty()) {
            // RFC 9700 §4.4: a client of one provider must not be lent to another's page.
            m_notice->say(
                tr("It is kept, but this profile sends what comes back to another host than the one whose page it shows, so it is not given "
                   "to it. If that is as it should be, write the client id into the profile itself."));
            m_place = place;
            return;
        }
    }
    accept();
}

} // namespace keyturn::ui::profiles
