// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/random.h"
#include "storage/accountstore.h"
#include "storage/secretstore.h"
#include "tokens/held.h"
#include "tokens/rotationjournal.h"
#include "tokens/tokenrefresher.h"

#include <QString>

#include <functional>

namespace keyturn::tokens {

/// What every keeper stands on.
struct Services {
    core::Clock &clock;
    core::Random &random;
    storage::SecretStore &secrets;
    storage::AccountStore &accounts;
    TokenRefresher &refresher;
    QString lockDirectory;
    RotationJournal journal;
    /// Told of tokens that came for an account which was signed out meanwhile: somebody has to tell the backend (FAULTS 56).
    std::function<void(const Held &)> orphaned = {};
    bool renewsAhead = true; ///< Else only what is asked for is renewed.

    [[nodiscard]] QString lockFile(const model::AccountId &id) const { return lockDirectory + u'/' + id.toString() + QLatin1String(".lock"); }
};

} // namespace keyturn::tokens
