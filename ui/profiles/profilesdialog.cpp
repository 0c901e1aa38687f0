// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/profiles/profilesdialog.h"

#include "ui/common/hairline.h"
#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/developer/developertools.h"
#include "ui/profiles/profiledelegate.h"
#include "ui/profiles/profiledetails.h"
#include "ui/profiles/profilewords.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::profiles {

using common::grid;

namespace {

constexpr int listWidth = 232;
constexpr qsizetype mostFiles = 20; // dropped at once

QStringList localFiles(const QMimeData *data)
{
    QStringList files;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile())
            files += url.toLocalFile();
    }
    return files.first(qMin(files.size(), mostFiles));
}

} // namespace

ProfilesDialog::ProfilesDialog(ProfilesPort &port, QWidget *parent)
    : QDialog(parent),
      m_port(port),
      m_model(new QStandardItemModel(this)),
      m_list(new QListView(this)),
      m_details(new ProfileDetails(this)),
      m_notice(new common::Notice(this)),
      m_newMenu(new QMenu(this)),
      m_edit(new QPushButton(common::icon(QStringLiteral("pencil")), tr("&Edit…"), this)),
      m_client(new QPushButton(common::icon(QStringLiteral("key-round")), tr("Client &id…"), this)),
      m_more(new QPushButton(tr("&More"), this)),
      m_moreMenu(new QMenu(this)),
      m_duplicate(m_moreMenu->addAction(common::icon(QStringLiteral("copy")), tr("&Duplicate…"))),
      m_export(m_moreMenu->addAction(tr("E&xport…"))),
      m_remove(m_moreMenu->addAction(common::icon(QStringLiteral("x")), tr("&Remove…"))),
      m_addFile(new QPushButton(tr("Add from &file…"), this)),
      m_addAddress(new QPushButton(tr("Add by &address…"), this)),
      m_new(new QPushButton(tr("&New"), this)),
      m_close(new QPushButton(tr("C&lose"), this))
{
    setWindowTitle(tr("Backends and providers"));
    setModal(true);
    setMinimumSize(640, 400);
    resize(800, 560);
    setAcceptDrops(true);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ProfileDelegate(m_list));
    m_list->setAccessibleName(tr("Profiles"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setBackgroundRole(QPalette::Window);
    m_list->viewport()->setBackgroundRole(QPalette::Window);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_more->setMenu(m_moreMenu);
    m_moreMenu->setToolTipsVisible(true);
    m_new->setMenu(m_newMenu);
    m_new->setToolTip(tr("Writes one by hand, after a pattern"));
    buildLayout();
    connectButtons();
    reload();
    m_list->setCurrentIndex(m_model->index(0, 0));
    m_list->setFocus(Qt::OtherFocusReason);
}

void ProfilesDialog::buildLayout()
{
    auto *left = new QWidget(this);
    left->setFixedWidth(listWidth);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, grid, 0, grid);
    leftColumn->addWidget(m_list);
    auto *actions = new QHBoxLayout;
    actions->setContentsMargins(3 * grid, grid + grid / 2, 3 * grid, grid + grid / 2);
    actions->setSpacing(grid);
    for (QPushButton *button : {m_edit, m_client, m_more})
        actions->addWidget(button);
    actions->addStretch();
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_details, 1);
    right->addWidget(new common::Hairline(Qt::Horizontal));
    right->addLayout(actions);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(left);
    middle->addWidget(new common::Hairline(Qt::Vertical));
    middle->addLayout(right, 1);
    auto *noticeArea = new QVBoxLayout;
    noticeArea->setContentsMargins(2 * grid, 0, 2 * grid, 0);
    noticeArea->addWidget(m_notice);
    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(2 * grid, grid + grid / 2, 3 * grid, grid + grid / 2);
    bottom->setSpacing(grid);
    bottom->addWidget(m_addFile);
    bottom->addWidget(m_addAddress);
    bottom->addWidget(m_new);
    bottom->addStretch();
    bottom->addWidget(m_close);
    for (QPushButton *button : findChildren<QPushButton *>())
        button->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(middle, 1);
    layout->addWidget(new common::Hairline(Qt::Horizontal));
    layout->addLayout(noticeArea);
    layout->addLayout(bottom);
    QWidget *before = m_list;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_edit, m_client, m_more, m_addFile, m_addAddress, m_new, m_close}) {
        setTabOrder(before, widget);
        before = widget;
    }
}

void ProfilesDialog::follow(const developer::DeveloperTools &tools)
{
    tools.follow(this, [this](bool shown) {
        m_edit->setVisible(shown);
        m_new->setVisible(shown);
        m_duplicate->setVisible(shown);
    });
}

void ProfilesDialog::reload()
{
    const ListedProfile *before = chosen();
    const model::ProfileId kept = before ? before->stored.profile.id : model::ProfileId();
    const int row = m_list->currentIndex().row();
    m_profiles = m_port.profiles();
    m_broken = m_port.broken();
    m_model->clear();
    const auto add = [this](const QString &name, const QString &below, bool lacks) {
        auto *item = new QStandardItem(name);
        item->setData(below, ProfileDelegate::BelowRole);
        item->setData(lacks, ProfileDelegate::LacksRole);
        item->setData(tr("%1, %2").arg(name, below), Qt::AccessibleTextRole);
        m_model->appendRow(item);
    };
    for (const ListedProfile &one : std::as_const(m_profiles)) {
        const bool lacks = lacksClient(one.stored.profile);
        add(common::oneLine(one.stored.profile.name, 80), lacks ? tr("Needs a client id") : originWord(one.stored.origin), lacks);
    }
    for (const storage::BrokenProfile &one : std::as_const(m_broken))
        add(common::oneLine(QFileInfo(one.path).fileName(), 80), tr("Cannot be used"), true);
    choose(kept);
    if (!m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_model->index(qBound(0, row, m_model->rowCount() - 1), 0));
    fillNewMenu();
    showChosen();
}

void ProfilesDialog::choose(const model::ProfileId &id)
{
    for (int row = 0; row < m_profiles.size(); ++row) {
        if (m_profiles.at(row).stored.profile.id == id)
            m_list->setCurrentIndex(m_model->index(row, 0));
    }
}

const ListedProfile *ProfilesDialog::chosen() const
{
    const int row = m_list->currentIndex().row();
    return row >= 0 && row < m_profiles.size() ? &m_profiles.at(row) : nullptr;
}

const storage::BrokenProfile *ProfilesDialog::chosenBroken() const
{
    const qsizetype row = m_list->currentIndex().row() - m_profiles.size();
    return row >= 0 && row < m_broken.size() ? &m_broken.at(row) : nullptr;
}

bool ProfilesDialog::canRemove(const storage::BrokenProfile &broken) const
{
    const QString name = QFileInfo(broken.path).completeBaseName();
    return broken.error.code == QLatin1String("profile_invalid")
        && std::none_of(m_profiles.begin(), m_profiles.end(), [&name](const ListedProfile &one) { return one.stored.profile.id.toString() == name; });
}

void ProfilesDialog::showChosen()
{
    const ListedProfile *listed = chosen();
    const storage::BrokenProfile *broken = chosenBroken();
    const QList<ClientPlace> clients = listed ? m_port.clients(listed->stored.profile.id) : QList<ClientPlace>();
    if (listed)
        m_details->showProfile(*listed, clients);
    else if (broken)
        m_details->showBroken(*broken);
    else
        m_details->clear();
    const bool isProfile = listed || (broken && broken->error.code == QLatin1String("profile_invalid")); // it may be a policy
    m_edit->setEnabled(isProfile);
    m_client->setVisible(!clients.isEmpty());
    m_more->setEnabled(isProfile);
    m_duplicate->setEnabled(listed != nullptr);
    m_export->setEnabled(listed != nullptr);
    m_remove->setEnabled((listed && listed->stored.origin == storage::ProfileOrigin::Own) || (broken && canRemove(*broken)));
    m_remove->setToolTip(m_remove->isEnabled() ? QString() : tr("Only profiles of your own can be removed"));
}

void ProfilesDialog::dragEnterEvent(QDragEnterEvent *event)
{
    if (!localFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ProfilesDialog::dropEvent(QDropEvent *event)
{
    m_files = localFiles(event->mimeData());
    event->acceptProposedAction();
    addFiles();
}

} // namespace keyturn::ui::profiles
