// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/site.h"

namespace keyturn::audit {

/// The ids of a person's sessions as the backend lists them, the first page of them.
struct ListedSessions {
    Answer answer;
    QStringList ids; ///< Empty where the answer is no list.
};

/// Asks as the one whose @p tokens these are. Errors: Configuration where the profile names no list.
[[nodiscard]] core::Result<ListedSessions> listSessions(Site &site, const model::TokenSet &tokens);

/// The one that is in @p after and not in @p before; empty where it cannot be told.
[[nodiscard]] QString newSession(const ListedSessions &before, const ListedSessions &after);

/// Whether a session lives: its refresh token serves, which spends it, or where it has none its access token. An access token alone may serve on
/// until it ends.
[[nodiscard]] core::Result<bool> lives(Site &site, const model::TokenSet &tokens);

} // namespace keyturn::audit
