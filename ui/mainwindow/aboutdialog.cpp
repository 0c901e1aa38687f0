// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/aboutdialog.h"

#include "ui/common/hairline.h"
#include "ui/common/icon.h"
#include "ui/common/listdelegate.h"
#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/textlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::mainwindow {

using common::grid;
using common::TextLabel;

namespace {
constexpr int mark = 48;
constexpr int listWidth = 200;
} // namespace

AboutDialog::AboutDialog(QWidget *parent)
    : QDialog(parent),
      m_components(Components::all()),
      m_list(new QListWidget(this)),
      m_use((new TextLabel({}, this))->wrapping()),
      m_text(new QPlainTextEdit(this)),
      m_notice(new common::Notice(this)),
      m_copy(new QPushButton(common::icon(QStringLiteral("copy")), tr("&Copy"), this)),
      m_page(new QPushButton(common::icon(QStringLiteral("external-link")), tr("Open its &page"), this)),
      m_licence(new QPushButton(common::icon(QStringLiteral("external-link")), tr("Open the &licence"), this)),
      m_close(new QPushButton(tr("Cl&ose"), this))
{
    setWindowTitle(tr("About Keyturn"));
    setModal(true);
    setMinimumSize(560, 400);
    resize(680, 520);
    for (const Component &component : m_components)
        m_list->addItem(component.name);
    m_list->setItemDelegate(new common::ListDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFixedWidth(std::max(listWidth, m_list->sizeHintForColumn(0) + 3 * grid));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("What Keyturn is made of"));
    m_list->setBackgroundRole(QPalette::Window);
    m_list->viewport()->setBackgroundRole(QPalette::Window);
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setAccessibleName(tr("Licence"));
    m_text->setTabChangesFocus(true);
    m_copy->setToolTip(tr("Copies version, Qt, compiler and system, for a report of a fault"));
    buildLayout();
    connect(m_list, &QListWidget::currentRowChanged, this, &AboutDialog::showComponent);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(buildFacts());
        m_copy->setText(tr("&Copied"));
    });
    connect(m_page, &QPushButton::clicked, this, [this] { Q_EMIT pageRequested(m_components.at(m_list->currentRow()).page); });
    connect(m_licence, &QPushButton::clicked, this, [this] { Q_EMIT pageRequested(m_components.at(m_list->currentRow()).licencePage); });
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    m_list->setCurrentRow(0);
    m_list->setFocus(Qt::OtherFocusReason);
}

void AboutDialog::buildLayout()
{
    auto *icon = new QLabel(this);
    icon->setPixmap(common::applicationIcon().pixmap(mark, mark));
    auto *facts = new QVBoxLayout;
    facts->setSpacing(2);
    facts->addWidget((new TextLabel(tr("Keyturn %1").arg(QCoreApplication::applicationVersion()), this))->withSize(common::TextSize::Large));
    auto *build = (new TextLabel(buildFacts().section(u'\n', 1), this))->withTone(common::Tone::Muted)->wrapping();
    build->setTextInteractionFlags(Qt::TextSelectableByMouse);
    facts->addWidget(build);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid);
    head->setSpacing(2 * grid);
    head->addWidget(icon, 0, Qt::AlignTop);
    head->addLayout(facts, 1);
    head->addWidget(m_copy, 0, Qt::AlignTop);
    m_use->setContentsMargins(2 * grid, grid + grid / 2, 2 * grid, grid + grid / 2);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_use);
    right->addWidget(new common::Hairline(Qt::Horizontal, this));
    right->addWidget(m_text, 1);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_list);
    middle->addWidget(new common::Hairline(Qt::Vertical, this));
    middle->addLayout(right, 1);
    auto *said = new QVBoxLayout;
    said->setContentsMargins(2 * grid, 0, 2 * grid, 0);
    said->addWidget(m_notice);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(2 * grid, grid + grid / 2, 3 * grid, grid + grid / 2);
    buttons->setSpacing(grid);
    buttons->addWidget(m_page);
    buttons->addWidget(m_licence);
    buttons->addStretch();
    buttons->addWidget(m_close);
    for (QPushButton *button : {m_copy, m_page, m_licence})
        button->setAutoDefault(false);
    m_close->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(new common::Hairline(Qt::Horizontal, this));
    layout->addLayout(middle, 1);
    layout->addWidget(new common::Hairline(Qt::Horizontal, this));
    layout->addLayout(said);
    layout->addLayout(buttons);
    QWidget *before = m_copy;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_list, m_text, m_page, m_licence, m_close}) {
        setTabOrder(before, widget);
        before = widget;
    }
}

void AboutDialog::showComponent(int row)
{
    if (row < 0 || row >= m_components.size())
        return;
    const Component &component = m_components.at(row);
    m_notice->clear();
    m_use->setText(tr("%1 Licence: %2").arg(component.use, component.licence));
    m_text->setPlainText(component.text.isEmpty() ? tr("The text of the licence is at\n%1").arg(component.licencePage.toDisplayString())
                                                  : component.text);
    m_page->setEnabled(!component.page.isEmpty());
}

void AboutDialog::showError(const core::Error &error, const QUrl &page)
{
    m_notice->say(common::sentenceFor(error, {}) + u'\n' + page.toDisplayString());
}

} // namespace keyturn::ui::mainwindow
