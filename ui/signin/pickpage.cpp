// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/pickpage.h"

#include "ui/common/notice.h"
#include "ui/common/spinner.h"
#include "ui/common/tone.h"
#include "ui/signin/waydelegate.h"

#include <QListView>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::signin {

PickPage::PickPage(QWidget *parent) : Page(parent), m_model(new QStandardItemModel(this)), m_list(new QListView(this))
{
    setTitle(tr("Add an account"), tr("Where do you want to sign in?"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new WayDelegate(m_list));
    m_list->setAccessibleName(tr("Where to sign in"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setBackgroundRole(QPalette::Window);
    m_list->viewport()->setBackgroundRole(QPalette::Window);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    content().addWidget(m_list, 1);
    auto *cancel = addButton(tr("Cancel"));
    m_next = addButton(tr("&Continue"));
    setDefaultButton(m_next);
    auto *more = addAside(tr("Another &backend…"));
    more->setAccessibleName(tr("Another backend or provider"));
    connect(more, &QPushButton::clicked, this, &PickPage::profilesRequested);
    connect(cancel, &QPushButton::clicked, this, &PickPage::cancelled);
    connect(m_next, &QPushButton::clicked, this, &PickPage::pickCurrent);
    // One way for mouse and keyboard: Enter in the list reaches the default button, a click goes on at once.
    connect(m_list, &QListView::clicked, this, &PickPage::pickCurrent);
    setTabOrder(m_list, m_next);
    setTabOrder(m_next, cancel);
    setTabOrder(cancel, more);
}

void PickPage::setProfiles(const QList<model::BackendProfile> &profiles, const model::ProfileId &preferred)
{
    m_ways.clear();
    for (const model::BackendProfile &profile : profiles)
        m_ways += waysOf(profile);
    std::stable_partition(m_ways.begin(), m_ways.end(), [&preferred](const SignInWay &way) { return way.profile == preferred; });
    m_model->clear();
    for (const SignInWay &way : m_ways) {
        auto *item = new QStandardItem(way.byPassword() ? tr("E-mail and password") : way.name);
        item->setData(way.byPassword()      ? way.backend
                          : way.lacksClient ? tr("Needs a client id first")
                          : way.unsafe      ? tr("%1, in the browser, unsafe").arg(way.backend)
                          : way.codeOnly    ? tr("%1, with a code").arg(way.backend)
                                            : tr("%1, in the browser").arg(way.backend),
                      WayDelegate::BelowRole);
        item->setData(way.byPassword() ? QStringLiteral("mail") : QString(), WayDelegate::IconRole);
        item->setData(tr("%1, %2").arg(item->text(), item->data(WayDelegate::BelowRole).toString()), Qt::AccessibleTextRole);
        m_model->appendRow(item);
    }
    m_next->setEnabled(!m_ways.isEmpty());
    if (m_ways.isEmpty())
        notice().say(tr("No backend profile could be read. Put one into the profiles folder, then open this again."));
    m_list->setCurrentIndex(m_model->index(0, 0));
}

void PickPage::setBusy(const QString &waitingFor)
{
    const bool busy = !waitingFor.isEmpty();
    m_list->setEnabled(!busy);
    m_next->setEnabled(!busy && !m_ways.isEmpty());
    if (busy) {
        spinner().start();
        notice().say(waitingFor, common::Tone::Muted);
    } else {
        spinner().stop();
        notice().clear();
        m_list->setFocus(Qt::OtherFocusReason);
    }
}

void PickPage::enter()
{
    m_list->setFocus(Qt::OtherFocusReason);
}

void PickPage::pickCurrent()
{
    const int row = m_list->currentIndex().row();
    if (m_list->isEnabled() && row >= 0 && row < m_ways.size())
        Q_EMIT picked(m_ways.at(row));
}

} // namespace keyturn::ui::signin
