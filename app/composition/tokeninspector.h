// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "inspection/keyset.h"
#include "inspection/token.h"
#include "model/account.h"
#include "model/tokenset.h"

#include <QObject>

namespace keyturn::composition {

class Keyturn;

/// An account's token before a renewal and after it.
struct RenewedToken {
    core::Secret before;
    core::Secret after;
};

/// Where the inspection of a token gets tokens and keys from, for window and command line.
class TokenInspector final : public QObject
{
    Q_OBJECT
public:
    /// @p core must outlive it.
    explicit TokenInspector(Keyturn &core, QObject *parent = nullptr) : QObject(parent), m_core(core) { }

    /// Which of an account's tokens.
    enum class Which { Access, Id };

    /// As it is kept now, run out or not. Errors: TokenManager::held()'s; Configuration `id_token_absent`.
    [[nodiscard]] core::Async<core::Secret> token(const model::AccountId &id, Which which);
    /// Renews the account's tokens, and answers the one of before with the new one. Errors: TokenManager::refresh()'s, and those of token().
    [[nodiscard]] core::Async<RenewedToken> renew(const model::AccountId &id, Which which);

    /// The keys at @p url; errors as inspection::fetchKeySet()'s.
    [[nodiscard]] core::Async<inspection::KeySet> keysAt(const QUrl &url);
    /// Those that the metadata of @p issuer leads to. Errors: oauth::findDiscoveryDocumentOf()'s; BadReply `keys_absent`.
    [[nodiscard]] core::Async<inspection::KeySet> keysOfIssuer(const QString &issuer);
    /// Of whoever gave the account its tokens: an OpenID provider by its metadata, a backend at `/.well-known/jwks.json` below its own address, where
    /// many have them. Errors: Configuration `keys_absent`, for plain OAuth 2; those of the above.
    [[nodiscard]] core::Async<inspection::KeySet> keysOf(const model::AccountId &id);
    /// Who issues the account's tokens, as `iss` has it; empty where that is not known.
    [[nodiscard]] QString issuerOf(const model::AccountId &id) const;

private:
    Keyturn &m_core;
};

} // namespace keyturn::composition
