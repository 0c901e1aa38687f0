// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/lab/labport.h"

#include <QWidget>

class QPushButton;

namespace keyturn::ui::common {
class LinkButton;
class Spinner;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::lab {

/// What became of an experiment; empty where it was not done.
struct Outcome {
    bool isRunning = false;
    std::optional<Report> report = {};
    std::optional<core::Error> error = {};
};

/// One experiment: what it does, its button, and below them what came of it.
class ExperimentRow final : public QWidget
{
    Q_OBJECT
public:
    /// @p choice stands before the button; null: nothing does.
    ExperimentRow(Experiment experiment, QWidget *choice, QWidget *parent = nullptr);

    void setBackend(const QString &backend);
    /// @p busy: another experiment with the account runs.
    void setOutcome(const Outcome &outcome, bool busy);

Q_SIGNALS:
    void wanted();
    void traceRequested();
    void activityRequested();

private:
    void buildLayout(QWidget *choice);

    Experiment m_experiment;
    QString m_backend;
    common::TextLabel *m_about;
    QPushButton *m_button = nullptr;
    common::Spinner *m_spinner;
    QWidget *m_result;
    common::TextLabel *m_steps;
    common::TextLabel *m_verdict;
};

} // namespace keyturn::ui::lab
