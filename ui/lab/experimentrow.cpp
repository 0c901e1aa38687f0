// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/lab/experimentrow.h"

#include "ui/common/linkbutton.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/common/times.h"
#include "ui/lab/labsentences.h"
#include "words/labwords.h"

#include <QAccessible>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::lab {

using common::grid;

namespace {

QString verb(Experiment experiment)
{
    switch (experiment) {
    case Experiment::Expire:
        return ExperimentRow::tr("Expire");
    case Experiment::Spoil:
        return ExperimentRow::tr("Spoil");
    case Experiment::Refresh:
        return ExperimentRow::tr("Refresh");
    case Experiment::Twice:
        return ExperimentRow::tr("Use twice…");
    case Experiment::DropReply:
        return ExperimentRow::tr("Drop…");
    case Experiment::Revoke:
        return ExperimentRow::tr("Revoke…");
    case Experiment::Skew:
        break;
    }
    return ExperimentRow::tr("Set");
}

} // namespace

ExperimentRow::ExperimentRow(Experiment experiment, QWidget *choice, QWidget *parent)
    : QWidget(parent),
      m_experiment(experiment),
      m_about(new common::TextLabel({}, this)),
      m_spinner(new common::Spinner(18, this)),
      m_result(new QWidget(this)),
      m_steps(new common::TextLabel({}, m_result)),
      m_verdict(new common::TextLabel({}, m_result))
{
    if (choice)
        choice->setParent(this);
    m_button = new QPushButton(verb(experiment), this); // behind what stands before it, for the keyboard too
    m_about->wrapping()->withTone(common::Tone::Muted);
    m_steps->wrapping()->withTone(common::Tone::Muted);
    m_verdict->wrapping();
    m_button->setAutoDefault(false);
    m_button->setAccessibleName(words::experimentName(experiment));
    buildLayout(choice);
    connect(m_button, &QPushButton::clicked, this, &ExperimentRow::wanted);
}

void ExperimentRow::buildLayout(QWidget *choice)
{
    auto *name = new common::TextLabel(words::experimentName(m_experiment), this);
    name->wrapping()->withWeight(common::Weight::Strong);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(name);
    words->addWidget(m_about);
    auto *top = new QHBoxLayout;
    top->setSpacing(grid);
    top->addLayout(words, 1);
    top->addWidget(m_spinner, 0, Qt::AlignTop);
    if (choice) {
        choice->setMinimumHeight(m_button->sizeHint().height());
        top->addWidget(choice, 0, Qt::AlignTop);
    }
    top->addWidget(m_button, 0, Qt::AlignTop);

    auto *trace = new common::LinkButton(tr("Show in Trace"), m_result);
    auto *activity = new common::LinkButton(tr("Show in Activity"), m_result);
    connect(trace, &QPushButton::clicked, this, &ExperimentRow::traceRequested);
    connect(activity, &QPushButton::clicked, this, &ExperimentRow::activityRequested);
    auto *links = new QHBoxLayout;
    links->setSpacing(2 * grid);
    links->addWidget(trace);
    links->addWidget(activity);
    links->addStretch();
    auto *result = new QVBoxLayout(m_result);
    result->setContentsMargins(2 * grid, 0, 0, 0);
    result->setSpacing(grid / 2);
    result->addWidget(m_steps);
    result->addWidget(m_verdict);
    result->addLayout(links);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, grid, 0, grid);
    layout->setSpacing(grid);
    layout->addLayout(top);
    layout->addWidget(m_result);
    m_result->hide();
}

void ExperimentRow::setBackend(const QString &backend)
{
    m_backend = backend;
    m_about->setText(words::experimentAbout(m_experiment, shownName(backend)));
}

void ExperimentRow::setOutcome(const Outcome &outcome, bool busy)
{
    m_button->setEnabled(!busy || outcome.isRunning); // whoever pressed it keeps the focus; the page waits for the end
    if (outcome.isRunning)
        m_spinner->start();
    else
        m_spinner->stop();
    m_result->setVisible(outcome.report || outcome.error);
    const QString before = m_verdict->text();
    if (outcome.report) {
        m_steps->setText(stepLines(*outcome.report, m_backend));
        m_verdict->setText(outcomeSentence(*outcome.report, m_backend));
        m_verdict->withTone(toneOf(*outcome.report));
        m_verdict->setToolTip(common::Times::exact(outcome.report->startedAt));
    } else if (outcome.error) {
        m_verdict->setText(troubleSentence(*outcome.error, m_backend));
        m_verdict->withTone(common::Tone::Warning);
        m_verdict->setToolTip({});
    } else {
        m_verdict->clear();
    }
    m_steps->setVisible(outcome.report.has_value());
    if (m_result->isVisible() && m_verdict->text() != before) {
        QAccessibleEvent alert(m_verdict, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

} // namespace keyturn::ui::lab
