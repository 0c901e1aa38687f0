// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/sessions/sessionbar.h"

#include "ui/common/icon.h"
#include "ui/common/searchline.h"
#include "ui/common/tone.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>

namespace keyturn::ui::sessions {

using common::grid;

SessionBar::SessionBar(QWidget *parent) : QWidget(parent), m_show(new QComboBox(this)), m_search(new QLineEdit(this))
{
    // In the order of Show.
    m_show->addItems({tr("All sessions"), tr("Not used for %1 days").arg(SessionRows::staleDays), tr("Other programs"), tr("New"), tr("Ended")});
    m_show->setAccessibleName(tr("Which sessions to show"));
    m_show->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding); // as high as its neighbours
    common::SearchLine::dress(*m_search, tr("Search sessions"), tr("Search"));
    m_search->setMinimumWidth(12 * grid);
    m_search->installEventFilter(this);
    auto *more = new QPushButton(tr("&More"), this);
    auto *menu = new QMenu(more);
    m_export = menu->addAction(tr("E&xport…"), this, &SessionBar::exportRequested);
    menu->addAction(common::icon(QStringLiteral("log-out")), tr("Sign out &everywhere, this device too…"), this, &SessionBar::everywhereRequested);
    more->setMenu(menu);
    more->setToolTip(tr("Export what is shown, or sign out everywhere"));
    connect(m_show, &QComboBox::currentIndexChanged, this, &SessionBar::filtered);
    connect(m_search, &QLineEdit::textChanged, this, &SessionBar::filtered);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid);
    layout->addWidget(m_show);
    layout->addWidget(m_search, 1);
    layout->addWidget(more);
}

Show SessionBar::show() const
{
    return static_cast<Show>(m_show->currentIndex());
}

QString SessionBar::text() const
{
    return m_search->text();
}

void SessionBar::reset()
{
    const QSignalBlocker quietly(this);
    m_show->setCurrentIndex(0);
    m_search->clear();
}

void SessionBar::type(const QString &text)
{
    m_search->setFocus(Qt::OtherFocusReason);
    m_search->insert(text);
}

void SessionBar::setNewCount(int count)
{
    m_show->setItemText(static_cast<int>(Show::New), count > 0 ? tr("New (%1)").arg(count) : tr("New"));
}

void SessionBar::setExportable(bool any)
{
    m_export->setEnabled(any);
}

bool SessionBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape && !m_search->text().isEmpty()) {
            m_search->clear();
            Q_EMIT left();
            return true;
        }
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            Q_EMIT left();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace keyturn::ui::sessions
