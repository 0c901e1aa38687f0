// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonValue>
#include <QList>
#include <QUrl>

namespace keyturn::net {

/// Takes the secrets out of what is recorded. Each becomes `<secret #1a2b3c4d>`: the head of a digest under a key of this process, so that two places
/// can be compared and nothing can be looked up.
class Redaction
{
public:
    /// @p tokenKey, where there is one, is what tokens are marked under instead, so that one can be followed from process to process: too long to be
    /// guessed, they stay as safe as they are where others have read the key. What people may have chosen is never marked under it: what counts for a
    /// token is known by its name or scheme, and by its shape as well.
    explicit Redaction(QByteArray tokenKey = {});
    /// What is larger is not looked through: a body's size alone is told, and of a text that it is a secret.
    static constexpr qsizetype mostRedacted = 64 * 1024;
    void setTokenKey(const QByteArray &key) { m_tokenKey = key; }
    /// One that has the same keys and knows @p secrets and @p tokens as well, whatever they are called and look like.
    [[nodiscard]] Redaction knowing(const QList<core::Secret> &secrets, const QList<core::Secret> &tokens = {}) const;

    /// One that is a mark already stays as it is: recordings are read again.
    [[nodiscard]] QByteArray mark(QByteArrayView secret) const;
    [[nodiscard]] QByteArray header(const QByteArray &name, const QByteArray &value) const;
    /// Query values and path segments that are secrets; user information and fragment go whole.
    [[nodiscard]] QUrl url(const QUrl &url) const;
    /// By @p contentType: JSON and form bodies keep their shape; of anything else the size alone is told.
    [[nodiscard]] QByteArray body(const QByteArray &contentType, QByteArrayView bytes) const;
    /// What stands in place of a body that is not told: `<12 bytes of text/html>`.
    [[nodiscard]] static QByteArray sizeAlone(const QByteArray &contentType, qint64 bytes);
    /// Free text: addresses, forms, JSON and tokens within it, as deep as they are packed into each other (a sign-in address in a parameter of an
    /// address).
    [[nodiscard]] QString text(const QString &text) const;
    /// What stands behind the scheme, if there is one.
    [[nodiscard]] QByteArray credentials(const QByteArray &value) const;

private:
    /// mark(), of what is a token if it looks like one.
    [[nodiscard]] QByteArray markToken(QByteArrayView secret) const;
    [[nodiscard]] QByteArray markNamed(QByteArrayView name, QByteArrayView secret) const;
    [[nodiscard]] QByteArray markUnder(const QByteArray &key, QByteArrayView secret) const;
    [[nodiscard]] bool isKnown(const QString &text) const;
    [[nodiscard]] bool isChosen(const QString &text) const;
    [[nodiscard]] QString withoutKnown(const QString &text) const;
    [[nodiscard]] QByteArray cookies(const QByteArray &value, bool isSet) const;
    [[nodiscard]] static bool beginsLikeJson(const QString &text);
    [[nodiscard]] QJsonValue value(const QJsonValue &value, const QString &name, bool withinSecret, int depth) const;
    [[nodiscard]] QByteArray form(QByteArrayView bytes, int depth) const;
    [[nodiscard]] QByteArray parameter(const QByteArray &pair, int depth) const;
    [[nodiscard]] QByteArray address(const QByteArray &value, int depth) const;
    [[nodiscard]] QString path(const QString &path) const;
    [[nodiscard]] QString unpacked(const QString &text, int depth) const;
    [[nodiscard]] QString sentence(const QString &text) const;
    [[nodiscard]] QByteArray json(const QJsonDocument &document, int depth) const;

    QByteArray m_key;
    QByteArray m_tokenKey; ///< May be empty.
    QList<core::Secret> m_known; ///< Longest first.
    QList<core::Secret> m_chosen; ///< Those that are no tokens, whatever they look like.
};

} // namespace keyturn::net
