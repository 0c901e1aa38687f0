// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/profiles/profiledetails.h"

#include "ui/common/plaintext.h"
#include "ui/common/textlabel.h"
#include "ui/profiles/profilewords.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QScrollBar>

namespace keyturn::ui::profiles {

using common::grid;
using common::TextLabel;
using common::Tone;
using composition::ClientOrigin;

namespace {

QString clientText(const ClientPlace &place)
{
    switch (place.known.origin) {
    case ClientOrigin::Nobody:
        return ProfileDetails::tr("Still to be said");
    case ClientOrigin::Build:
        return ProfileDetails::tr("Came with the program");
    case ClientOrigin::Own:
        return place.isMissing() ? ProfileDetails::tr("Not given to this provider: it answers from another host") : ProfileDetails::tr("Your own");
    case ClientOrigin::Policy:
        return ProfileDetails::tr("Set by the administrator");
    }
    return {};
}

} // namespace

ProfileDetails::ProfileDetails(QWidget *parent)
    : QScrollArea(parent),
      m_content(new QWidget),
      m_title((new TextLabel({}, m_content))->withSize(common::TextSize::Large)->wrapping()),
      m_below((new TextLabel({}, m_content))->withTone(Tone::Muted)->wrapping()),
      m_rows(new QGridLayout)
{
    m_rows->setHorizontalSpacing(2 * grid);
    m_rows->setVerticalSpacing(grid);
    m_rows->setColumnStretch(1, 1);
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget(m_title);
    layout->addWidget(m_below);
    layout->addSpacing(grid);
    layout->addLayout(m_rows);
    layout->addStretch();
    setWidget(m_content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("The chosen profile"));
    viewport()->setBackgroundRole(QPalette::Base);
    m_content->setBackgroundRole(QPalette::Base);
    m_content->setAutoFillBackground(true);
}

void ProfileDetails::clear()
{
    m_title->clear();
    m_below->clear();
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void ProfileDetails::setHead(const QString &title, const QString &below)
{
    clear();
    m_title->setText(title);
    m_below->setText(below);
    m_below->setVisible(!below.isEmpty());
    verticalScrollBar()->setValue(0);
}

void ProfileDetails::addRow(const QString &what, const QString &how, bool isAmiss)
{
    if (how.isEmpty())
        return;
    const int row = m_rows->rowCount();
    auto *text = (new TextLabel(how, m_content))->withTone(isAmiss ? Tone::Warning : Tone::Normal)->wrapping();
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_rows->addWidget((new TextLabel(what, m_content))->withTone(Tone::Muted), row, 0, Qt::AlignTop);
    m_rows->addWidget(text, row, 1, Qt::AlignTop);
}

void ProfileDetails::showProfile(const ListedProfile &listed, const QList<ClientPlace> &clients)
{
    const model::BackendProfile &profile = listed.stored.profile;
    setHead(common::oneLine(profile.name, 80), common::oneLine(profile.description, 300));
    addRow(tr("Sign in by"), waysText(profile));
    addRow(tr("Address"), addressText(profile));
    for (const ClientPlace &place : clients)
        addRow(tr("Client id"),
               clients.size() > 1 ? tr("%1: %2").arg(common::oneLine(place.provider.name, 40), clientText(place)) : clientText(place),
               place.isMissing());
    addRow(tr("Accounts"), usersText(listed.users));
    addRow(tr("From"), originSentence(listed.stored));
    addRow(tr("Id"), profile.id.toString());
}

void ProfileDetails::showBroken(const storage::BrokenProfile &broken)
{
    setHead(common::oneLine(QFileInfo(broken.path).fileName(), 80), tr("This file cannot be used, and is left as it is."));
    addRow(tr("Problem"), common::oneLine(broken.error.detail, 400), true);
    addRow(tr("File"), common::oneLine(broken.path, 300));
}

} // namespace keyturn::ui::profiles
