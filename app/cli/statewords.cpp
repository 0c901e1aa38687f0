// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/statewords.h"

#include <QCoreApplication>

namespace keyturn::cli {

QString humanState(accounts::AccountState state)
{
    switch (state) {
    case accounts::AccountState::Ready:
        return QCoreApplication::translate("State", "ready");
    case accounts::AccountState::ExpiresSoon:
        return QCoreApplication::translate("State", "expires soon");
    case accounts::AccountState::Offline:
        return QCoreApplication::translate("State", "offline");
    case accounts::AccountState::SignInAgain:
        return QCoreApplication::translate("State", "sign in again");
    case accounts::AccountState::KeychainLocked:
        return QCoreApplication::translate("State", "keychain locked");
    }
    return {};
}

} // namespace keyturn::cli
