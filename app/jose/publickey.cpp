// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/publickey.h"

#include "jose/opensslhandles.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <bit>

namespace keyturn::jose {

namespace {

using namespace openssl;
using Context = std::unique_ptr<EVP_MD_CTX, Releaser<EVP_MD_CTX_free>>;

constexpr auto base64url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

core::Error refused(const char *code, const QString &detail = {})
{
    return {core::ErrorKind::Configuration, QString::fromLatin1(code), detail};
}

/// Nobody is asked for a passphrase.
int noPassphrase(char *, int, int, void *)
{
    return 0;
}

Key readKey(QByteArrayView pem)
{
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (pem.toByteArray().contains("BEGIN CERTIFICATE")) {
        const Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, noPassphrase, nullptr));
        return Key(certificate ? X509_get_pubkey(certificate.get()) : nullptr);
    }
    return Key(PEM_read_bio_PUBKEY(bio.get(), nullptr, noPassphrase, nullptr));
}

/// Base64url of a number, at least @p size bytes long (RFC 7518 §6.2.1.2); empty where the key has none of that name.
QString numberOf(const Key &key, const char *name, int size = 0)
{
    BIGNUM *read = nullptr;
    if (EVP_PKEY_get_bn_param(key.get(), name, &read) != 1)
        return {};
    const Number number(read);
    QByteArray bytes(std::max(size, BN_num_bytes(number.get())), '\0');
    BN_bn2binpad(number.get(), reinterpret_cast<unsigned char *>(bytes.data()), static_cast<int>(bytes.size()));
    return QString::fromLatin1(bytes.toBase64(base64url));
}

core::Result<QJsonObject> curvedKey(const Key &key)
{
    struct Curve {
        const char *group;
        const char *name;
        int bytes;
    };
    constexpr Curve curves[] = {{"prime256v1", "P-256", 32}, {"secp384r1", "P-384", 48}, {"secp521r1", "P-521", 66}};
    char group[64] = {};
    std::size_t length = 0;
    EVP_PKEY_get_utf8_string_param(key.get(), OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, &length);
    for (const Curve &curve : curves) {
        if (QByteArrayView(group) == QByteArrayView(curve.group))
            return QJsonObject{{QStringLiteral("kty"), QStringLiteral("EC")},
                               {QStringLiteral("crv"), QString::fromLatin1(curve.name)},
                               {QStringLiteral("x"), numberOf(key, OSSL_PKEY_PARAM_EC_PUB_X, curve.bytes)},
                               {QStringLiteral("y"), numberOf(key, OSSL_PKEY_PARAM_EC_PUB_Y, curve.bytes)}};
    }
    return refused("key_kind_unknown", QString::fromLatin1(group));
}

QJsonObject edwardsKey(const Key &key)
{
    QByteArray bytes(32, '\0');
    std::size_t size = static_cast<std::size_t>(bytes.size());
    EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char *>(bytes.data()), &size);
    return {{QStringLiteral("kty"), QStringLiteral("OKP")},
            {QStringLiteral("crv"), QStringLiteral("Ed25519")},
            {QStringLiteral("x"), QString::fromLatin1(bytes.toBase64(base64url))}};
}

QByteArray bytesOf(const QJsonObject &key, const QString &name)
{
    return QByteArray::fromBase64(key.value(name).toString().toLatin1(), QByteArray::Base64UrlEncoding);
}

} // namespace

core::Result<QJsonObject> readPublicKey(QByteArrayView pem)
{
    if (pem.size() > maxKeyBytes)
        return refused("key_unreadable", QStringLiteral("longer than %1 bytes").arg(maxKeyBytes));
    if (pem.toByteArray().contains("PRIVATE KEY-----"))
        return refused("key_private");
    const Key key = readKey(pem);
    ERR_clear_error();
    if (!key)
        return refused("key_unreadable");
    switch (EVP_PKEY_get_base_id(key.get())) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
        return QJsonObject{{QStringLiteral("kty"), QStringLiteral("RSA")},
                           {QStringLiteral("n"), numberOf(key, OSSL_PKEY_PARAM_RSA_N)},
                           {QStringLiteral("e"), numberOf(key, OSSL_PKEY_PARAM_RSA_E)}};
    case EVP_PKEY_EC:
        return curvedKey(key);
    case EVP_PKEY_ED25519:
        return edwardsKey(key);
    default:
        return refused("key_kind_unknown", QString::fromLatin1(EVP_PKEY_get0_type_name(key.get())));
    }
}

bool edwardsSignatureHolds(const core::Secret &compact, const QJsonObject &key)
{
    const QByteArray text = compact.reveal().toByteArray();
    const qsizetype end = text.lastIndexOf('.');
    const QByteArray signature = QByteArray::fromBase64(text.mid(end + 1), QByteArray::Base64UrlEncoding);
    const QByteArray x = bytesOf(key, QStringLiteral("x"));
    if (end < 0 || key.value(QStringLiteral("crv")).toString() != QLatin1String("Ed25519"))
        return false;
    const auto *raw = reinterpret_cast<const unsigned char *>(x.constData());
    const Key read(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw, static_cast<std::size_t>(x.size())));
    const Context context(EVP_MD_CTX_new());
    const bool holds = read && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, read.get()) == 1
        && EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char *>(signature.constData()), static_cast<std::size_t>(signature.size()),
                            reinterpret_cast<const unsigned char *>(text.constData()), static_cast<std::size_t>(end))
            == 1;
    ERR_clear_error();
    return holds;
}

int rsaBits(const QJsonObject &key)
{
    if (key.value(QStringLiteral("kty")).toString() != QLatin1String("RSA"))
        return 0;
    const QByteArray modulus = bytesOf(key, QStringLiteral("n"));
    const auto first = std::find_if(modulus.begin(), modulus.end(), [](char byte) { return byte != 0; });
    return first == modulus.end() ? 0 : static_cast<int>(8 * (modulus.end() - first - 1)) + std::bit_width(static_cast<unsigned char>(*first));
}

} // namespace keyturn::jose
