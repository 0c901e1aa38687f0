// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "history/filter.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;

namespace keyturn::ui::common {
class EmptyState;
class Notice;
} // namespace keyturn::ui::common

namespace keyturn::ui::developer {
class DeveloperTools;
}

namespace keyturn::ui::activity {

class ActivityListModel;
class ActivityPort;

/// "Why was I signed out?": what happened to an account, newest first, in plain words.
class ActivityPage final : public QWidget
{
    Q_OBJECT
public:
    /// How long after the last letter a search begins.
    static constexpr std::chrono::milliseconds typingPause{250};

    /// @p port must outlive it.
    explicit ActivityPage(ActivityPort &port, QWidget *parent = nullptr);
    void setAccount(const model::AccountId &id);
    /// Instead of one account's: everybody's, each with their name. What is cleared then, the preferences say.
    void showAll();
    /// What is for developers of an event is shown as @p tools has it, which must outlive it.
    void follow(const developer::DeveloperTools &tools) { m_tools = &tools; }
    /// Writes what the list is filtered to into @p path, whose name says the format.
    void exportTo(const QString &path);
    [[nodiscard]] ActivityListModel &activityModel() { return *m_model; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildBar();
    void buildList();
    void buildLayout();
    [[nodiscard]] history::Filter wanted() const;
    void searchSoon();
    void filter();
    void read(const std::optional<core::Error> &trouble);
    void showEmpty();
    void askWhereTo();
    void askToClear();
    void open(const QModelIndex &index);

    ActivityPort &m_port;
    model::AccountId m_id;
    quint64 m_typed = 0; ///< Rises with each change of the text: only the last one is looked for.
    bool m_all = false;
    bool m_stale = true; ///< The list is another account's, or is not read yet.
    ActivityListModel *m_model;
    QComboBox *m_kinds;
    QLineEdit *m_search;
    QPushButton *m_more;
    QAction *m_export;
    QAction *m_clear;
    common::Notice *m_notice;
    QStackedWidget *m_stack;
    QListView *m_list;
    const developer::DeveloperTools *m_tools = nullptr;
    common::EmptyState *m_empty;
};

} // namespace keyturn::ui::activity
