// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "model/backendprofile.h"

#include <QStringList>

#include <chrono>
#include <optional>

namespace keyturn::audit {

/// Somebody who signs in by password.
struct Person {
    QString user;
    core::Secret password;
    QString name = QStringLiteral("Keyturn Audit");
};

/// What an audit may spend.
struct Limits {
    int requests = 600; ///< Without the stress checks.
    int stressRequests = 2500; ///< All in all, with them.
    /// Of one thing in a row, before the stress checks say that nothing limits it.
    int attempts = 100;
    std::chrono::milliseconds requestDeadline{10'000}; ///< Of one request, to its last byte.
    std::chrono::minutes total{20};
    /// How long it waits for something to run out (a token, a code), for each such thing.
    std::chrono::seconds patience{30};
    qsizetype answerBytes = 256 * 1024; ///< Of one answer.
};

/// What is looked at, and what the person who asks for it consents to.
struct Target {
    model::BackendProfile profile;
    /// The person's own test account; without one only passive checks look.
    std::optional<Person> account;
    /// The audit may register test accounts of its own.
    bool mayRegister = false;
    bool mayStress = false;
    /// Hosts that may be asked beside the profile's own backend: a provider's, say.
    QStringList hosts;
    /// The key that the backend signs access tokens by, as a JWK, for checks that alter claims and sign anew; empty: not known.
    core::Secret signingKey;
    QList<int> only; ///< Numbers of checks; empty: all.
    QList<int> skip;
    Limits limits;
};

/// The backend of @p profile is on a loopback address: whatever is sent there hits nobody else.
[[nodiscard]] bool isOnThisComputer(const model::BackendProfile &profile);

} // namespace keyturn::audit
