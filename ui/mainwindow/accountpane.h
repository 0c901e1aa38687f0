// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/stepup.h"
#include "model/ids.h"
#include "ui/mainwindow/leaf.h"
#include "ui/mainwindow/ports.h"

#include <QWidget>

class QStackedWidget;

namespace keyturn::ui::accounts {
class AccountPictures;
class OverviewPage;
} // namespace keyturn::ui::accounts
namespace keyturn::ui::activity {
class ActivityPage;
} // namespace keyturn::ui::activity
namespace keyturn::ui::common {
class Avatar;
class LeafBar;
class TextLabel;
} // namespace keyturn::ui::common
namespace keyturn::ui::sessions {
class SessionsPage;
} // namespace keyturn::ui::sessions

namespace keyturn::ui::mainwindow {

class Workbench;

/// The right side: who, and the leaves about them.
class AccountPane final : public QWidget
{
    Q_OBJECT
public:
    /// All ports must outlive it.
    explicit AccountPane(const Ports &ports, QWidget *parent = nullptr);

    void setAccount(const model::AccountId &id);
    [[nodiscard]] Leaf leaf() const;
    /// Nothing changes where it is hidden.
    void showLeaf(Leaf leaf);
    /// Into the field in which the leaf that is shown is searched; false where it has none.
    bool focusSearch();
    [[nodiscard]] sessions::SessionsPage &sessionsPage() { return *m_sessions; }
    [[nodiscard]] activity::ActivityPage &activityPage() { return *m_activity; }

Q_SIGNALS:
    void leafChanged();
    void signOutRequested(const keyturn::model::AccountId &id);
    void signInAgainRequested(const keyturn::model::AccountId &id);
    void stepUpRequested(const keyturn::model::AccountId &id, const keyturn::accounts::StepUp &stepUp);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildLayout();
    void buildWorkbench(const Ports &ports);
    void addLab(lab::LabPort &port, QWidget *trace);
    [[nodiscard]] QWidget *shownPage() const;
    void showHeader();
    void focusLeaf();

    accounts::AccountsPort &m_port;
    model::AccountId m_id;
    QString m_title;
    QString m_below;
    common::Avatar *m_avatar;
    accounts::AccountPictures *m_pictures;
    common::TextLabel *m_name;
    common::TextLabel *m_where;
    common::LeafBar *m_leaves;
    QStackedWidget *m_stack;
    accounts::OverviewPage *m_overview;
    sessions::SessionsPage *m_sessions;
    activity::ActivityPage *m_activity;
    Workbench *m_workbench;
};

} // namespace keyturn::ui::mainwindow
