// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/lab/labport.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace keyturn::ui::common {
class LinkButton;
class Notice;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::lab {

/// What the account's own test backend does wrong on demand: what there is, what is armed. Says so where there is nothing of the kind.
class FaultSection final : public QWidget
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit FaultSection(LabPort &port, QWidget *parent = nullptr);

    void setAccount(const model::AccountId &id);
    /// Asks the backend anew.
    void refresh();

Q_SIGNALS:
    void noticed(QWidget *notice); ///< Something is said there that is to be seen.

private:
    [[nodiscard]] QWidget *buildForm();
    void show(const FaultList &list);
    void showNone(const core::Error &error);
    void showChosen();
    void showArmed(const QList<ArmedFault> &armed);
    void arm();
    void clear(const QString &fault);

    LabPort &m_port;
    model::AccountId m_id;
    quint64 m_run = 0; ///< Only the last answer counts.
    QList<FaultKind> m_kinds;
    QString m_shown; ///< The fault that the form is for.
    bool m_isArming = false;
    common::TextLabel *m_state;
    QWidget *m_form;
    QComboBox *m_fault;
    QLineEdit *m_value;
    QLineEdit *m_route;
    QComboBox *m_times; ///< Its data are numbers; 0: until cleared.
    QPushButton *m_arm;
    common::TextLabel *m_about;
    common::Notice *m_notice;
    QWidget *m_armed;
    QVBoxLayout *m_rows;
};

} // namespace keyturn::ui::lab
