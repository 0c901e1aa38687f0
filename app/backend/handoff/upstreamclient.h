// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/formdata.h"
#include "backend/handoff/outgoing.h"
#include "backend/handoff/upstream.h"
#include "core/clock.h"
#include "core/result.h"

#include <QJsonArray>

#include <mutex>

namespace keyturn::backend {

/// This backend as the OAuth client of one provider: authorization code with PKCE, state and nonce (RFC 9700 §2.1), the ID token verified against the
/// provider's keys. Metadata and keys grow old after an hour; a key that is not known is looked for at once, but not every time. Safe from any
/// thread; what it calls back, it calls on whatever thread. Errors: Offline where the provider gives no answer, Rejected where it refuses, BadReply
/// where its answer is not to be believed.
class UpstreamClient
{
public:
    /// @p clock and @p outgoing must outlive it; nothing is called back once @p outgoing is gone.
    UpstreamClient(const core::Clock &clock, Outgoing &outgoing, Upstream upstream);

    [[nodiscard]] const Upstream &upstream() const { return m_upstream; }

    struct Request {
        QString redirectUri;
        QString state;
        QString nonce;
        core::Secret verifier;
        QString loginHint; ///< May be empty.
        QString prompt; ///< May be empty, as the next two.
        QString acrValues = {};
        QString maxAge = {};
    };
    /// The address to send the browser to.
    void authorizationUrl(const Request &request, std::function<void(core::Result<QByteArray>)> done);

    struct Answer {
        QString code;
        QString issuer; ///< `iss` of the answer (RFC 9207); may be empty.
        QString redirectUri;
        QString nonce;
        core::Secret verifier;
    };
    /// Who signed in.
    void identify(const Answer &answer, std::function<void(core::Result<UpstreamIdentity>)> done);

private:
    struct Metadata {
        QUrl authorization;
        QUrl token;
        QUrl jwks;
        bool issuerInResponse = false;
        bool basic = false; ///< The token endpoint takes the secret as Basic credentials, not in the form.
    };
    struct Tokens {
        QByteArray idToken;
        QByteArray access;
    };
    using Identified = std::function<void(core::Result<UpstreamIdentity>)>;

    void discover(std::function<void(core::Result<Metadata>)> done);
    [[nodiscard]] core::Result<Metadata> readMetadata(const OutgoingAnswer &answer) const;
    void redeem(const Metadata &metadata, const Answer &answer, const Identified &done);
    [[nodiscard]] OutgoingRequest tokenRequest(const Metadata &metadata, const Answer &answer) const;
    void verify(const Metadata &metadata, const Tokens &tokens, const QString &nonce, const Identified &done);
    [[nodiscard]] core::Result<UpstreamIdentity> readIdToken(const Tokens &tokens, const QString &nonce, const QJsonArray &keys) const;
    void askGitHub(const QByteArray &accessToken, const Identified &done);
    [[nodiscard]] std::optional<Metadata> knownMetadata() const;
    /// The keys to judge a token of @p keyId by, or nothing: they have to be fetched.
    [[nodiscard]] std::optional<QJsonArray> keysFor(const QString &keyId);
    [[nodiscard]] std::chrono::milliseconds now() const { return m_clock.monotonic(); }

    const core::Clock &m_clock;
    Outgoing &m_outgoing;
    Upstream m_upstream;
    mutable std::mutex m_mutex;
    struct Discovered {
        Metadata metadata;
        std::chrono::milliseconds at{};
    };
    struct Keys {
        QJsonArray list;
        std::chrono::milliseconds at{};
        std::optional<std::chrono::milliseconds> lookedAgain; ///< When a key that was not among them was looked for.
    };
    std::optional<Discovered> m_metadata;
    std::optional<Keys> m_keys;
};

} // namespace keyturn::backend
