// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/digest.h"

#include <memory>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace keyturn::backend {

namespace {

constexpr qsizetype size = 32;

const unsigned char *bytesOf(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

unsigned char *bytesOf(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}

struct Free {
    void operator()(EVP_MAC *mac) const { EVP_MAC_free(mac); }
    void operator()(EVP_MAC_CTX *context) const { EVP_MAC_CTX_free(context); }
};
using MacContext = std::unique_ptr<EVP_MAC_CTX, Free>;

MacContext preparedMac()
{
    const std::unique_ptr<EVP_MAC, Free> mac(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr));
    MacContext context(mac ? EVP_MAC_CTX_new(mac.get()) : nullptr);
    char digest[] = OSSL_DIGEST_NAME_SHA2_256;
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_construct_end()};
    if (!context || EVP_MAC_CTX_set_params(context.get(), parameters) != 1)
        qFatal("OpenSSL has no HMAC");
    return context;
}

} // namespace

QByteArray sha256(QByteArrayView data)
{
    QByteArray digest(size, Qt::Uninitialized);
    if (EVP_Digest(bytesOf(data), static_cast<std::size_t>(data.size()), bytesOf(digest), nullptr, EVP_sha256(), nullptr) != 1)
        qFatal("OpenSSL has no SHA-256"); // as in a build of it that lacks the default provider: nothing here would be safe
    return digest;
}

QByteArray hmacSha256(QByteArrayView key, QByteArrayView data)
{
    // To look the algorithms up by their names costs many times what they do: each thread does so once.
    thread_local const MacContext prepared = preparedMac();
    const MacContext context(EVP_MAC_CTX_dup(prepared.get()));
    QByteArray code(size, Qt::Uninitialized);
    std::size_t written = 0;
    if (!context || EVP_MAC_init(context.get(), bytesOf(key), static_cast<std::size_t>(key.size()), nullptr) != 1
        || EVP_MAC_update(context.get(), bytesOf(data), static_cast<std::size_t>(data.size())) != 1
        || EVP_MAC_final(context.get(), bytesOf(code), &written, static_cast<std::size_t>(size)) != 1)
        qFatal("OpenSSL has no HMAC");
    return code;
}

} // namespace keyturn::backend
