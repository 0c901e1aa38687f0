// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/tlscontext.h"

#include "backend/secretfile.h"

#include <QFile>

#include <boost/asio/ssl/context.hpp>

namespace keyturn::backend {

namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

/// For TLS 1.2; those of 1.3 are all of this kind. RFC 9325 §4.2.
constexpr auto ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr qsizetype maxKey = 64 * 1024;

core::Error unusable(const QString &sentence)
{
    return {core::ErrorKind::Storage, QStringLiteral("tls_unusable"), sentence};
}

core::Error unusable(const char *what, const QString &file, const error_code &error)
{
    return unusable(QStringLiteral("The %1 %2 cannot be used: %3.").arg(QLatin1String(what), file, QString::fromStdString(error.message())));
}

} // namespace

core::Result<std::shared_ptr<TlsContext>> loadTlsContext(const QString &certificateFile, const QString &keyFile)
{
    if (QFile opened(certificateFile); !opened.open(QIODevice::ReadOnly)) // OpenSSL's own words for it are "system lib"
        return unusable(QStringLiteral("%1 cannot be read: %2.").arg(certificateFile, opened.errorString()));
    const core::Result<core::Secret> key = SecretFile::read(keyFile, maxKey, SecretFile::Readers::OwnerAndGroup);
    if (!key.ok())
        return unusable(key.error().detail);
    error_code error;
    auto context = std::make_shared<TlsContext>(ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context->native_handle(), ciphers);
    SSL_CTX_set_options(context->native_handle(), SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS); // a thousand idle clients need no room for what they do not send
    // A passphrase would be asked for on a terminal that nobody sits at.
    context->set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); }, error);
    context->use_certificate_chain_file(certificateFile.toStdString(), error);
    if (error)
        return unusable("certificate", certificateFile, error);
    context->use_private_key(boost::asio::buffer(key->reveal().data(), static_cast<std::size_t>(key->size())), ssl::context::pem, error);
    if (error)
        return unusable("key", keyFile, error);
    if (SSL_CTX_check_private_key(context->native_handle()) != 1)
        return unusable(QStringLiteral("The key %1 is not that of the certificate %2.").arg(keyFile, certificateFile));
    return context;
}

} // namespace keyturn::backend
