// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QSslConfiguration>

#include <memory>

namespace keyturn::tests {

/// What a certificate of the test's own says.
struct CertificateText {
    QByteArray names = "IP:127.0.0.1"; ///< subjectAltName, as OpenSSL writes it.
    long fromSeconds = -3600; ///< Against now.
    long toSeconds = 3600;
};

/// An authority that exists for one test; its key never leaves the memory.
class Authority
{
public:
    Authority();
    ~Authority();
    Authority(const Authority &) = delete;
    Authority &operator=(const Authority &) = delete;

    [[nodiscard]] QSslCertificate certificate() const;
    /// A server's configuration with a certificate that this authority signed.
    [[nodiscard]] QSslConfiguration serverWith(const CertificateText &text) const;
    /// The same, signed by its own key.
    [[nodiscard]] static QSslConfiguration selfSignedServer();

private:
    struct Pair;
    std::unique_ptr<Pair> m_own;
};

} // namespace keyturn::tests
