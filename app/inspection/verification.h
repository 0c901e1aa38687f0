// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inspection/keyset.h"
#include "inspection/token.h"

#include <variant>

namespace keyturn::inspection {

/// How a key stood to a token's header.
enum class KeyFit {
    Fits, ///< It was tried.
    OtherId, ///< Its `kid` is another.
    OtherKind, ///< An algorithm of this kind needs another kind of key, or another curve.
    OtherAlgorithm, ///< It says that it is for another `alg`.
    NotForSigning, ///< `use` or `key_ops` say so (RFC 7517 §4.2, §4.3).
};

/// One key that was looked at.
struct KeyLook {
    QString id; ///< `kid`; empty: it has none.
    QString kind; ///< "RSA 2048", "EC P-256", "HMAC 256": what it is and how large.
    KeyFit fit = KeyFit::Fits;
    bool operator==(const KeyLook &) const = default;
};

/// Nobody asked for it.
struct NotTried {
    bool operator==(const NotTried &) const = default;
};
/// The signature holds by this key. `otherId`: a strict reader would not have found it, for the token names another `kid`.
struct Verified {
    KeyLook key;
    bool otherId = false;
    int bits = 0; ///< Of an RSA modulus or an HMAC secret; else 0.
    bool operator==(const Verified &) const = default;
};
/// There were keys that fit, and the signature holds by none of them.
struct SignatureWrong {
    QList<KeyLook> tried;
    bool operator==(const SignatureWrong &) const = default;
};
/// No key was there that could have been tried; each with why.
struct NoKeyFits {
    QList<KeyLook> seen;
    bool operator==(const NoKeyFits &) const = default;
};
/// Nothing can be said by any key.
struct CannotVerify {
    enum class Why { Encrypted, Opaque, Unsigned, UnknownAlgorithm, NoKeys, SecretForPublicKey, PublicKeyForSecret, Extension };
    Why why = Why::Opaque;
    QString algorithm = {};
    bool operator==(const CannotVerify &) const = default;
};
using Verification = std::variant<NotTried, Verified, SignatureWrong, NoKeyFits, CannotVerify>;

/// What the signature is held against: keys that may be seen by everybody, or the secret of an HMAC.
using Proof = std::variant<KeySet, core::Secret>;

/// Never an HMAC by a public key, never a public key's algorithm by a secret (RFC 8725 §3.1).
[[nodiscard]] Verification verify(const Token &token, const Proof &proof);

} // namespace keyturn::inspection
