// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "oauth/discovery.h"

#include <QByteArrayView>

namespace keyturn::oauth {

/// What a provider says of itself (OpenID Connect Discovery 1.0 §3, RFC 8414 §2), found by its address alone: enough to sign in, to make a profile,
/// and to tell a person what the provider can do.
struct DiscoveryDocument {
    QUrl source; ///< Where it was found.
    ProviderMetadata metadata;
    bool openIdConnect = false; ///< It signs ID tokens, and says with which keys.
    bool takesPublicClients = false; ///< It says that a client may do without a secret.
};

/// Where the document of the issuer @p address may lie, in the order in which it is looked for: OpenID Connect Discovery §4.1 (appended), RFC 8414
/// §3.1 (inserted before the issuer's path); for an issuer with a path also each document at the other's place.
[[nodiscard]] QList<QUrl> discoveryAddresses(const QUrl &address);

/// The issuer that a person means who gives the document's own address, or an address without a scheme. Configuration `url_invalid`, the detail says
/// what was expected.
[[nodiscard]] core::Result<QUrl> issuerAddress(const QString &typed);

/// The issuers that a person may mean who gives @p address: that address character by character, but for the slash at its end, which the place of the
/// document does not tell (OpenID Connect Discovery §4.1).
[[nodiscard]] QStringList issuersAt(const QUrl &address);

/// Reads one document that was found at @p source and that must be one of @p issuers' own. BadReply as readProviderMetadata() has them; the detail of
/// `discovery_issuer` is the issuer that the document names.
[[nodiscard]] core::Result<DiscoveryDocument> readDiscoveryDocument(QByteArrayView json, const QUrl &source, const QStringList &issuers);

/// Asks at discoveryAddresses() until one answers with a document, for any of issuersAt(); what is no document in JSON is passed by, a single-page
/// application's page for every address above all. Errors, of the step `discovery`: those of readDiscoveryDocument() and HttpClient; RateLimited, at
/// once; Offline `server_error`, where no other place has it; BadReply `discovery_missing`, whose detail tells what was tried.
[[nodiscard]] core::Async<DiscoveryDocument> findDiscoveryDocument(net::HttpClient &http, core::Clock &clock, const QUrl &address, QObject *context,
                                                                   std::stop_token stop = {});

/// The same for exactly one issuer: what a sign-in goes by.
[[nodiscard]] core::Async<DiscoveryDocument> findDiscoveryDocumentOf(net::HttpClient &http, core::Clock &clock, const QString &issuer,
                                                                     QObject *context, std::stop_token stop = {});

} // namespace keyturn::oauth
