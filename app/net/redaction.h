// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <QByteArray>
#include <QJsonValue>
#include <QUrl>

namespace keyturn::net {

/// Takes the secrets out of what is recorded. Each becomes `<secret #1a2b3c4d>`: the head of a digest under a key of this process, so that two places
/// can be compared and nothing can be looked up.
class Redaction
{
public:
    Redaction();

    /// Whether a header's, member's or parameter's value is a secret, by its name.
    [[nodiscard]] static bool isSecretName(QByteArrayView name);
    [[nodiscard]] QByteArray mark(QByteArrayView secret) const;
    [[nodiscard]] QByteArray header(const QByteArray &name, const QByteArray &value) const;
    [[nodiscard]] QUrl url(const QUrl &url) const; ///< Query values of secret names; user information and fragment go whole.
    /// By @p contentType: JSON and form bodies keep their shape; of anything else the size alone is told.
    [[nodiscard]] QByteArray body(const QByteArray &contentType, QByteArrayView bytes) const;

private:
    [[nodiscard]] QJsonValue value(const QJsonValue &value, const QString &name) const;
    [[nodiscard]] QByteArray form(QByteArrayView bytes) const;

    QByteArray m_key;
};

} // namespace keyturn::net
