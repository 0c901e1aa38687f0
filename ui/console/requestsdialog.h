// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/console/consoleport.h"

#include <QDialog>

class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;

namespace keyturn::ui::common {
class EmptyState;
class LeafBar;
class Notice;
} // namespace keyturn::ui::common

namespace keyturn::ui::console {

class RequestListModel;

/// What was sent as an account, and what was given a name: to take up again, or to forget.
class RequestsDialog final : public QDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    RequestsDialog(ConsolePort &port, const model::AccountId &id, QWidget *parent = nullptr);

    [[nodiscard]] RequestListModel &rows() { return *m_model; }

Q_SIGNALS:
    void chosen(const keyturn::console::Draft &draft);

private:
    enum Part { Past, Saved };
    void buildLayout();
    void read();
    void showRows();
    void take(const QModelIndex &index);
    void remove();
    void askToForget();
    void tell(const core::Result<void> &done);

    ConsolePort &m_port;
    model::AccountId m_id;
    quint64 m_asked = 0;
    RequestListModel *m_model;
    common::LeafBar *m_bar;
    QLineEdit *m_search;
    QListView *m_list;
    common::EmptyState *m_empty;
    QStackedWidget *m_stack;
    common::Notice *m_notice;
    QPushButton *m_remove;
    QPushButton *m_use;
};

} // namespace keyturn::ui::console
