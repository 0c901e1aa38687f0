// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/account.h"

#include <QWidget>

#include <optional>

class QGridLayout;
class QPushButton;

namespace keyturn::core {
struct Error;
}
namespace keyturn::ui::common {
class Notice;
class Spinner;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::accounts {

class AccountsPort;
class LifeBar;

/// Who is signed in, where and how, and how long the access token is good.
class OverviewPage final : public QWidget
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit OverviewPage(AccountsPort &port, QWidget *parent = nullptr);
    /// Empty: shows nothing.
    void setAccount(const model::AccountId &id);

Q_SIGNALS:
    void signOutRequested(const keyturn::model::AccountId &id);
    void signInAgainRequested(const keyturn::model::AccountId &id);

protected:
    void showEvent(QShowEvent *event) override;

private:
    common::TextLabel *addFact(const QString &name);
    void buildFacts();
    void refresh();
    void showStanding(const model::Account &account);
    void showWithheld(const model::Account &account);
    void showLife();
    void keepTicking();
    void actOnNotice();
    void renew();
    void renewed(const std::optional<core::Error> &error);

    AccountsPort &m_port;
    model::AccountId m_id;
    quint64 m_renewal = 0; ///< Which renewal is waited for: an answer to an earlier account's is dropped.
    bool m_renewing = false;
    bool m_ticking = false;
    bool m_noticeSignsIn = false; ///< What the notice's button does: sign in again, or try again.
    QGridLayout *m_facts;
    common::Notice *m_notice;
    common::TextLabel *m_name;
    common::TextLabel *m_email;
    common::TextLabel *m_where;
    common::TextLabel *m_how;
    common::TextLabel *m_scopes;
    common::TextLabel *m_withheld;
    int m_withheldRow = 0;
    common::TextLabel *m_added;
    common::TextLabel *m_used;
    common::TextLabel *m_life;
    LifeBar *m_bar;
    common::Spinner *m_spinner;
    QPushButton *m_renew;
    QPushButton *m_signOut;
};

} // namespace keyturn::ui::accounts
