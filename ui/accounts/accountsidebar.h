// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ids.h"

#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;
class QStackedLayout;

namespace keyturn::ui::accounts {

class AccountListModel;
class AccountsPort;

/// The left side of the window: search, accounts, "Add account", and what the window puts beside that.
class AccountSidebar final : public QWidget
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit AccountSidebar(AccountsPort &port, QWidget *parent = nullptr);

    [[nodiscard]] model::AccountId current() const; ///< Empty where there is none.
    void choose(const model::AccountId &id);
    /// The @p number-th of those shown, from 1; where there are fewer nothing happens.
    void chooseNumber(int number);
    /// +1 or -1, round the end.
    void chooseNext(int step);
    void focusSearch();
    void focusList();
    /// At the end of the bar below, where it becomes a child of this.
    void addToBar(QWidget *widget);

Q_SIGNALS:
    void currentChanged(const keyturn::model::AccountId &id);
    void addRequested();
    void windowRequested(const keyturn::model::AccountId &id); ///< One of its own.
    void signOutRequested(const keyturn::model::AccountId &id);
    void signInAgainRequested(const keyturn::model::AccountId &id);
    void passwordChangeRequested(const keyturn::model::AccountId &id);
    void renameRequested(const keyturn::model::AccountId &id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void openMenu(const QPoint &position);
    /// One row up (-1) or down (+1) among those shown.
    void moveCurrent(int step);
    void keepSelection();
    void searchAgain(const QString &text);

    AccountsPort &m_port;
    AccountListModel *m_model;
    QSortFilterProxyModel *m_filtered;
    QLineEdit *m_search;
    QListView *m_list;
    QWidget *m_nothing;
    QPushButton *m_add;
    QHBoxLayout *m_bar;
    model::AccountId m_current;
};

} // namespace keyturn::ui::accounts
