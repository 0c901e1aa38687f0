// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/fittingdialog.h"
#include "ui/console/consoleport.h"

class QCheckBox;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace keyturn::ui::common {
class Notice;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::console {

class VolleyBars;

/// Sends a request many times at once: however many find the token run out, one refresh serves them all (single flight), and this shows it.
class VolleyDialog final : public common::FittingDialog
{
    Q_OBJECT
public:
    static constexpr int usualCount = 20;

    /// @p port must outlive it.
    VolleyDialog(ConsolePort &port, const model::AccountId &id, const Draft &draft, QWidget *parent = nullptr);
    ~VolleyDialog() override;

private:
    void buildLayout();
    void fire();
    void setRunning(bool running);
    void take(const core::Result<CountedVolley> &fired);

    ConsolePort &m_port;
    model::AccountId m_id;
    Draft m_draft;
    bool m_isRunning = false;
    std::stop_source m_stop;
    QSpinBox *m_count;
    QCheckBox *m_expired;
    QProgressBar *m_progress;
    common::Notice *m_notice;
    common::TextLabel *m_summary;
    common::TextLabel *m_verdict;
    VolleyBars *m_bars;
    QPushButton *m_close;
    QPushButton *m_fire;
};

} // namespace keyturn::ui::console
