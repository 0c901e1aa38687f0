// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/accounts/statewords.h"

namespace keyturn::ui::accounts {

using keyturn::accounts::AccountState;

QString StateWords::word(AccountState state)
{
    switch (state) {
    case AccountState::Ready:
        return tr("Ready");
    case AccountState::ExpiresSoon:
        return tr("Expires soon");
    case AccountState::Offline:
        return tr("Offline");
    case AccountState::SignInAgain:
        return tr("Sign in again");
    case AccountState::KeychainLocked:
        return tr("Keychain locked");
    }
    return {};
}

QString StateWords::iconName(AccountState state)
{
    switch (state) {
    case AccountState::Ready:
        return QStringLiteral("circle-check");
    case AccountState::ExpiresSoon:
        return QStringLiteral("clock-alert");
    case AccountState::Offline:
        return QStringLiteral("cloud-off");
    case AccountState::SignInAgain:
        return QStringLiteral("log-in");
    case AccountState::KeychainLocked:
        return QStringLiteral("lock");
    }
    return {};
}

common::Tone StateWords::tone(AccountState state)
{
    const bool needsThePerson = state == AccountState::SignInAgain || state == AccountState::KeychainLocked;
    return needsThePerson ? common::Tone::Warning : common::Tone::Muted;
}

} // namespace keyturn::ui::accounts
