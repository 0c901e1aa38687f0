// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ids.h"

#include <QDateTime>
#include <QStringList>
#include <QUrl>

#include <optional>
#include <variant>

namespace keyturn::model {

enum class SignInMethod { Password, Browser, Device };

/// `password`, `browser`, `device`: as records and JSON have it.
[[nodiscard]] QString wordOf(SignInMethod method);

/// Who is signed in, as the backend or provider told it. `issuer` + `subject` is the identity; the rest is for people.
struct Identity {
    QString issuer; ///< OpenID issuer, or the backend's base URL.
    QString subject; ///< The issuer's stable id of the person.
    QString name; ///< May be empty.
    QString email; ///< May be empty.
    QUrl picture = {}; ///< Of the person, as pictureAddress() lets it through; may be empty. Decides nothing about who it is.
    bool operator==(const Identity &) const = default;
};

/// The account can renew its tokens.
struct SignedIn {
    bool operator==(const SignedIn &) const = default;
};

/// The backend refused for good what we hold. The account stays, with the reason (DESIGN decision 7).
struct SignInNeeded {
    QString cause; ///< The protocol's code: `invalid_grant`, `reuse_detected`, `refresh_expired`, …
    QDateTime since; ///< UTC.
    bool operator==(const SignInNeeded &) const = default;
};

using Standing = std::variant<SignedIn, SignInNeeded>;

/// The non-secret record of one account; the tokens lie in the secret store, in the slot of `generation`.
struct Account {
    AccountId id;
    ProfileId profile;
    ProviderId provider; ///< Empty: the profile's own backend.
    SignInMethod method = SignInMethod::Password;
    /// The provider at which the backend itself signed the person in, and then handed them over; empty: none. The tokens are the backend's own, hence
    /// no `provider`.
    ProviderId handoff = {};
    Identity identity;
    QString label; ///< The person's own name for it; may be empty.
    std::optional<int> hue = {}; ///< The person's own colour for it, 0 … 359 degrees of the colour circle; nullopt: the identity decides.
    QStringList scopes; ///< Granted.
    QStringList withheldScopes; ///< Asked for at sign-in and not granted.
    QDateTime addedAt; ///< UTC.
    QDateTime lastUsedAt; ///< UTC.
    QDateTime accessExpiresAt; ///< UTC; of the newest access token; invalid: the backend does not say.
    Standing standing = SignedIn{};
    /// "Secret expected, generation N": the secret store's slot that holds the tokens. 1 at sign-in, +1 at every rotation.
    quint64 generation = 0;
    QStringList askedScopes = {}; ///< At sign-in; empty also in records of before.
    /// Where the tokens came from and may go, as `https://host:port`; empty in records of before. What a profile says today is held against it: a
    /// profile is a file, and may be another one by now.
    QStringList origins = {};

    /// The provider to go to for signing in again; empty: by password.
    [[nodiscard]] const ProviderId &wayIn() const { return provider.isEmpty() ? handoff : provider; }
    bool operator==(const Account &) const = default;
};

} // namespace keyturn::model
