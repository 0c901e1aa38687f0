// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/hmac.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>

#include <algorithm>
#include <iterator>

namespace keyturn::jose {

namespace {

constexpr auto base64url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

/// Of tutorials, templates and default settings, and of the first lines of every list of passwords.
constexpr const char *weakSecrets[] = {"secret",
                                       "secretkey",
                                       "secret-key",
                                       "secret_key",
                                       "Secret",
                                       "SECRET",
                                       "SECRET_KEY",
                                       "secret123",
                                       "mysecret",
                                       "my-secret",
                                       "my_secret",
                                       "mysecretkey",
                                       "my-secret-key",
                                       "my_secret_key",
                                       "topsecret",
                                       "top-secret",
                                       "supersecret",
                                       "super-secret",
                                       "super_secret",
                                       "supersecretkey",
                                       "super-secret-key",
                                       "super_secret_key",
                                       "your-256-bit-secret",
                                       "your-384-bit-secret",
                                       "your-512-bit-secret",
                                       "a-string-secret-at-least-256-bits-long",
                                       "a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long",
                                       "your-secret",
                                       "your_secret",
                                       "yoursecret",
                                       "your-secret-key",
                                       "your_secret_key",
                                       "your_jwt_secret",
                                       "your-jwt-secret",
                                       "YOUR_SECRET_KEY",
                                       "jwt",
                                       "jwtsecret",
                                       "jwt-secret",
                                       "jwt_secret",
                                       "jwt_secret_key",
                                       "JWT_SECRET",
                                       "jwtSecret",
                                       "jwtkey",
                                       "token",
                                       "tokensecret",
                                       "access_secret",
                                       "access-secret",
                                       "accesstokensecret",
                                       "access_token_secret",
                                       "ACCESS_TOKEN_SECRET",
                                       "refresh_secret",
                                       "changeme",
                                       "change-me",
                                       "change_me",
                                       "change-this",
                                       "changeit",
                                       "password",
                                       "password1",
                                       "passw0rd",
                                       "123456",
                                       "12345678",
                                       "123456789",
                                       "1234567890",
                                       "qwerty",
                                       "admin",
                                       "root",
                                       "test",
                                       "test123",
                                       "testing",
                                       "dev",
                                       "development",
                                       "dev-secret",
                                       "dev_secret",
                                       "default",
                                       "example",
                                       "key",
                                       "private",
                                       "privatekey",
                                       "private_key",
                                       "keyboard cat",
                                       "shhhh",
                                       "shhhhh",
                                       "s3cr3t",
                                       "letmein",
                                       "welcome",
                                       "hello",
                                       "helloworld",
                                       "abc123",
                                       "foobar",
                                       "django-insecure",
                                       "laravel",
                                       "node",
                                       "express",
                                       "null",
                                       "undefined",
                                       "none"};

std::optional<QCryptographicHash::Algorithm> hashOf(const QString &algorithm)
{
    if (algorithm == QLatin1String("HS256"))
        return QCryptographicHash::Sha256;
    if (algorithm == QLatin1String("HS384"))
        return QCryptographicHash::Sha384;
    if (algorithm == QLatin1String("HS512"))
        return QCryptographicHash::Sha512;
    return std::nullopt;
}

/// A compact JWS with an HMAC, taken apart.
struct Sealed {
    QCryptographicHash::Algorithm hash;
    QByteArray input;
    QByteArray code;
};

std::optional<Sealed> sealed(const core::Secret &compact)
{
    const QByteArray text = compact.reveal().toByteArray();
    const QByteArrayList parts = text.split('.');
    if (parts.size() != 3)
        return std::nullopt;
    const QJsonObject header = QJsonDocument::fromJson(QByteArray::fromBase64(parts.at(0), base64url)).object();
    const std::optional<QCryptographicHash::Algorithm> hash = hashOf(header.value(QStringLiteral("alg")).toString());
    if (!hash)
        return std::nullopt;
    return Sealed{*hash, text.left(text.lastIndexOf('.')), QByteArray::fromBase64(parts.at(2), base64url)};
}

bool opens(const Sealed &sealed, const QByteArray &secret)
{
    const QByteArray code = QMessageAuthenticationCode::hash(sealed.input, secret, sealed.hash);
    return core::Secret(code) == core::Secret(sealed.code); // in constant time
}

} // namespace

int leastSecretBits(const QString &algorithm)
{
    const std::optional<QCryptographicHash::Algorithm> hash = hashOf(algorithm);
    return hash ? QCryptographicHash::hashLength(*hash) * 8 : 0;
}

bool hmacHolds(const core::Secret &compact, const core::Secret &secret)
{
    const std::optional<Sealed> parts = sealed(compact);
    if (!parts)
        return false;
    QByteArray key = secret.reveal().toByteArray();
    const bool holds = opens(*parts, key);
    core::wipe(key);
    return holds;
}

std::optional<QByteArray> weakSecretOf(const core::Secret &compact)
{
    const std::optional<Sealed> parts = sealed(compact);
    if (!parts)
        return std::nullopt;
    if (opens(*parts, {}))
        return QByteArray();
    const auto found = std::find_if(std::begin(weakSecrets), std::end(weakSecrets), [&parts](const char *word) { return opens(*parts, word); });
    return found == std::end(weakSecrets) ? std::nullopt : std::optional<QByteArray>(*found);
}

} // namespace keyturn::jose
