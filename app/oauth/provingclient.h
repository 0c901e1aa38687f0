// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jose/proofmaker.h"
#include "net/httpclient.h"

#include <QObject>

namespace keyturn::oauth {

/// An HttpClient whose every request shows that its sender holds one key (RFC 9449): a `DPoP` header with a proof of its own, about the access token
/// too where one goes along as `Authorization: DPoP`. Where nothing but the server's nonce was missing, which it says before it does anything (§8),
/// the request is sent once more with it. Errors: those of the client below and of jose::signProof(). Its end drops what is under way.
class ProvingClient final : public QObject, public net::HttpClient
{
public:
    /// @p http and @p proofs must outlive it. @p key is a private JWK.
    ProvingClient(net::HttpClient &http, jose::ProofMaker &proofs, core::Secret key) : m_http(http), m_proofs(proofs), m_key(std::move(key)) { }

    [[nodiscard]] core::Async<net::HttpResponse> send(net::HttpRequest request) override;

private:
    void attempt(const net::HttpRequest &request, const core::Promise<net::HttpResponse> &promise, bool mayRepeat);

    net::HttpClient &m_http;
    jose::ProofMaker &m_proofs;
    core::Secret m_key;
};

} // namespace keyturn::oauth
