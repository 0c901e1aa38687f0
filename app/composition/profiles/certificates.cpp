// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/certificates.h"

#include <QSslCertificate>

namespace keyturn::composition {

core::Result<void> checkCertificates(const model::BackendProfile &profile)
{
    // Qt leaves out what it cannot read, and says nothing.
    const qsizetype written = profile.caCertificates.count("-----BEGIN CERTIFICATE-----");
    if (QSslCertificate::fromData(profile.caCertificates, QSsl::Pem).size() == written)
        return {};
    return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_invalid"),
                       QStringLiteral("/caCertificates: expected certificates in PEM form, and at least one of them is none; copy it anew")};
}

} // namespace keyturn::composition
