// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/stepup.h"
#include "core/result.h"
#include "model/session.h"
#include "ui/common/countdown.h"

#include <QUrl>
#include <QWidget>

#include <chrono>
#include <optional>

class QListView;
class QPushButton;
class QStackedWidget;

namespace keyturn::ui::common {
class EmptyState;
class Notice;
class Spinner;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::sessions {

class SessionListModel;
class SessionsPort;

/// Where an account is signed in, and the way to end it there. Reads the list again every 30 s while it is seen, and after everything that it ended:
/// a session is gone when the backend no longer lists it, not when a request was accepted.
class SessionsPage final : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::chrono::seconds refreshEvery{30};

    /// @p port must outlive it.
    explicit SessionsPage(SessionsPort &port, QWidget *parent = nullptr);
    void setAccount(const model::AccountId &id);
    void refresh();
    /// Without asking: the row greys, the request runs, the list is read again.
    void signOut(const model::SessionId &session);
    void signOutOthers();
    /// The person has proved who they are: does once more all that was refused until then. What is refused even so is not asked about again by
    /// itself.
    void resume();
    [[nodiscard]] SessionListModel &sessionModel() { return *m_model; }

Q_SIGNALS:
    /// The window asks, then calls signOutOthers().
    void confirmOthersRequested(int count, const QString &backend);
    /// The backend wants the person to prove again who they are: the window lets them, then calls resume().
    void stepUpRequested(const keyturn::model::AccountId &id, const keyturn::accounts::StepUp &stepUp);

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildList();
    void buildLayout();
    void showUnsupported(const QUrl &page);
    /// What is to end, and what is known of it.
    struct Ending {
        QList<model::SessionId> sessions;
        bool others = false; ///< By one request, for all of them.
        bool proved = false; ///< The person has just proved who they are, for this.
    };
    /// Waits for a proof of who the person is.
    struct Refused {
        QList<model::SessionId> sessions;
        bool others = false;
    };
    void end(const Ending &ending);
    void listed(const core::Result<QList<model::Session>> &result);
    void ended(const Ending &ending, const core::Result<void> &result);
    void settle(const Ending &ending, const core::Result<void> &result, const core::Result<QList<model::Session>> &listed);
    void sayUnread(const core::Error &error);
    /// In the notice, until it is met.
    void offerStepUp(const core::Error &error, const keyturn::accounts::StepUp &stepUp);
    void actOnNotice();
    void showCount();
    void keepRefreshing();
    void actOn(const QModelIndex &index);

    SessionsPort &m_port;
    model::AccountId m_id;
    quint64 m_visit = 0; ///< Rises with each account shown: answers to an earlier one's questions are dropped (FAULTS 57).
    std::optional<keyturn::accounts::StepUp> m_stepUp; ///< Asked for and not met yet.
    Refused m_refused; ///< What it was asked for, beside the list, which is read again in any case.
    bool m_listProved = false; ///< The person proved who they are, and the list has not come since.
    common::Countdown m_pace; ///< Until the backend wants to be asked again.
    core::Error m_unread; ///< Why the list could not be read, while m_pace runs.
    bool m_reading = false;
    bool m_waiting = false; ///< For the next 30 s.
    SessionListModel *m_model;
    QStackedWidget *m_stack;
    common::EmptyState *m_empty;
    QPushButton *m_openPage;
    QUrl m_page;
    QListView *m_list;
    common::Notice *m_notice;
    common::TextLabel *m_count;
    common::Spinner *m_spinner;
    QPushButton *m_refresh;
    QPushButton *m_others;
};

} // namespace keyturn::ui::sessions
