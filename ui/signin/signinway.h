// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/backendprofile.h"

#include <QMetaType>

namespace keyturn::ui::signin {

/// One row of the pick page: a profile's own password sign-in, or one of its providers.
struct SignInWay {
    model::ProfileId profile;
    model::ProviderId provider; ///< Empty: by password.
    QString backend; ///< The profile's name.
    QString name; ///< What is shown: the provider's name, or the backend's.
    bool registration = false; ///< A password account can be made here.
    bool embedded = false;
    bool codeOnly = false; ///< The provider has nothing but a code on another device (RFC 8628).
    bool byCode = false; ///< To be gone so now.
    bool lacksClient = false; ///< Nobody has said the client id yet.
    bool unsafe = false; ///< The access token comes in the browser's address.
    bool resetsPassword = false; ///< By a code in the person's mail; else on a page of its own, where there is one.
    QUrl resetPage;
    bool changesPassword = false; ///< Here; else on a page of its own, where there is one.
    QUrl changePage;
    bool confirmsEmail = false; ///< By a code in the person's mail.
    bool sendsEmailAgain = false;
    model::PasswordRules rules; ///< Of a new password, and the name beside it.
    bool operator==(const SignInWay &) const = default;

    [[nodiscard]] bool byPassword() const { return provider.isEmpty(); }
};

/// All ways of @p profile, its own password first.
[[nodiscard]] QList<SignInWay> waysOf(const model::BackendProfile &profile);

} // namespace keyturn::ui::signin
