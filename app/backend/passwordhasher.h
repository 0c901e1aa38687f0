// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"

#include <QByteArray>
#include <QThreadPool>

#include <atomic>
#include <functional>

namespace keyturn::backend {

/// The fewest and most bytes of UTF-8: bcrypt reads no more than 72, and a longer password is refused, never cut.
constexpr qsizetype minPasswordCharacters = 8;
constexpr qsizetype maxPasswordBytes = 72;

/// bcrypt ("$2b$", libxcrypt), on threads of its own: a hash takes a quarter of a second, and no request waits behind somebody else's.
/// The answers come on those threads.
class PasswordHasher
{
public:
    /// @p cost is 10 to 31; @p threads >= 1.
    PasswordHasher(core::Random &random, int cost, int threads);
    ~PasswordHasher();
    /// Drops what waits and lets run what runs; blocks until that is over. To be called once nobody asks any more.
    void stop();

    using Hashed = std::function<void(core::Result<QByteArray>)>;
    using Verified = std::function<void(core::Result<bool>)>;

    /// RateLimited `busy` where too many wait already. Precondition: the password is acceptable (see credentials.h).
    void hash(const core::Secret &password, Hashed done);
    /// The same, after whoever waits for a sign-in, and `busy` sooner.
    void hashLater(const core::Secret &password, Hashed done);
    /// Whether @p hash was made at a lower cost than hashes are now, or by another way than bcrypt.
    [[nodiscard]] bool isWeak(const QByteArray &hash) const;
    /// How many wait for a thread.
    [[nodiscard]] int waiting() const { return m_waiting; }
    /// Whether @p password has this @p hash. An empty hash (there is no such user) costs the same time and is always false, and so does a
    /// password that no user can have.
    void verify(const core::Secret &password, const QByteArray &hash, Verified done);

private:
    [[nodiscard]] bool takePlace();
    void hash(const core::Secret &password, Hashed done, int priority);
    void run(std::function<void()> work, int priority);

    core::Random &m_random;
    int m_cost;
    std::atomic<int> m_waiting = 0;
    QThreadPool m_pool;
};

} // namespace keyturn::backend
