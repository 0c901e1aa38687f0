// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/tokeninspector.h"

#include "composition/keyturn.h"
#include "oauth/discoverydocument.h"

namespace keyturn::composition {

namespace {

core::Result<core::Secret> chosen(const model::TokenSet &tokens, TokenInspector::Which which)
{
    if (which == TokenInspector::Which::Access)
        return tokens.accessToken;
    if (tokens.idToken.isEmpty())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("id_token_absent"), {}};
    return tokens.idToken;
}

core::Error noKeys(core::ErrorKind kind, const QString &detail)
{
    return {kind, QStringLiteral("keys_absent"), detail};
}

/// Where many backends have their keys, for want of a standard that says it.
QUrl commonPlace(const QUrl &base)
{
    QUrl url = base;
    url.setPath(QStringLiteral("/.well-known/jwks.json"));
    url.setQuery(QString());
    return url;
}

} // namespace

core::Async<core::Secret> TokenInspector::token(const model::AccountId &id, Which which)
{
    return core::chain(m_core.tokens().held(id), this, [which](const model::TokenSet &tokens) { return chosen(tokens, which); });
}

core::Async<RenewedToken> TokenInspector::renew(const model::AccountId &id, Which which)
{
    return core::chain(token(id, which), this, [this, id, which](const core::Secret &before) {
        return core::chain(m_core.tokens().refresh(id), this, [before, which](const model::TokenSet &tokens) -> core::Result<RenewedToken> {
            const core::Result<core::Secret> after = chosen(tokens, which);
            return after.ok() ? core::Result<RenewedToken>(RenewedToken{before, *after}) : after.error();
        });
    });
}

core::Async<inspection::KeySet> TokenInspector::keysAt(const QUrl &url)
{
    return inspection::fetchKeySet(m_core.http(), url, m_core.clock().now(), this);
}

core::Async<inspection::KeySet> TokenInspector::keysOfIssuer(const QString &issuer)
{
    return core::chain(oauth::findDiscoveryDocumentOf(m_core.http(), m_core.clock(), issuer, this), this,
                       [this](const oauth::DiscoveryDocument &document) {
                           if (document.metadata.jwks.isEmpty())
                               return core::ready<inspection::KeySet>(noKeys(core::ErrorKind::BadReply, document.metadata.issuer));
                           return keysAt(document.metadata.jwks);
                       });
}

core::Async<inspection::KeySet> TokenInspector::keysOf(const model::AccountId &id)
{
    const model::Account *account = m_core.accounts().account(id);
    if (!account)
        return core::ready<inspection::KeySet>(core::Error{core::ErrorKind::Configuration, QStringLiteral("account_unknown"), id.toString()});
    const core::Result<model::BackendProfile> profile = m_core.profiles().find(account->profile);
    if (!profile.ok())
        return core::ready<inspection::KeySet>(profile.error());
    const model::IdentityProvider *provider = account->provider.isEmpty() ? nullptr : profile->provider(account->provider);
    if (provider && provider->isDiscovered())
        return keysOfIssuer(provider->issuer);
    if (account->provider.isEmpty() && !profile->baseUrl.isEmpty())
        return keysAt(commonPlace(profile->baseUrl));
    return core::ready<inspection::KeySet>(noKeys(core::ErrorKind::Configuration, provider ? provider->name : profile->name));
}

QString TokenInspector::issuerOf(const model::AccountId &id) const
{
    const model::Account *account = m_core.accounts().account(id);
    const core::Result<model::BackendProfile> profile = m_core.profiles().find(account ? account->profile : model::ProfileId());
    const model::IdentityProvider *provider = account && profile.ok() ? profile->provider(account->provider) : nullptr;
    return provider && provider->isDiscovered() ? provider->issuer : QString();
}

} // namespace keyturn::composition
