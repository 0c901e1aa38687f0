// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// What SessionsPage says about its list, and the dialogs that it opens; what it does stands in sessionspage.cpp.
#include "ui/common/emptystate.h"
#include "ui/common/exportdialog.h"
#include "ui/common/icon.h"
#include "ui/common/namedialog.h"
#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/textlabel.h"
#include "ui/common/times.h"
#include "ui/sessions/sessionbar.h"
#include "ui/sessions/sessiondialog.h"
#include "ui/sessions/sessionrows.h"
#include "ui/sessions/sessionspage.h"
#include "ui/sessions/sessionview.h"
#include "ui/sessions/sessionwords.h"
#include "words/sessionwords.h"

#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>

namespace keyturn::ui::sessions {

void SessionsPage::showDoings()
{
    m_model->setDoings(m_endings->of(m_id));
    showCount();
}

void SessionsPage::showCount()
{
    const int all = m_model->livingCount();
    const int shown = m_rows->sessionCount();
    if (m_rows->isFiltered() && shown == 0)
        m_count->clear(); // the page says it
    else if (m_rows->isFiltered())
        m_count->setText(tr("%n session(s) found", nullptr, shown));
    else if (m_listedAt.isValid())
        m_count->setText(tr("As it was %1").arg(common::Times::past(m_listedAt, m_model->now())));
    else
        m_count->setText(all == 0 ? QString() : all == 1 ? tr("Signed in here only") : tr("Signed in at %1 places").arg(all));
    m_count->setToolTip(common::Times::exact(m_listedAt));
    const int chosen = int(m_list->chosen().size());
    m_chosen->setVisible(chosen > 1); // one has its own button
    m_chosen->setText(tr("Sign out %n &chosen", nullptr, chosen));
    m_others->setVisible(chosen <= 1);
    m_others->setEnabled(!m_model->others().isEmpty());
    m_bar->setNewCount(m_model->newCount());
    m_bar->setExportable(shown > 0);
    showEmpty();
}

void SessionsPage::showEmpty()
{
    if (m_rows->sessionCount() > 0 || !m_rows->isFiltered()) {
        m_listOrNone->setCurrentWidget(m_list);
        return;
    }
    const bool onlyNew = m_bar->show() == Show::New && m_bar->text().trimmed().isEmpty();
    m_none->say(QStringLiteral("search"), onlyNew ? tr("Nothing new since your last visit") : tr("No session fits"),
                tr("Look for something else, or show all sessions."));
    m_listOrNone->setCurrentWidget(m_none);
}

void SessionsPage::openMenu(const QModelIndex &index, const QPoint &position)
{
    if (index.data(SessionListModel::HeadingRole).toBool())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QPersistentModelIndex row(index);
    menu->addAction(common::icon(QStringLiteral("info")), tr("&Details…"), this, [this, row] { showDetails(row); })->setShortcut(Qt::Key_Return);
    menu->addAction(common::icon(QStringLiteral("pencil")), tr("&Rename…"), this, [this, row] { rename(row); })->setShortcut(Qt::Key_F2);
    const QList<model::SessionId> chosen = m_list->chosen();
    const auto state = static_cast<RowState>(index.data(SessionListModel::StateRole).toInt());
    const bool canAct = !index.data(SessionListModel::ActionRole).toString().isEmpty();
    if (chosen.size() > 1)
        menu->addAction(common::icon(QStringLiteral("log-out")), tr("Sign &out %n chosen", nullptr, int(chosen.size())), this,
                        [this, chosen] { signOut(chosen); });
    else if (canAct && state == RowState::Waiting)
        menu->addAction(tr("&Undo"), this, [this, row] { actOn(row); });
    else if (canAct)
        menu->addAction(common::icon(QStringLiteral("log-out")), state == RowState::Failed ? tr("Re&try") : tr("Sign &out"), this,
                        [this, row] { actOn(row); });
    if (index.data(SessionListModel::CurrentRole).toBool())
        menu->addAction(common::icon(QStringLiteral("log-out")), tr("Sign out &everywhere, this device too…"), this,
                        [this] { Q_EMIT signOutEverywhereRequested(m_id); });
    for (QAction *action : menu->actions())
        action->setShortcutVisibleInContextMenu(true);
    menu->popup(position);
}

void SessionsPage::showDetails(const QModelIndex &index)
{
    const QModelIndex source = m_rows->mapToSource(index);
    if (!source.isValid())
        return;
    auto *dialog = new SessionDialog(m_model->sessions().at(source.row()), index.data(SessionListModel::FailureRole).toString(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void SessionsPage::rename(const QModelIndex &index)
{
    const QModelIndex source = m_rows->mapToSource(index);
    if (!source.isValid())
        return;
    const history::KnownSession known = m_model->sessions().at(source.row());
    auto *dialog = new common::NameDialog(
        {tr("Your &name for this session"), tr("Your name for this session"), known.label, SessionWords::deviceName(known.session),
         tr("Only you see it. Leave it empty to use the name that %1 tells.").arg(m_port.backendName(m_id)), SessionWords::title(known)},
        this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &common::NameDialog::nameGiven, this, [this, dialog, id = m_id, key = known.key](const QString &name) {
        core::whenDone(m_port.setLabel(id, key, name), dialog, [this, dialog](const core::Result<void> &kept) {
            if (!kept.ok())
                return dialog->fail(words::notKeptWords(kept.error()));
            dialog->accept();
            refresh();
        });
    });
    dialog->open();
}

void SessionsPage::askWhereTo()
{
    auto *dialog = new common::ExportDialog(tr("Export the sessions"), QStringLiteral("sessions.csv"), this);
    connect(dialog, &QFileDialog::fileSelected, this, &SessionsPage::exportTo);
    dialog->open();
}

/// What is shown, in its order.
void SessionsPage::exportTo(const QString &path)
{
    QList<history::KnownSession> shown;
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        if (const QModelIndex source = m_rows->mapToSource(m_rows->index(row, 0)); source.isValid())
            shown += m_model->sessions().at(source.row());
    }
    const history::ExportFormat format = history::exportFormatOf(path).value_or(history::ExportFormat::Csv);
    core::whenDone(m_port.exportTo(shown, format, path), this, [this, path, count = shown.size()](const core::Result<void> &written) {
        if (written.ok())
            m_export->say(tr("%n session(s) written to %1.", nullptr, int(count)).arg(path), common::Tone::Normal);
        else
            m_export->say(common::sentenceFor(written.error(), {}));
    });
}

} // namespace keyturn::ui::sessions
