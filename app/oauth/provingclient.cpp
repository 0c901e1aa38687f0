// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/provingclient.h"

#include "oauth/tokenresponse.h"

namespace keyturn::oauth {

namespace {

const QLatin1String nonceWanted("use_dpop_nonce");

core::Secret accessTokenOf(const net::HttpRequest &request)
{
    const QByteArray scheme = "DPoP ";
    for (const net::Header &header : request.headers) {
        if (header.name.compare("Authorization", Qt::CaseInsensitive) == 0 && header.value.startsWith(scheme))
            return core::Secret(QByteArrayView(header.value).sliced(scheme.size()));
    }
    return {};
}

/// §8 (token endpoint: an error in the body) and §9 (a resource: an error in the challenge).
bool lacksNonce(const net::HttpResponse &response)
{
    if (response.status != 400 && response.status != 401)
        return false;
    if (response.header("WWW-Authenticate").contains(nonceWanted.latin1()))
        return true;
    const std::optional<core::Error> refusal = readRefusal(response, {}); // until when does not matter here
    return refusal && refusal->code == nonceWanted;
}

} // namespace

core::Async<net::HttpResponse> ProvingClient::send(net::HttpRequest request)
{
    const core::Promise<net::HttpResponse> promise;
    attempt(request, promise, true);
    return promise.future();
}

void ProvingClient::attempt(const net::HttpRequest &request, const core::Promise<net::HttpResponse> &promise, bool mayRepeat)
{
    const core::Result<QByteArray> proof = m_proofs.prove(m_key, {request.method, request.url, accessTokenOf(request)});
    if (!proof.ok())
        return promise.finish(proof.error());
    net::HttpRequest proven = request;
    proven.headers.append(net::Header{"DPoP", *proof});
    core::whenDone(m_http.send(std::move(proven)), this, [this, request, promise, mayRepeat](core::Result<net::HttpResponse> response) {
        const bool hasNonce = response.ok() && m_proofs.noteNonce(request.url, response->header("DPoP-Nonce"));
        if (hasNonce && mayRepeat && lacksNonce(*response))
            attempt(request, promise, false);
        else
            promise.finish(std::move(response));
    });
}

} // namespace keyturn::oauth
