// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/profiles/checkstep.h"
#include "jose/jwkscache.h"
#include "model/backendprofile.h"
#include "oauth/discovery.h"

namespace keyturn::composition {

/// Questions to one identity provider of a profile; none of them signs anybody in, and none spends anything.
class ProviderProbes : public QObject
{
    Q_OBJECT
public:
    /// @p clock and @p http must outlive it; @p place is the provider's own pointer, `/providers/0`.
    ProviderProbes(core::Clock &clock, net::HttpClient &http, model::IdentityProvider provider, QString place, QObject *parent = nullptr);

    /// In this order; those after the first wait for what it found.
    [[nodiscard]] QList<Probe> probes();

private:
    [[nodiscard]] core::Async<QList<CheckStep>> discovery();
    [[nodiscard]] core::Async<QList<CheckStep>> keys();
    [[nodiscard]] core::Async<QList<CheckStep>> authorization();
    [[nodiscard]] core::Async<QList<CheckStep>> pushed();
    [[nodiscard]] core::Async<QList<CheckStep>> token();
    [[nodiscard]] core::Async<QList<CheckStep>> resource(const QString &what, const QUrl &url, const QString &place);
    [[nodiscard]] core::Async<QList<CheckStep>> revocation();
    /// Where the profile tells the endpoint: by name, or by the issuer whose discovery names it.
    [[nodiscard]] QString placeOf(const char *endpoint) const;
    /// What a sign-in would ask for.
    [[nodiscard]] QList<std::pair<QByteArray, QString>> authorizationFields() const;
    [[nodiscard]] net::HttpRequest form(const QUrl &url, const QList<std::pair<QByteArray, QString>> &fields) const;

    core::Clock &m_clock;
    net::HttpClient &m_http;
    jose::JwksCache m_jwks;
    model::IdentityProvider m_provider;
    QString m_place;
    std::optional<oauth::ProviderMetadata> m_metadata; ///< Once discovery found it.
};

} // namespace keyturn::composition
