// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/issuermetadata.h"
#include "audit/pagebrowser.h"

#include <QMap>
#include <QUrlQuery>

namespace keyturn::audit {

/// What a sign-in in the browser is begun with. Empty texts are left out.
struct CodeRequest {
    QString redirectUri;
    QString state;
    QString nonce;
    QString challenge;
    QString method; ///< Of the challenge.
    QMap<QString, QString> more;
};

/// Where a sign-in by code begins, and where the code is exchanged: a provider that Keyturn asks itself (RFC 6749 §4.1), or the backend's hand-off
/// (resources/profiles/HANDOFF.md).
class CodeDoor
{
public:
    /// A hand-off. Precondition: @p provider has an exchange.
    static CodeDoor ofBackend(const model::BackendProfile &profile, const model::IdentityProvider &provider);
    static CodeDoor ofProvider(const model::BackendProfile &profile, const model::IdentityProvider &provider, const model::OAuthEndpoints &endpoints);

    [[nodiscard]] bool isHandoff() const { return m_provider.handoff.has_value(); }
    [[nodiscard]] QString name() const; ///< "The hand-off demo-google", to begin a sentence.
    [[nodiscard]] const model::IdentityProvider &provider() const { return m_provider; }
    [[nodiscard]] const model::OAuthEndpoints &endpoints() const { return m_endpoints; }
    [[nodiscard]] bool knowsNonce() const; ///< OpenID Connect.

    /// Whole, with a loopback redirect URI on some port and a challenge of @p verifier.
    [[nodiscard]] CodeRequest request(Site &site, const core::Secret &verifier) const;
    /// Errors: Configuration.
    [[nodiscard]] core::Result<QUrl> address(const CodeRequest &request) const;
    /// A browser that may go to all places of the way.
    [[nodiscard]] PageBrowser browser(Site &site) const;
    /// Brings a code; an empty verifier is left out.
    [[nodiscard]] core::Result<Answer> exchange(Site &site, const QString &code, const QString &redirectUri, const core::Secret &verifier) const;
    /// Whether @p answer of exchange() brought tokens.
    [[nodiscard]] bool isTaken(Site &site, const Answer &answer) const { return answer.isGood() && tokensOf(site, answer).ok(); }
    [[nodiscard]] core::Result<model::TokenSet> tokensOf(Site &site, const Answer &answer) const;

private:
    CodeDoor(model::BackendProfile profile, model::IdentityProvider provider, model::OAuthEndpoints endpoints)
        : m_profile(std::move(profile)), m_provider(std::move(provider)), m_endpoints(std::move(endpoints))
    { }

    model::BackendProfile m_profile;
    model::IdentityProvider m_provider;
    model::OAuthEndpoints m_endpoints; ///< Unused with a hand-off.
};

/// The doors of a profile, and why others cannot be looked at.
struct CodeDoors {
    QList<CodeDoor> doors;
    QStringList obstacles; ///< Sentences.
};

[[nodiscard]] CodeDoors handoffDoors(const Site &site);
[[nodiscard]] CodeDoors providerDoors(Site &site);

/// Text that serves as a code verifier (RFC 7636 §4.1), and base64url(SHA-256) of one.
[[nodiscard]] core::Secret newVerifier(Site &site);
[[nodiscard]] QString s256(const core::Secret &verifier);
/// A parameter of an address, decoded; empty: it has none.
[[nodiscard]] QString parameterOf(const QUrl &url, const QString &name);

/// How a way through the browser came to its end.
struct Arrival {
    QUrl address; ///< Where the last redirect leads: the program's address, with a code or an error; empty: see `obstacle`.
    QString obstacle;
    Answer last;
    QList<QUrl> passed;

    [[nodiscard]] QString code() const { return parameterOf(address, QStringLiteral("code")); }
};

/// Goes the way from @p door to the program, as @p person. Signs somebody up at the backend, where it is a hand-off: Errors Configuration where that
/// was not consented to.
[[nodiscard]] core::Result<Arrival> arrive(Site &site, PageBrowser &browser, const CodeDoor &door, const CodeRequest &request, const Person &person);

} // namespace keyturn::audit
