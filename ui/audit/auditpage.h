// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/audit/auditport.h"

#include <QWidget>

class QAction;
class QListView;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace keyturn::ui::common {
class EmptyState;
class Notice;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::audit {

class ResultListModel;
class SetupPage;

/// The audit of an account's backend: what it may do, how far it is, what it found. One that runs goes on while another account is looked at.
class AuditPage final : public QWidget
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit AuditPage(AuditPort &port, QWidget *parent = nullptr);

    void setAccount(const model::AccountId &id);

protected:
    void showEvent(QShowEvent *event) override;

private:
    /// An audit of one account's backend, running or done.
    struct Audit {
        std::unique_ptr<RunningAudit> run; ///< Null: it is done.
        keyturn::audit::Report report;
        keyturn::audit::Progress progress;
    };
    [[nodiscard]] QWidget *buildResults();
    void showAccount();
    void start(const Wish &wish);
    void showProgress(const Audit &audit);
    void end(const model::AccountId &id, const core::Result<keyturn::audit::Report> &report);
    void askWhereTo();
    void askForBaseline();
    void open(const QModelIndex &index);

    AuditPort &m_port;
    model::AccountId m_id;
    std::map<model::AccountId, Audit> m_audits;
    ResultListModel *m_model;
    QStackedWidget *m_stack;
    common::EmptyState *m_empty;
    SetupPage *m_setup;
    QWidget *m_results;
    common::TextLabel *m_title;
    QProgressBar *m_bar;
    QPushButton *m_stop;
    QPushButton *m_again;
    QPushButton *m_more;
    common::Notice *m_notice;
    QListView *m_list;
};

} // namespace keyturn::ui::audit
