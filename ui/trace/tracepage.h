// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "ui/trace/traceport.h"

#include <QWidget>

#include <chrono>

class QAction;
class QCheckBox;
class QComboBox;
class QLineEdit;
class QListView;
class QPushButton;

namespace keyturn::ui::common {
class EmptyState;
class Notice;
} // namespace keyturn::ui::common

namespace keyturn::ui::trace {

class LaneHead;
class TraceListModel;

/// What was said for an account, as a sequence diagram in time; live while something is said. Or a recording that was opened, until it is closed.
class TracePage final : public QWidget
{
    Q_OBJECT
public:
    /// How long after the last letter, or the last thing that was said, the list is read anew.
    static constexpr std::chrono::milliseconds pause{250};

    /// @p port must outlive it.
    explicit TracePage(TracePort &port, QWidget *parent = nullptr);
    void setAccount(const model::AccountId &id);
    void openRecording(const QString &path);
    /// Writes what is shown into @p path, whose name says the format.
    void exportTo(const QString &path);
    [[nodiscard]] TraceListModel &traceModel() { return *m_model; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildBar();
    void buildMenu();
    void buildList();
    void buildLayout();
    [[nodiscard]] keyturn::trace::Filter wanted() const;
    void readSoon();
    void read();
    void fill(const QList<Kept> &entries);
    void showEmpty();
    void askWhatToOpen();
    void askWhereTo();
    void askToClear();
    void closeRecording();
    void open(const QModelIndex &index);

    TracePort &m_port;
    model::AccountId m_id;
    quint64 m_asked = 0; ///< Rises with each question: answers to earlier ones are dropped.
    bool m_waits = false; ///< It will be read after the pause.
    QString m_recording; ///< The name of the one that is shown; empty: the account's trace is.
    QList<Kept> m_recorded; ///< All of it.
    TraceListModel *m_model;
    QLineEdit *m_search;
    QComboBox *m_purposes;
    QCheckBox *m_failed;
    QPushButton *m_more;
    QAction *m_export;
    QAction *m_close;
    QAction *m_clear;
    common::Notice *m_notice;
    LaneHead *m_head;
    QListView *m_list;
    common::EmptyState *m_empty;
};

} // namespace keyturn::ui::trace
