// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/auditpage.h"

#include "ui/audit/auditwords.h"
#include "ui/audit/resultdelegate.h"
#include "ui/audit/resultdialog.h"
#include "ui/audit/resultlistmodel.h"
#include "ui/audit/setuppage.h"
#include "ui/common/emptystate.h"
#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/textlabel.h"

#include <QFileDialog>
#include <QListView>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::audit {

using common::grid;
using keyturn::audit::CheckResult;
using keyturn::audit::Progress;
using keyturn::audit::Report;

AuditPage::AuditPage(AuditPort &port, QWidget *parent)
    : QWidget(parent),
      m_port(port),
      m_model(new ResultListModel(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new common::EmptyState),
      m_setup(new SetupPage)
{
    m_empty->say(QStringLiteral("shield"), tr("There is no backend to audit"),
                 tr("This account is at a provider, which is not yours to attack, or its backend has not been started."));
    m_results = buildResults();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_setup);
    m_stack->addWidget(m_results);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_setup, &SetupPage::startRequested, this, &AuditPage::start);
}

QWidget *AuditPage::buildResults()
{
    auto *results = new QWidget;
    m_title = new common::TextLabel({}, results);
    m_title->wrapping();
    m_bar = new QProgressBar(results);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("How far the audit is"));
    m_stop = new QPushButton(tr("Sto&p"), results);
    m_again = new QPushButton(tr("A&gain…"), results);
    m_more = new QPushButton(tr("&More"), results);
    m_notice = new common::Notice(results);
    auto *menu = new QMenu(m_more);
    connect(menu->addAction(tr("&Save the report…")), &QAction::triggered, this, &AuditPage::askWhereTo);
    connect(menu->addAction(tr("&Compare with a report…")), &QAction::triggered, this, &AuditPage::askForBaseline);
    m_more->setMenu(menu);
    for (QPushButton *button : {m_stop, m_again, m_more})
        button->setAutoDefault(false);
    m_list = new QListView(results);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ResultDelegate(m_list));
    m_list->setAccessibleName(tr("Results of the audit"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(3 * grid, grid + grid / 2, 3 * grid, grid / 2);
    bar->setSpacing(grid);
    bar->addWidget(m_title, 1);
    for (QPushButton *button : {m_stop, m_again, m_more})
        bar->addWidget(button, 0, Qt::AlignTop);
    auto *below = new QVBoxLayout;
    below->setContentsMargins(3 * grid, 0, 3 * grid, grid / 2);
    below->addWidget(m_bar);
    below->addWidget(m_notice);
    auto *layout = new QVBoxLayout(results);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addLayout(below);
    layout->addWidget(m_list, 1);
    connect(m_list, &QListView::activated, this, &AuditPage::open);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (const auto audit = m_audits.find(m_id); audit != m_audits.end() && audit->second.run)
            audit->second.run->stop();
    });
    connect(m_again, &QPushButton::clicked, this, [this] {
        m_audits.erase(m_id);
        showAccount();
    });
    return results;
}

void AuditPage::setAccount(const model::AccountId &id)
{
    if (m_id == id)
        return;
    m_id = id;
    m_notice->clear();
    showAccount();
}

void AuditPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showAccount(); // a backend may have been started since
}

void AuditPage::showAccount()
{
    if (m_id.isEmpty() || !isVisible())
        return;
    const auto audit = m_audits.find(m_id);
    if (audit != m_audits.end()) {
        m_model->setResults(audit->second.report.results);
        showProgress(audit->second);
        m_stack->setCurrentWidget(m_results);
        return;
    }
    const std::optional<Subject> subject = m_port.subject(m_id);
    if (subject)
        m_setup->setSubject(*subject);
    m_stack->setCurrentWidget(subject ? static_cast<QWidget *>(m_setup) : m_empty);
}

void AuditPage::start(const Wish &wish)
{
    const model::AccountId id = m_id;
    Audit &audit = m_audits[id];
    audit = {};
    audit.run = m_port.start(id, wish);
    connect(audit.run.get(), &RunningAudit::progressed, this, [this, id](const Progress &progress) {
        m_audits[id].progress = progress;
        if (id == m_id)
            showProgress(m_audits[id]);
    });
    connect(audit.run.get(), &RunningAudit::found, this, [this, id](const CheckResult &result) {
        QList<CheckResult> &results = m_audits[id].report.results;
        results.insert(std::upper_bound(results.begin(), results.end(), result, &keyturn::audit::comesBefore), result);
        if (id == m_id)
            m_model->add(result);
    });
    connect(audit.run.get(), &RunningAudit::ended, this, [this, id](const core::Result<Report> &report) { end(id, report); });
    m_notice->clear();
    showAccount();
    m_list->setFocus();
}

void AuditPage::showProgress(const Audit &audit)
{
    const bool runs = audit.run != nullptr;
    m_bar->setVisible(runs);
    m_stop->setVisible(runs);
    m_again->setVisible(!runs);
    m_more->setVisible(!runs);
    m_bar->setRange(0, audit.progress.of);
    m_bar->setValue(audit.progress.done);
    if (!runs)
        m_title->setText(AuditWords::total(audit.report));
    else if (audit.progress.title.isEmpty())
        m_title->setText(tr("Beginning…"));
    else
        m_title->setText(tr("%1 of %2: %3").arg(audit.progress.done + 1).arg(audit.progress.of).arg(audit.progress.title));
}

void AuditPage::end(const model::AccountId &id, const core::Result<Report> &report)
{
    Audit &audit = m_audits[id];
    audit.run.release()->deleteLater(); // it is what says so
    if (report.ok())
        audit.report = *report;
    if (id != m_id)
        return;
    m_model->setResults(audit.report.results);
    showProgress(audit);
    if (!report.ok())
        m_notice->say(common::sentenceFor(report.error(), {}));
    else if (!report->stopped.isEmpty())
        m_notice->say(tr("Not all of it could be looked at. %1").arg(report->stopped));
}

void AuditPage::askWhereTo()
{
    auto *dialog = new QFileDialog(this, tr("Save the report"), QStringLiteral("audit.html"),
                                   tr("Web page (*.html);;JSON (*.json);;SARIF (*.sarif);;JUnit (*.xml);;Text (*.txt)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("html"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const core::Result<void> saved = m_port.save(m_audits[m_id].report, path);
        if (saved.ok())
            m_notice->say(tr("Written to %1").arg(path), common::Tone::Normal);
        else
            m_notice->say(common::sentenceFor(saved.error(), {}));
    });
    dialog->open();
}

void AuditPage::askForBaseline()
{
    auto *dialog = new QFileDialog(this, tr("Compare with a report"), {}, tr("Report in JSON (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const core::Result<Report> compared = m_port.compared(m_audits[m_id].report, path);
        if (!compared.ok())
            return m_notice->say(common::sentenceFor(compared.error(), {}));
        m_audits[m_id].report = *compared;
        m_model->setResults(compared->results);
        m_notice->say(tr("New since then: %n", nullptr, compared->newFailures()), common::Tone::Normal);
    });
    dialog->open();
}

void AuditPage::open(const QModelIndex &index)
{
    auto *dialog = new ResultDialog(m_model->result(index), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace keyturn::ui::audit
