// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"

#include "core/releaser.h"

#include <QSslCertificate>
#include <QSslKey>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace keyturn::tests {

namespace {

using core::Releaser;
using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Releaser<X509_free>>;
using Memory = std::unique_ptr<BIO, Releaser<BIO_free>>;

QByteArray contents(const Memory &memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return {data, qsizetype(size)};
}

QByteArray pem(X509 *certificate)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), certificate);
    return contents(memory);
}

QByteArray pem(EVP_PKEY *key)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return contents(memory);
}

void extend(X509 *certificate, int kind, const QByteArray &value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.constData());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

/// @p issuer null: signed by its own key.
Certificate certify(const QByteArray &name, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuerKey, const CertificateText &text, bool isAuthority)
{
    static long serial = 1;
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), text.fromSeconds);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), text.toSeconds);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME *subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(name.constData()), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), issuer ? X509_get_subject_name(issuer) : subject);
    extend(certificate.get(), NID_basic_constraints, isAuthority ? "critical,CA:TRUE" : "CA:FALSE");
    if (!isAuthority)
        extend(certificate.get(), NID_subject_alt_name, text.names);
    X509_sign(certificate.get(), issuerKey, EVP_sha256());
    return certificate;
}

QSslConfiguration server(const Certificate &certificate, const Key &key)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate(pem(certificate.get())));
    configuration.setPrivateKey(QSslKey(pem(key.get()), QSsl::Ec));
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return configuration;
}

} // namespace

struct Authority::Pair {
    Key key{EVP_EC_gen("P-256")};
    Certificate certificate = certify("Keyturn test authority", key.get(), nullptr, key.get(), {}, true);
};

Authority::Authority() : m_own(std::make_unique<Pair>()) { }
Authority::~Authority() = default;

QSslCertificate Authority::certificate() const
{
    return QSslCertificate(pem(m_own->certificate.get()));
}

QSslConfiguration Authority::serverWith(const CertificateText &text) const
{
    const Key key(EVP_EC_gen("P-256"));
    return server(certify("Keyturn test server", key.get(), m_own->certificate.get(), m_own->key.get(), text, false), key);
}

QSslConfiguration Authority::selfSignedServer()
{
    const Key key(EVP_EC_gen("P-256"));
    return server(certify("Keyturn test server", key.get(), nullptr, key.get(), {}, false), key);
}

} // namespace keyturn::tests
