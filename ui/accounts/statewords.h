// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountmanager.h"
#include "ui/common/tone.h"

#include <QCoreApplication>

namespace keyturn::ui::accounts {

/// An account's state in a word, an icon and a colour; the colour never stands alone.
class StateWords
{
    Q_DECLARE_TR_FUNCTIONS(keyturn::ui::accounts::StateWords)
public:
    [[nodiscard]] static QString word(keyturn::accounts::AccountState state);
    [[nodiscard]] static QString iconName(keyturn::accounts::AccountState state);
    [[nodiscard]] static common::Tone tone(keyturn::accounts::AccountState state);
};

} // namespace keyturn::ui::accounts
