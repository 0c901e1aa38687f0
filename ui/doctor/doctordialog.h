// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"

#include <QDialog>

#include <optional>

class QGridLayout;
class QPushButton;

namespace keyturn::ui::common {
class Spinner;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::doctor {

class DoctorPort;

/// "Check this computer": looks as soon as it is opened, shows a row a check in word and icon, gives the report to copy. It stays open to use and to
/// close while the look takes its time.
class DoctorDialog final : public QDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit DoctorDialog(DoctorPort &port, QWidget *parent = nullptr);
    void look();

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildLayout();
    void showReport(const composition::doctor::Report &report);
    void addRow(const composition::doctor::Finding &finding);
    void clearRows();

    DoctorPort &m_port;
    std::optional<composition::doctor::Report> m_report; ///< Of the last look that came to its end.
    common::TextLabel *m_summary;
    common::Spinner *m_spinner;
    QWidget *m_content;
    QGridLayout *m_rows;
    QPushButton *m_again;
    QPushButton *m_copy;
    QPushButton *m_close;
};

} // namespace keyturn::ui::doctor
