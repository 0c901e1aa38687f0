// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/borrowedkeys.h"

#include "backend/loopbackaddress.h"
#include "core/json.h"

#include <QJsonArray>

#include <algorithm>
#include <future>
#include <memory>

#include <openssl/pem.h>
#include <openssl/x509.h>

namespace keyturn::backend {

namespace {

constexpr std::chrono::seconds patience(2);
constexpr qsizetype mostBytes = 64 * 1024;
constexpr qsizetype mostKeys = 16;

struct Free {
    void operator()(BIO *bio) const { BIO_free(bio); }
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};

const unsigned char *bytesOf(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

} // namespace

QByteArray BorrowedKeys::fetch(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != QLatin1String("http") || !isLoopbackAddress(url.host()))
        return {};
    const auto fetched = std::make_shared<std::promise<QByteArray>>(); // whoever comes too late still has a place to put it
    std::future<QByteArray> answer = fetched->get_future();
    m_outgoing.send({url}, [fetched](const OutgoingAnswer &one) { fetched->set_value(one.status == 200 ? one.body : QByteArray()); });
    const QByteArray body = answer.wait_for(patience) == std::future_status::ready ? answer.get() : QByteArray();
    return body.size() <= mostBytes ? body : QByteArray();
}

bool BorrowedKeys::areBehind(const QString &address, const QByteArray &token)
{
    const auto document = core::parseJsonObject(fetch(address), mostBytes);
    const QJsonArray keys = document.ok() ? document->value(QStringLiteral("keys")).toArray() : QJsonArray();
    return keys.size() <= mostKeys
        && std::any_of(keys.cbegin(), keys.cend(), [&token](const QJsonValue &key) { return isSignedBy(token, key.toObject()); });
}

bool BorrowedKeys::isCertifiedAt(const QString &address, const JwtParts &token)
{
    const QByteArray pem = fetch(address);
    const std::unique_ptr<BIO, Free> text(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
    const std::unique_ptr<X509, Free> certificate(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
    EVP_PKEY *key = certificate ? X509_get0_pubkey(certificate.get()) : nullptr;
    if (!key || EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA || token.header.value(QStringLiteral("alg")) != QLatin1String("RS256"))
        return false;
    const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1
        && EVP_DigestVerify(context.get(), bytesOf(token.signature), static_cast<std::size_t>(token.signature.size()), bytesOf(token.signedPart),
                            static_cast<std::size_t>(token.signedPart.size()))
        == 1;
}

} // namespace keyturn::backend
