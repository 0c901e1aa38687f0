// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "net/httpclient.h"

#include <QJsonObject>
#include <QList>
#include <QUrl>

namespace keyturn::inspection {

/// Most keys of one set that are looked at; a set with more is refused.
inline constexpr qsizetype maxKeys = 500;

/// Keys as they are published, those that fit nothing too: why they do not is what somebody wants to know.
struct KeySet {
    QList<QJsonObject> keys;
    bool holdsPrivate = false; ///< A private or symmetric key is among them: whoever reads the set can sign (RFC 7517 §9.1).
    bool operator==(const KeySet &) const = default;
};

/// A JWK Set (RFC 7517 §5), one JWK, or a PEM file with a public key or a certificate. Errors: BadReply `keys_invalid`, `keys_too_many` (more than
/// maxKeys); those of jose::readPublicKey().
[[nodiscard]] core::Result<KeySet> readKeySet(QByteArrayView text);

/// The set at @p url, asked for now and not kept. Errors: Configuration `url_invalid`, `keys_insecure` (neither https nor loopback: keys that anybody
/// on the way can exchange prove nothing); those of HttpClient and readKeySet(), RateLimited, Offline `keys_invalid` for 5xx, all of the step `jwks`.
[[nodiscard]] core::Async<KeySet> fetchKeySet(net::HttpClient &http, const QUrl &url, const QDateTime &now, QObject *context);

} // namespace keyturn::inspection
