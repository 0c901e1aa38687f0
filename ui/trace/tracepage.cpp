// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/trace/tracepage.h"

#include "trace/purpose.h"
#include "ui/common/emptystate.h"
#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/questiondialog.h"
#include "ui/common/searchline.h"
#include "ui/common/sentences.h"
#include "ui/common/tone.h"
#include "ui/trace/entrydialog.h"
#include "ui/trace/lanehead.h"
#include "ui/trace/tracedelegate.h"
#include "ui/trace/tracelistmodel.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::trace {

using common::grid;

TracePage::TracePage(TracePort &port, QWidget *parent)
    : QWidget(parent),
      m_port(port),
      m_model(new TraceListModel(this)),
      m_search(new QLineEdit(this)),
      m_purposes(new QComboBox(this)),
      m_failed(new QCheckBox(tr("&Failed only"), this)),
      m_more(new QPushButton(tr("&More"), this)),
      m_export(new QAction(tr("&Export…"), this)),
      m_close(new QAction(tr("&Close the recording"), this)),
      m_clear(new QAction(tr("C&lear…"), this)),
      m_notice(new common::Notice(this)),
      m_head(new LaneHead(*m_model, this)),
      m_list(new QListView(this)),
      m_empty(new common::EmptyState(this))
{
    buildBar();
    buildMenu();
    buildList();
    buildLayout();
    connect(&m_port, &TracePort::changed, this, [this] {
        if (isVisible() && m_recording.isEmpty())
            readSoon();
    });
}

void TracePage::buildBar()
{
    common::SearchLine::dress(*m_search, tr("Search in addresses, headers and bodies"), tr("Search"));
    m_search->setMinimumWidth(10 * grid);
    m_purposes->addItem(tr("Everything"));
    for (const QString &purpose : keyturn::trace::purposes())
        m_purposes->addItem(purpose, purpose);
    m_purposes->setAccessibleName(tr("What for"));
    m_purposes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_purposes->setMinimumContentsLength(10);
    m_purposes->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding); // as high as its neighbours
    connect(m_search, &QLineEdit::textChanged, this, &TracePage::readSoon);
    connect(m_search, &QLineEdit::returnPressed, this, &TracePage::read);
    connect(m_purposes, &QComboBox::currentIndexChanged, this, &TracePage::read);
    connect(m_failed, &QCheckBox::toggled, this, &TracePage::read);
}

void TracePage::buildMenu()
{
    auto *open = new QAction(tr("&Open a recording…"), this);
    auto *menu = new QMenu(m_more);
    menu->addAction(m_export);
    menu->addAction(open);
    menu->addAction(m_close);
    menu->addAction(m_clear);
    m_more->setMenu(menu);
    m_more->setAutoDefault(false);
    m_more->setToolTip(tr("Export what is shown, open a recording (HAR), or clear the trace"));
    m_close->setVisible(false);
    connect(m_export, &QAction::triggered, this, &TracePage::askWhereTo);
    connect(open, &QAction::triggered, this, &TracePage::askWhatToOpen);
    connect(m_close, &QAction::triggered, this, &TracePage::closeRecording);
    connect(m_clear, &QAction::triggered, this, &TracePage::askToClear);
}

void TracePage::buildList()
{
    m_list->setModel(m_model);
    m_list->setItemDelegate(new TraceDelegate(m_list));
    m_list->setAccessibleName(tr("Trace"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true); // thousands of rows
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    connect(m_list, &QListView::activated, this, &TracePage::open);
    // All rows have other lanes then, not the new ones alone.
    connect(m_model, &TraceListModel::lanesChanged, this, [this] {
        m_head->updateGeometry();
        m_list->viewport()->update();
    });
}

void TracePage::buildLayout()
{
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(3 * grid, grid + grid / 2, 3 * grid, grid / 2);
    bar->setSpacing(grid);
    bar->addWidget(m_search, 1);
    bar->addWidget(m_purposes);
    bar->addWidget(m_failed);
    bar->addWidget(m_more);
    auto *notice = new QVBoxLayout;
    notice->setContentsMargins(2 * grid, 0, 2 * grid, 0);
    notice->addWidget(m_notice);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addLayout(notice);
    layout->addWidget(m_head);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_empty, 1);
    m_empty->hide();
}

void TracePage::setAccount(const model::AccountId &id)
{
    if (m_id == id)
        return;
    m_id = id;
    m_notice->clear();
    closeRecording();
}

void TracePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    read(); // other programs are recorded as well
}

keyturn::trace::Filter TracePage::wanted() const
{
    keyturn::trace::Filter filter;
    if (const QString purpose = m_purposes->currentData().toString(); !purpose.isEmpty())
        filter.purposes = {purpose};
    filter.onlyFailures = m_failed->isChecked();
    filter.text = m_search->text().trimmed();
    return filter;
}

void TracePage::readSoon()
{
    if (std::exchange(m_waits, true))
        return; // while something goes on it is read now and then, and not only when that is over
    m_port.clock().callAfter(pause, this, [this] {
        if (m_waits)
            read();
    });
}

void TracePage::read()
{
    m_waits = false;
    ++m_asked;
    if (!m_recording.isEmpty()) {
        QList<Kept> found;
        std::copy_if(m_recorded.begin(), m_recorded.end(), std::back_inserter(found),
                     [filter = wanted()](const Kept &kept) { return keyturn::trace::fits(kept.exchange, filter); });
        fill(found);
        return;
    }
    if (m_id.isEmpty() || !isVisible())
        return;
    core::whenDone(m_port.entries(m_id, wanted()), this, [this, asked = m_asked](const core::Result<QList<Kept>> &entries) {
        if (asked != m_asked)
            return;
        if (entries.ok())
            fill(*entries);
        else if (!common::wasStopped(entries.error()))
            m_notice->say(common::sentenceFor(entries.error(), {}));
    });
}

void TracePage::fill(const QList<Kept> &entries)
{
    const QScrollBar *bar = m_list->verticalScrollBar();
    const bool follows = bar->value() == bar->maximum(); // who has scrolled up reads there
    m_model->setEntries(entries);
    m_export->setEnabled(!entries.isEmpty());
    // Not in a stack, which would have list and head make room for the sentences that nobody sees.
    m_head->setVisible(!entries.isEmpty());
    m_list->setVisible(!entries.isEmpty());
    m_empty->setVisible(entries.isEmpty());
    if (entries.isEmpty())
        showEmpty();
    if (follows && m_recording.isEmpty())
        m_list->scrollToBottom();
}

void TracePage::showEmpty()
{
    const bool isFiltered = m_purposes->currentIndex() > 0 || m_failed->isChecked() || !m_search->text().trimmed().isEmpty();
    if (isFiltered)
        m_empty->say(QStringLiteral("search"), tr("Nothing like that was said"), tr("Look for something else, or show everything."));
    else
        m_empty->say(QStringLiteral("network"), tr("Nothing has been said yet"),
                     tr("What Keyturn says with backends and providers is kept here for 7 days, without secrets, while what is for developers is "
                        "shown. Use the account, or sign in again, and watch."));
}

void TracePage::askWhatToOpen()
{
    auto *dialog = new QFileDialog(this, tr("Open a recording"), {}, tr("HTTP Archive (*.har *.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &TracePage::openRecording);
    dialog->open();
}

void TracePage::openRecording(const QString &path)
{
    const quint64 asked = ++m_asked;
    core::whenDone(m_port.openRecording(path), this, [this, asked, path](const core::Result<QList<Kept>> &recorded) {
        if (asked != m_asked)
            return;
        if (!recorded.ok()) {
            m_notice->say(common::sentenceFor(recorded.error(), {}));
            return;
        }
        m_recording = QFileInfo(path).fileName();
        m_recorded = *recorded;
        m_close->setVisible(true);
        m_clear->setVisible(false);
        m_notice->say(tr("This is the recording %1. Its secrets were left out when it was read.").arg(m_recording), common::Tone::Normal);
        read();
    });
}

void TracePage::closeRecording()
{
    if (!std::exchange(m_recording, {}).isEmpty())
        m_notice->clear();
    m_recorded.clear();
    m_close->setVisible(false);
    m_clear->setVisible(true);
    m_model->setEntries({});
    read();
}

void TracePage::askWhereTo()
{
    auto *dialog = new QFileDialog(this, tr("Export the trace"), {}, tr("HTTP Archive (*.har);;Markdown (*.md)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("har"));
    dialog->selectFile(QStringLiteral("trace.har"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1String("md")) ? QStringLiteral("md") : QStringLiteral("har"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &TracePage::exportTo);
    dialog->open();
}

void TracePage::exportTo(const QString &path)
{
    const core::Result<void> written = m_port.exportTo(m_model->entries(), path);
    if (written.ok())
        m_notice->say(tr("Written to %1: %2").arg(path).arg(m_model->entries().size()), common::Tone::Normal);
    else
        m_notice->say(common::sentenceFor(written.error(), {}));
}

void TracePage::askToClear()
{
    auto *question = new common::QuestionDialog(
        tr("Clear this account's trace?"), tr("What was recorded of it on this computer is removed for good. The account itself stays signed in."),
        tr("&Clear"), this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::accepted, this, [this, id = m_id] {
        core::whenDone(m_port.clear(id), this, [this](const core::Result<void> &cleared) {
            if (!cleared.ok())
                m_notice->say(common::sentenceFor(cleared.error(), {}));
            read();
        });
    });
    question->open();
}

void TracePage::open(const QModelIndex &index)
{
    auto *dialog = new EntryDialog(m_model->entry(index).exchange, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace keyturn::ui::trace
