// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/instant.h"
#include "backend/signingkey.h"

#include <QJsonArray>

#include <memory>
#include <mutex>

namespace keyturn::backend {

/// A key of access tokens and where it stands in its life: published ahead, then signing, then verifying what it signed.
struct AccessKey {
    enum class State {
        Next, ///< In the JWKS, so that those who keep one know the key before the first token by it comes, and ready to verify.
        Current, ///< Signs. There is exactly one.
        Retiring, ///< Verifies until its last token has ended.
    };
    SigningKey key;
    State state = State::Current;
    Instant createdAt;
    Instant retiredAt = {}; ///< Retiring only.
};

/// The keys of access tokens at one moment. Immutable, so safe from any thread.
class AccessKeys
{
public:
    /// Nothing where not exactly one is current.
    [[nodiscard]] static std::optional<AccessKeys> from(QList<AccessKey> keys);
    /// One key that signs.
    [[nodiscard]] static AccessKeys only(const SigningKey &key);

    [[nodiscard]] const QList<AccessKey> &all() const { return m_keys; }
    [[nodiscard]] const SigningKey &current() const;
    /// The one that was published ahead.
    [[nodiscard]] std::optional<SigningKey> next() const;
    /// The claims of @p token by the key that its `kid` names, where that one is ours and may verify still; @p life is that of tokens.
    [[nodiscard]] std::optional<QJsonObject> verify(const QByteArray &type, const QByteArray &token, Instant now, std::chrono::seconds life) const;
    /// The public keys (RFC 7517 §5); an HMAC key is never among them.
    [[nodiscard]] QJsonArray jwks(Instant now, std::chrono::seconds life) const;

    /// With a new key in the state Next; an earlier Next goes, nobody has a token of it.
    [[nodiscard]] AccessKeys withNext(const SigningKey &key, Instant now) const;
    /// With @p key as Current and the current one retiring. A Next one is @p key or goes; so do keys that have been retiring for longer than any
    /// token can live.
    [[nodiscard]] AccessKeys rotatedTo(const SigningKey &key, Instant now) const;

private:
    explicit AccessKeys(QList<AccessKey> keys) : m_keys(std::move(keys)) { }
    QList<AccessKey> m_keys;
};

/// The keys in force, which a rotation changes while tokens are made and read. Safe from any thread.
class KeyRing
{
public:
    explicit KeyRing(AccessKeys keys) : m_keys(std::make_shared<const AccessKeys>(std::move(keys))) { }
    [[nodiscard]] std::shared_ptr<const AccessKeys> keys() const
    {
        const std::lock_guard lock(m_mutex);
        return m_keys;
    }
    void replace(AccessKeys keys)
    {
        auto fresh = std::make_shared<const AccessKeys>(std::move(keys));
        const std::lock_guard lock(m_mutex);
        m_keys = std::move(fresh);
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const AccessKeys> m_keys;
};

} // namespace keyturn::backend
