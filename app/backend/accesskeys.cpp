// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/accesskeys.h"

#include <algorithm>

namespace keyturn::backend {

namespace {

/// A running service signs with the old key until it sees the rotation: a few seconds.
constexpr std::chrono::seconds noticing(30);
/// The longest life that access tokens can be given (--access-ttl).
constexpr std::chrono::hours longestLife(24);

bool serves(const AccessKey &key, Instant now, std::chrono::seconds life)
{
    return key.state != AccessKey::State::Retiring || now < key.retiredAt + life + noticing;
}

} // namespace

std::optional<AccessKeys> AccessKeys::from(QList<AccessKey> keys)
{
    const auto current = std::count_if(keys.cbegin(), keys.cend(), [](const AccessKey &one) { return one.state == AccessKey::State::Current; });
    return current == 1 ? std::optional(AccessKeys(std::move(keys))) : std::nullopt;
}

AccessKeys AccessKeys::only(const SigningKey &key)
{
    return AccessKeys({{key, AccessKey::State::Current, {}}});
}

const SigningKey &AccessKeys::current() const
{
    return std::find_if(m_keys.cbegin(), m_keys.cend(), [](const AccessKey &one) { return one.state == AccessKey::State::Current; })->key;
}

std::optional<SigningKey> AccessKeys::next() const
{
    const auto found = std::find_if(m_keys.cbegin(), m_keys.cend(), [](const AccessKey &one) { return one.state == AccessKey::State::Next; });
    return found == m_keys.cend() ? std::nullopt : std::optional(found->key);
}

std::optional<QJsonObject> AccessKeys::verify(const QByteArray &type, const QByteArray &token, Instant now, std::chrono::seconds life) const
{
    for (const AccessKey &one : m_keys) {
        if (!serves(one, now, life)) // the next one does: another instance may have noticed the rotation a moment before us
            continue;
        if (auto claims = one.key.verify(type, token)) // for no other `kid` than its own
            return claims;
    }
    return std::nullopt;
}

QJsonArray AccessKeys::jwks(Instant now, std::chrono::seconds life) const
{
    QJsonArray keys;
    for (const AccessKey &one : m_keys) {
        if (one.key.isPublishable() && serves(one, now, life))
            keys.append(one.key.publicJwk());
    }
    return keys;
}

AccessKeys AccessKeys::withNext(const SigningKey &key, Instant now) const
{
    QList<AccessKey> keys;
    std::copy_if(m_keys.cbegin(), m_keys.cend(), std::back_inserter(keys), [](const AccessKey &one) { return one.state != AccessKey::State::Next; });
    keys.append({key, AccessKey::State::Next, now});
    return AccessKeys(std::move(keys));
}

AccessKeys AccessKeys::rotatedTo(const SigningKey &key, Instant now) const
{
    QList<AccessKey> keys{{key, AccessKey::State::Current, now}};
    for (AccessKey one : m_keys) {
        if (one.state == AccessKey::State::Next) {
            if (one.key.id() == key.id())
                keys.first().createdAt = one.createdAt;
            continue;
        }
        if (one.state == AccessKey::State::Current) {
            one.state = AccessKey::State::Retiring;
            one.retiredAt = now;
        }
        if (serves(one, now, longestLife))
            keys.append(one);
    }
    return AccessKeys(std::move(keys));
}

} // namespace keyturn::backend
