// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/redaction.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>

namespace keyturn::console {

/// Takes secrets out of what is shown, a string or a line at a time, as net::Redaction does with what is recorded; and fast, for most of what comes
/// holds none and can be told so by one look.
class BodySecrets
{
public:
    /// A string of JSON as it stands there, without its quotes; @p isSecret: by the name that it has.
    [[nodiscard]] QByteArray jsonString(QByteArrayView raw, bool isSecret);
    /// A number, which is told unless its name says otherwise.
    [[nodiscard]] QByteArray jsonNumber(QByteArrayView raw, bool isSecret);
    [[nodiscard]] QByteArray jsonName(QByteArrayView raw);
    /// Of text that is not JSON. A long one is looked at in pieces.
    [[nodiscard]] QByteArray line(QByteArrayView text);
    /// Of JSON that is broken: strings are found, and whether their name is a secret's; the rest is as it was.
    [[nodiscard]] QByteArray brokenJson(QByteArrayView text);

    [[nodiscard]] qsizetype count() const { return m_count; }

    /// Whether what stands in JSON under the name @p raw is a secret.
    [[nodiscard]] bool isSecretName(QByteArrayView raw);

private:
    [[nodiscard]] QByteArray piece(QByteArrayView text);

    net::Redaction m_redaction;
    QHash<QByteArray, bool> m_names; ///< The same few come again and again.
    qsizetype m_count = 0;
};

} // namespace keyturn::console
