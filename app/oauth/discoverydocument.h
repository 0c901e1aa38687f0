// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "model/backendprofile.h"
#include "net/httpclient.h"

#include <QByteArrayView>

namespace keyturn::oauth {

/// What a provider says of itself (OpenID Connect Discovery 1.0 §3, RFC 8414 §2), more of it than a sign-in needs: enough to make a profile, and to
/// tell a person what the provider can do.
struct DiscoveryDocument {
    QUrl source; ///< Where it was found.
    QString issuer;
    model::OAuthEndpoints endpoints; ///< `revocation` and `userinfo` may be empty.
    QUrl jwks; ///< May be empty, as those below.
    QUrl pushedAuthorization; ///< RFC 9126.
    QUrl deviceAuthorization; ///< RFC 8628.
    QUrl endSession; ///< OpenID Connect RP-Initiated Logout 1.0.
    bool openIdConnect = false; ///< Found where OpenID Connect has it, and it signs ID tokens.
    bool needsPushedAuthorization = false;
    bool issuerInResponse = false; ///< RFC 9207.
    bool takesPublicClients = false; ///< It says that a client may do without a secret.
    QStringList scopes; ///< Where told.
    QStringList grantTypes; ///< Where told.
    QStringList idTokenAlgorithms;
    QStringList dpopAlgorithms; ///< RFC 9449; empty: no DPoP.
};

/// Where the document of the issuer @p address may lie, in the order in which it is looked for: OpenID Connect Discovery §4.1 (appended), RFC 8414
/// §3.1 (inserted before the issuer's path); for an issuer with a path also each document at the other's place.
[[nodiscard]] QList<QUrl> discoveryAddresses(const QUrl &address);

/// The issuer that a person means who gives the document's own address, or an address without a scheme. Configuration `url_invalid`, the detail says
/// what was expected.
[[nodiscard]] core::Result<QUrl> issuerAddress(const QString &typed);

/// Reads one document that was found at @p source for the issuer @p address. The issuer must be that address character by character, but for the
/// slash at its end, which the place of the document does not tell (OpenID Connect Discovery §4.1). BadReply as discover() has them; the detail of
/// `discovery_issuer` is the issuer that the document names.
[[nodiscard]] core::Result<DiscoveryDocument> readDiscoveryDocument(QByteArrayView json, const QUrl &source, const QUrl &address);

/// Asks at discoveryAddresses() until one answers with a document. Errors: those of readDiscoveryDocument() and HttpClient; Offline `server_error`;
/// BadReply `discovery_missing`, whose detail tells what was tried.
[[nodiscard]] core::Async<DiscoveryDocument> findDiscoveryDocument(net::HttpClient &http, const QUrl &address, QObject *context,
                                                                   std::stop_token stop = {});

} // namespace keyturn::oauth
