// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/passwordhasher.h"

#include "backend/lowpriority.h"

#include <crypt.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace keyturn::backend {

namespace {

constexpr int urgent = 1; // QThreadPool's: the greater first
constexpr int whenever = 0;
constexpr int maxWaiting = 256; // more would wait longer than a person does
constexpr int maxWaitingForLater = 32; // what can be done another time takes no place from who waits now

core::Error busy()
{
    return {core::ErrorKind::RateLimited, QStringLiteral("busy"), {}, std::chrono::seconds(2)};
}

/// The hash of @p password under @p setting (a salt, or a hash that holds one); empty when libxcrypt refuses.
QByteArray bcrypt(const core::Secret &password, const QByteArray &setting)
{
    std::vector<char> phrase(static_cast<std::size_t>(password.size()) + 1, '\0');
    std::copy(password.reveal().begin(), password.reveal().end(), phrase.begin());
    const auto scratch = std::make_unique<crypt_data>();
    const char *hashed = crypt_rn(phrase.data(), setting.constData(), scratch.get(), sizeof(crypt_data));
    QByteArray result(hashed);
    core::wipe(phrase.data(), static_cast<qsizetype>(phrase.size()));
    core::wipe(scratch.get(), sizeof(crypt_data));
    return result;
}

QByteArray newSalt(core::Random &random, int cost)
{
    const QByteArray bytes = random.bytes(16);
    char setting[CRYPT_GENSALT_OUTPUT_SIZE];
    const char *made =
        crypt_gensalt_rn("$2b$", static_cast<unsigned long>(cost), bytes.constData(), static_cast<int>(bytes.size()), setting, sizeof setting);
    return QByteArray(made);
}

/// In constant time, so that the answer's time tells nothing of the hash.
bool sameHash(const QByteArray &a, const QByteArray &b)
{
    return !a.isEmpty() && core::Secret(a) == core::Secret(b);
}

} // namespace

PasswordHasher::PasswordHasher(core::Random &random, int cost, int threads) : m_random(random), m_cost(cost)
{
    m_pool.setMaxThreadCount(threads);
    m_pool.setExpiryTimeout(-1);
}

PasswordHasher::~PasswordHasher()
{
    stop();
}

void PasswordHasher::stop()
{
    m_pool.clear();
    m_pool.waitForDone();
}

bool PasswordHasher::takePlace()
{
    if (m_waiting.fetch_add(1) < maxWaiting)
        return true;
    --m_waiting;
    return false;
}

void PasswordHasher::run(std::function<void()> work, int priority)
{
    m_pool.start(
        [this, work = std::move(work)] {
            thread_local const bool prepared = [] {
                lowerThreadPriority(); // a profile must not wait for two hashes
                return true;
            }();
            Q_UNUSED(prepared)
            --m_waiting;
            work();
        },
        priority);
}

void PasswordHasher::hash(const core::Secret &password, Hashed done)
{
    hash(password, std::move(done), urgent);
}

void PasswordHasher::hashLater(const core::Secret &password, Hashed done)
{
    hash(password, std::move(done), whenever);
}

void PasswordHasher::hash(const core::Secret &password, Hashed done, int priority)
{
    const bool canWait = priority != urgent;
    if ((canWait && m_waiting >= maxWaitingForLater) || !takePlace()) {
        done(busy());
        return;
    }
    run(
        [this, password, done = std::move(done)] {
            QByteArray hashed = bcrypt(password, newSalt(m_random, m_cost));
            if (hashed.isEmpty())
                done(core::Error{core::ErrorKind::Storage, QStringLiteral("not_hashed"), QStringLiteral("libxcrypt refused to hash")});
            else
                done(std::move(hashed));
        },
        priority);
}

bool PasswordHasher::isWeak(const QByteArray &hash) const
{
    const bool bcrypted = hash.size() > 6 && hash.startsWith("$2b$") && hash[6] == '$';
    return !bcrypted || hash.mid(4, 2).toInt() < m_cost;
}

void PasswordHasher::verify(const core::Secret &password, const QByteArray &hash, Verified done)
{
    if (!takePlace()) {
        done(busy());
        return;
    }
    run(
        [this, password, hash, done = std::move(done)] {
            // A NUL would end the password for bcrypt, and what stands beyond 72 bytes would be ignored: no user has such a password.
            const bool possible = !hash.isEmpty() && password.size() <= maxPasswordBytes && !password.reveal().contains('\0');
            const QByteArray setting = hash.isEmpty() ? newSalt(m_random, m_cost) : hash;
            const bool same = sameHash(bcrypt(password, setting), hash);
            done(possible && same);
        },
        urgent);
}

} // namespace keyturn::backend
