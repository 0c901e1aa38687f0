// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/redaction.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>

#include <stop_token>

namespace keyturn::console {

/// Takes secrets out of what is shown, a string or a line at a time, as net::Redaction does with what is recorded; and fast, for most of what comes
/// holds none and can be told so by one look.
class BodySecrets
{
public:
    /// When @p stop asks for it all of them answer at once, with less than there was.
    explicit BodySecrets(std::stop_token stop = {}) : m_stop(std::move(stop)) { }

    /// A string of JSON as it stands there, without its quotes; @p isSecret: by the name that it has. A long one is looked at in pieces.
    [[nodiscard]] QByteArray jsonString(QByteArrayView raw, bool isSecret);
    /// A number, which is told unless its name says otherwise.
    [[nodiscard]] QByteArray jsonNumber(QByteArrayView raw, bool isSecret);
    [[nodiscard]] QByteArray jsonName(QByteArrayView raw);
    /// Of text that is not JSON. A long one is looked at in pieces.
    [[nodiscard]] QByteArray line(QByteArrayView text);
    /// Of JSON that is broken or cut: strings are found, and whether their name, or that of what they stand in, is a secret's; the rest is as in
    /// line().
    [[nodiscard]] QByteArray brokenJson(QByteArrayView text);

    [[nodiscard]] qsizetype count() const { return m_count; }

    /// Whether what stands in JSON under the name @p raw is a secret.
    [[nodiscard]] bool isSecretName(QByteArrayView raw);
    /// Whether something in @p bytes, which are no text, can be read and is a secret by its look or is called as one.
    [[nodiscard]] bool bytesHoldSecret(QByteArrayView bytes);

private:
    [[nodiscard]] bool runHoldsSecret(QByteArrayView run);
    [[nodiscard]] QByteArray piece(QByteArrayView text);

    std::stop_token m_stop;
    net::Redaction m_redaction;
    QHash<QByteArray, bool> m_names; ///< The same few come again and again.
    qsizetype m_count = 0;
};

/// What the members of an object that were seen so far say of its `code`.
struct ErrorSigns {
    bool isCode = false; ///< The member that came last is called so.
    bool isError = false; ///< One is called error, message or alike.

    void see(QByteArrayView name);
    /// Whether @p raw is what went wrong, `invalid_grant`, and no authorization code: a word under the name `code` beside an error or a message,
    /// which may come in @p rest.
    [[nodiscard]] bool tellsError(QByteArrayView raw, QByteArrayView rest) const;
};

} // namespace keyturn::console
