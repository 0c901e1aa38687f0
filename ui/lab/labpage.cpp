// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/lab/labpage.h"

#include "ui/common/columnscroll.h"
#include "ui/common/hairline.h"
#include "ui/common/questiondialog.h"
#include "ui/common/quietcombobox.h"
#include "ui/common/textlabel.h"
#include "ui/lab/clocknotice.h"
#include "ui/lab/faultsection.h"
#include "ui/lab/labsentences.h"
#include "words/labwords.h"

#include <QComboBox>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::lab {

using common::grid;

namespace {

/// Its data are seconds.
QComboBox *makeChooser()
{
    auto *chooser = new common::QuietComboBox;
    chooser->setAccessibleName(LabPage::tr("By how much"));
    const std::initializer_list<std::pair<QString, int>> choices{{LabPage::tr("10 min ahead"), 600},  {LabPage::tr("1 h ahead"), 3600},
                                                                 {LabPage::tr("24 h ahead"), 86'400}, {LabPage::tr("10 min behind"), -600},
                                                                 {LabPage::tr("1 h behind"), -3600},  {LabPage::tr("24 h behind"), -86'400}};
    for (const auto &[text, seconds] : choices)
        chooser->addItem(text, seconds);
    return chooser;
}

} // namespace

LabPage::LabPage(LabPort &port, QWidget *parent) : QWidget(parent), m_port(port), m_clockNotice(new ClockNotice(port, this))
{
    auto *inner = new QWidget;
    inner->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(3 * grid, grid, 3 * grid, 2 * grid);
    column->setSpacing(0);
    auto *about =
        new common::TextLabel(tr("What happens when a token runs out, is used twice or is lost? Try it with this account; Trace and Activity "
                                 "show each step."),
                              inner);
    about->wrapping()->withTone(common::Tone::Muted);
    column->addWidget(about);
    for (int i = 0; i < keyturn::lab::experimentCount; ++i)
        addRow(Experiment(i), column);
    m_faults = new FaultSection(port, inner);
    column->addWidget(m_faults);
    column->addStretch();
    QScrollArea *scroll = common::fillScrolling(this, inner);
    connect(m_faults, &FaultSection::noticed, scroll, [scroll](QWidget *notice) {
        QTimer::singleShot(0, notice, [scroll, notice] { scroll->ensureWidgetVisible(notice); }); // when it has its place
    });
}

/// One after another: the keyboard comes to them in the order in which they are made.
void LabPage::addRow(Experiment experiment, QVBoxLayout *column)
{
    if (experiment == Experiment::Skew)
        m_skew = makeChooser();
    auto *row = new ExperimentRow(experiment, experiment == Experiment::Skew ? m_skew : nullptr);
    m_rows.at(std::size_t(experiment)) = row;
    column->addWidget(row);
    column->addWidget(new common::Hairline(Qt::Horizontal, this));
    connect(row, &ExperimentRow::wanted, this, [this, experiment] { want(experiment); });
    connect(row, &ExperimentRow::traceRequested, this, &LabPage::traceRequested);
    connect(row, &ExperimentRow::activityRequested, this, &LabPage::activityRequested);
}

void LabPage::setAccount(const model::AccountId &id)
{
    if (m_id == id)
        return;
    m_id = id;
    for (ExperimentRow *row : m_rows)
        row->setBackend(m_port.backendName(id));
    m_faults->setAccount(id);
    if (isVisible())
        m_faults->refresh();
    showOutcomes();
}

/// Before one that may end the session, asks.
void LabPage::want(Experiment experiment)
{
    const Outcomes outcomes = m_outcomes.value(m_id);
    if (std::any_of(outcomes.begin(), outcomes.end(), [](const Outcome &outcome) { return outcome.isRunning; }))
        return;
    const QString warning = words::experimentWarning(experiment, shownName(m_port.backendName(m_id)));
    if (warning.isEmpty())
        return run(experiment);
    auto *question = new common::QuestionDialog(words::experimentName(experiment) + u'?', warning, tr("Go on"), window());
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::accepted, this, [this, experiment, id = m_id] {
        if (id == m_id)
            run(experiment);
    });
    question->open();
}

void LabPage::run(Experiment experiment)
{
    const std::size_t place = std::size_t(experiment);
    m_outcomes[m_id].at(place) = Outcome{true};
    showOutcomes();
    const core::Async<Report> running =
        experiment == Experiment::Skew ? m_port.skew(m_id, std::chrono::seconds(m_skew->currentData().toInt())) : m_port.run(m_id, experiment);
    core::whenDone(running, this, [this, id = m_id, place](const core::Result<Report> &report) {
        Outcome &outcome = m_outcomes[id].at(place);
        outcome = report.ok() ? Outcome{false, *report, {}} : Outcome{false, {}, report.error()};
        if (id == m_id)
            showOutcomes();
    });
}

void LabPage::showOutcomes()
{
    const Outcomes outcomes = m_outcomes.value(m_id);
    const bool busy = std::any_of(outcomes.begin(), outcomes.end(), [](const Outcome &outcome) { return outcome.isRunning; });
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_rows.at(i)->setOutcome(outcomes.at(i), busy);
}

void LabPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_faults->refresh(); // others may have armed some meanwhile
}

} // namespace keyturn::ui::lab
