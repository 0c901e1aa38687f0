// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/preferencesdialog.h"

#include "ui/common/hairline.h"
#include "ui/common/listdelegate.h"
#include "ui/common/tone.h"
#include "ui/preferences/browserpage.h"
#include "ui/preferences/generalpage.h"
#include "ui/preferences/networkpage.h"
#include "ui/preferences/privacypage.h"
#include "ui/preferences/renewalpage.h"
#include "ui/preferences/secretspage.h"

#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::preferences {

using common::grid;

PreferencesDialog::PreferencesDialog(PreferencesPort &port, QWidget *parent)
    : QDialog(parent), m_list(new QListWidget(this)), m_pages(new QStackedWidget(this)), m_secrets(new SecretsPage(port))
{
    setWindowTitle(tr("Preferences"));
    setModal(true);
    setMinimumSize(520, 360);
    resize(720, 560);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Pages"));
    m_list->setBackgroundRole(QPalette::Window);
    m_list->viewport()->setBackgroundRole(QPalette::Window);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setItemDelegate(new common::ListDelegate(m_list));
    m_list->setMouseTracking(true);
    add(QStringLiteral("sliders-horizontal"), tr("General"), new GeneralPage(port));
    add(QStringLiteral("globe"), tr("Browser"), new BrowserPage(port));
    add(QStringLiteral("refresh-cw"), tr("Renewal"), new RenewalPage(port));
    add(QStringLiteral("network"), tr("Network"), new NetworkPage(port));
    add(QStringLiteral("lock"), tr("Keychain"), m_secrets);
    add(QStringLiteral("shield"), tr("Privacy"), new PrivacyPage(port));
    buildLayout();
    connect(m_list, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    m_list->setCurrentRow(0);
    m_list->setFocus(Qt::OtherFocusReason);
}

void PreferencesDialog::done(int result)
{
    if (!m_secrets->isBusy())
        QDialog::done(result);
}

void PreferencesDialog::add(const QString &icon, const QString &name, PreferencesPage *page)
{
    auto *item = new QListWidgetItem(name);
    item->setData(common::ListDelegate::IconNameRole, icon);
    m_list->addItem(item);
    auto *scroll = new QScrollArea(m_pages);
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setBackgroundRole(QPalette::Window); // on which fields are seen
    m_pages->addWidget(scroll);
}

void PreferencesDialog::buildLayout()
{
    m_list->setFixedWidth(m_list->sizeHintForColumn(0) + 2 * grid);
    auto *left = new QVBoxLayout;
    left->setContentsMargins(0, grid, 0, grid);
    left->addWidget(m_list);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addLayout(left);
    middle->addWidget(new common::Hairline(Qt::Vertical, this));
    middle->addWidget(m_pages, 1);
    auto *close = new QPushButton(tr("Cl&ose"), this);
    close->setAutoDefault(false); // Enter belongs to the field that something is typed into
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(3 * grid, grid + grid / 2, 3 * grid, grid + grid / 2);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(middle, 1);
    layout->addWidget(new common::Hairline(Qt::Horizontal, this));
    layout->addLayout(buttons);
    setTabOrder(m_list, m_pages);
    setTabOrder(m_pages, close);
}

int PreferencesDialog::pageCount() const
{
    return m_pages->count();
}

int PreferencesDialog::page() const
{
    return m_list->currentRow();
}

void PreferencesDialog::showPage(int page)
{
    m_list->setCurrentRow(page);
}

} // namespace keyturn::ui::preferences
