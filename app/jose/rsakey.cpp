// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/rsakey.h"

#include "jose/opensslhandles.h"

#include <QJsonDocument>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace keyturn::jose {

namespace {

using namespace openssl;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Releaser<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Releaser<OSSL_PARAM_free>>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Releaser<EVP_PKEY_CTX_free>>;

constexpr auto base64url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
constexpr long aDay = 24 * 60 * 60; // seconds

QString member(const EVP_PKEY *key, const char *parameter)
{
    BIGNUM *found = nullptr;
    if (EVP_PKEY_get_bn_param(key, parameter, &found) != 1)
        return {};
    const Number number(found);
    QByteArray bytes(BN_num_bytes(number.get()), '\0');
    BN_bn2bin(number.get(), reinterpret_cast<unsigned char *>(bytes.data()));
    const QString text = QString::fromLatin1(bytes.toBase64(base64url));
    core::wipe(bytes);
    return text;
}

QByteArray contentOf(const Bio &memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return size > 0 ? QByteArray(data, size) : QByteArray();
}

QByteArray selfSigned(EVP_PKEY *key)
{
    const Certificate certificate(X509_new());
    if (!certificate)
        return {};
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -aDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), aDay);
    X509_NAME *name = X509_get_subject_name(certificate.get());
    static constexpr unsigned char words[] = "keyturn audit";
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, words, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_set_pubkey(certificate.get(), key);
    const Bio memory(BIO_new(BIO_s_mem()));
    const bool isWritten = memory && X509_sign(certificate.get(), key, EVP_sha256()) > 0 && PEM_write_bio_X509(memory.get(), certificate.get()) == 1;
    return isWritten ? contentOf(memory) : QByteArray();
}

QByteArray bytesOf(const QJsonObject &jwk, const char *name)
{
    return QByteArray::fromBase64(jwk.value(QLatin1String(name)).toString().toLatin1(), base64url);
}

Number numberIn(const QJsonObject &jwk, const char *name)
{
    const QByteArray bytes = bytesOf(jwk, name);
    return Number(bytes.isEmpty() ? nullptr
                                  : BN_bin2bn(reinterpret_cast<const unsigned char *>(bytes.constData()), static_cast<int>(bytes.size()), nullptr));
}

Key publicKeyOf(const char *kind, OSSL_PARAM_BLD *builder)
{
    const Params params(OSSL_PARAM_BLD_to_param(builder));
    const Context context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
    EVP_PKEY *key = nullptr;
    const bool isMade = params && context && EVP_PKEY_fromdata_init(context.get()) == 1
        && EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) == 1;
    return Key(isMade ? key : nullptr);
}

Key rsaKeyOf(const QJsonObject &jwk)
{
    const Number modulus = numberIn(jwk, "n");
    const Number exponent = numberIn(jwk, "e");
    const Builder builder(OSSL_PARAM_BLD_new());
    const bool isSaid = modulus && exponent && builder && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) == 1
        && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) == 1;
    return isSaid ? publicKeyOf("RSA", builder.get()) : Key();
}

Key ecKeyOf(const QJsonObject &jwk)
{
    const QByteArray curve = jwk.value(QStringLiteral("crv")).toString().toLatin1();
    const QByteArray point = QByteArray(1, '\x04') + bytesOf(jwk, "x") + bytesOf(jwk, "y"); // uncompressed (SEC 1 §2.3.3)
    const Builder builder(OSSL_PARAM_BLD_new());
    const bool isSaid = builder && OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.constData(), 0) == 1
        && OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(), static_cast<std::size_t>(point.size())) == 1;
    return isSaid ? publicKeyOf("EC", builder.get()) : Key();
}

} // namespace

core::Result<RsaKey> makeRsaKey()
{
    constexpr unsigned bits = 2048;
    const Key key(EVP_RSA_gen(bits));
    RsaKey made;
    if (key) {
        made.publicJwk = {{QStringLiteral("kty"), QStringLiteral("RSA")},
                          {QStringLiteral("n"), member(key.get(), OSSL_PKEY_PARAM_RSA_N)},
                          {QStringLiteral("e"), member(key.get(), OSSL_PKEY_PARAM_RSA_E)}};
        QJsonObject all = made.publicJwk;
        all.insert(QStringLiteral("d"), member(key.get(), OSSL_PKEY_PARAM_RSA_D));
        all.insert(QStringLiteral("p"), member(key.get(), OSSL_PKEY_PARAM_RSA_FACTOR1));
        all.insert(QStringLiteral("q"), member(key.get(), OSSL_PKEY_PARAM_RSA_FACTOR2));
        all.insert(QStringLiteral("dp"), member(key.get(), OSSL_PKEY_PARAM_RSA_EXPONENT1));
        all.insert(QStringLiteral("dq"), member(key.get(), OSSL_PKEY_PARAM_RSA_EXPONENT2));
        all.insert(QStringLiteral("qi"), member(key.get(), OSSL_PKEY_PARAM_RSA_COEFFICIENT1));
        made.privateJwk = core::Secret::take(QJsonDocument(all).toJson(QJsonDocument::Compact));
        made.certificate = selfSigned(key.get());
    }
    if (made.certificate.isEmpty())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("key_unavailable"), QStringLiteral("No RSA key could be made.")};
    return made;
}

QByteArray publicKeyPem(const QJsonObject &jwk)
{
    const QString kind = jwk.value(QStringLiteral("kty")).toString();
    const Key key = kind == QLatin1String("RSA") ? rsaKeyOf(jwk) : kind == QLatin1String("EC") ? ecKeyOf(jwk) : Key();
    const Bio memory(BIO_new(BIO_s_mem()));
    return key && memory && PEM_write_bio_PUBKEY(memory.get(), key.get()) == 1 ? contentOf(memory) : QByteArray();
}

} // namespace keyturn::jose
