// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/account.h"
#include "model/backendprofile.h"

/// Which accounts a git server takes the access token of (gitcredentials(7)).
namespace keyturn::accounts {

/// Whether @p account's token may go to git at @p remote, whose path is empty where git did not tell it. By the addresses of the profile's `git`, or,
/// where it names none, those that the token goes to anyway. Never by plain http beyond this computer, never a token that goes as a cookie, and never
/// one of a profile that does not fit (profilefit.h).
[[nodiscard]] bool fitsGit(const model::BackendProfile &profile, const model::Account &account, const QUrl &remote);
/// Whether @p username is one that git may have for @p account: the person's e-mail, name, subject or label, the account's id, or what the profile
/// says. An empty one is everybody's.
[[nodiscard]] bool isGitUser(const model::BackendProfile &profile, const model::Account &account, const QString &username);
/// What goes beside the token: what the profile says, else @p asked, else the e-mail or subject.
[[nodiscard]] QString gitUsername(const model::BackendProfile &profile, const model::Account &account, const QString &asked);

} // namespace keyturn::accounts
