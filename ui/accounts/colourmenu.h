// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/accounts/accountsport.h"

#include <QMenu>

namespace keyturn::ui::accounts {

/// The colours that an account can be told apart by, and that of its identity; the one that it has is checked.
class ColourMenu final : public QMenu
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    ColourMenu(AccountsPort &port, const model::Account &account, QWidget *parent = nullptr);

private:
    void add(const QString &name, std::optional<int> hue);

    AccountsPort &m_port;
    model::Account m_account;
};

} // namespace keyturn::ui::accounts
