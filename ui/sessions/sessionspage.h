// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/stepup.h"
#include "core/result.h"
#include "ui/common/countdown.h"
#include "ui/sessions/sessionendings.h"

#include <QUrl>
#include <QWidget>

#include <chrono>
#include <optional>

class QPushButton;
class QStackedWidget;

namespace keyturn::ui::common {
class EmptyState;
class Notice;
class Spinner;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::sessions {

class SessionBar;
class SessionRows;
class SessionView;
class SessionsPort;
class UndoBar;

/// Where an account is signed in and was until lately, and the way to end it there. Reads the list again every 30 s while it is seen, and after
/// everything that it ended.
class SessionsPage final : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::chrono::seconds refreshEvery{30};

    /// @p port must outlive it.
    explicit SessionsPage(SessionsPort &port, QWidget *parent = nullptr);
    ~SessionsPage() override;

    void setAccount(const model::AccountId &id);
    void refresh();
    /// After five seconds in which it can be undone: the request, then the list once more.
    void signOut(const QList<model::SessionId> &sessions);
    /// Nothing where @p id is not shown any more.
    void signOutOthers(const model::AccountId &id);
    /// What is about to be signed out, of any account: for a place where it is seen whatever else is shown. In this page until then.
    [[nodiscard]] UndoBar &undoBar() { return *m_undo; }
    /// The person has proved who they are: does once more all that was refused until then. What is refused even so is not asked about again by
    /// itself.
    void resume(const model::AccountId &id);
    /// What waits to be undone goes now; answered when nothing runs any more.
    [[nodiscard]] core::Async<void> settle();
    [[nodiscard]] SessionListModel &sessionModel() { return *m_model; }
    [[nodiscard]] SessionRows &rows() { return *m_rows; }
    void exportTo(const QString &path);

Q_SIGNALS:
    /// The window asks, then calls signOutOthers().
    void confirmOthersRequested(const keyturn::model::AccountId &id, int count, const QString &backend);
    void signOutEverywhereRequested(const keyturn::model::AccountId &id);
    /// The backend wants the person to prove again who they are: the window lets them, then calls resume().
    void stepUpRequested(const keyturn::model::AccountId &id, const keyturn::accounts::StepUp &stepUp);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void connectParts();
    void buildLayout();
    void showUnsupported(const Support &support);
    void listed(const core::Result<history::KnownSessions> &result);
    void leave();
    void filter();
    void showRemembered();
    void sayUnread(const core::Error &error);
    /// In a notice of its own, until it is met.
    void offerStepUp(const core::Error &error, const keyturn::accounts::StepUp &stepUp);
    void retry();
    void showDoings();
    void showCount();
    void showEmpty();
    void keepRefreshing();
    void actOn(const QModelIndex &index);
    void openMenu(const QModelIndex &index, const QPoint &position);
    void showDetails(const QModelIndex &index);
    void rename(const QModelIndex &index);
    void askWhereTo();

    SessionsPort &m_port;
    model::AccountId m_id;
    quint64 m_visit = 0; ///< Rises with each account shown: answers to an earlier one's questions are dropped (FAULTS 57).
    std::optional<keyturn::accounts::StepUp> m_stepUp; ///< Asked for and not met yet.
    QList<Ending> m_refused; ///< What it was asked for, beside the list, which is read again in any case.
    bool m_listProved = false; ///< The person proved who they are, and the list has not come since.
    common::Countdown m_pace; ///< Until the backend wants to be asked again.
    core::Error m_unread; ///< Why the list could not be read, while m_pace runs.
    bool m_reading = false;
    bool m_waiting = false; ///< For the next 30 s.
    bool m_seen = false; ///< The list came while this account was shown.
    bool m_read = false; ///< The list came since this account is shown: what is remembered is older.
    QDateTime m_listedAt; ///< UTC; of what is shown, where it is only remembered.
    SessionListModel *m_model;
    SessionRows *m_rows;
    SessionEndings *m_endings;
    QStackedWidget *m_stack;
    common::EmptyState *m_unsupported;
    QPushButton *m_openPage;
    QUrl m_page;
    SessionBar *m_bar;
    SessionView *m_list;
    QStackedWidget *m_listOrNone;
    common::EmptyState *m_none;
    common::Notice *m_notice; ///< About the list.
    common::Notice *m_proof; ///< The proof that the backend wants.
    common::Notice *m_export; ///< What became of an export; until it is sent away.
    UndoBar *m_undo;
    common::TextLabel *m_count;
    common::Spinner *m_spinner;
    QPushButton *m_refresh;
    QPushButton *m_chosen;
    QPushButton *m_others;
};

} // namespace keyturn::ui::sessions
