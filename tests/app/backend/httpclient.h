// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QPair>
#include <QString>

namespace keyturn::backend {

using SentHeaders = QList<QPair<QByteArray, QByteArray>>;

/// One answer as it came over the wire.
struct Answer {
    int status = 0; ///< 0: there was none, the connection ended.
    SentHeaders headers;
    QByteArray body;

    [[nodiscard]] QByteArray header(const QByteArray &name) const;
    /// The value of a Set-Cookie of that name, without its attributes; null where there is none.
    [[nodiscard]] QByteArray cookie(const QByteArray &name) const;
    [[nodiscard]] QJsonObject json() const;
    /// `error.code` of the API's errors.
    [[nodiscard]] QString code() const;
};

/// Speaks HTTP over a plain socket: each request is written once, byte for byte as asked. QNetworkAccessManager would send a POST again when a
/// connection ends early, and hide what the tests look at.
class HttpClient
{
public:
    explicit HttpClient(quint16 port) : m_port(port) { }

    [[nodiscard]] Answer send(const QByteArray &method, const QByteArray &path, const SentHeaders &headers = {}, const QByteArray &body = {}) const;
    [[nodiscard]] Answer get(const QByteArray &path, const SentHeaders &headers = {}) const { return send("GET", path, headers); }
    [[nodiscard]] Answer postJson(const QByteArray &path, const QJsonObject &body, SentHeaders headers = {}) const;
    [[nodiscard]] Answer postForm(const QByteArray &path, const QList<QPair<QByteArray, QByteArray>> &fields, SentHeaders headers = {}) const;
    /// All that comes back for @p bytes until the other side closes or @p milliseconds pass; nothing is added or waited for.
    [[nodiscard]] QByteArray raw(const QByteArray &bytes, int milliseconds = 10'000) const;
    /// @p fields as the body of a form.
    [[nodiscard]] static QByteArray formBody(const QList<QPair<QByteArray, QByteArray>> &fields);
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    quint16 m_port;
};

/// The answers in @p bytes, one after another.
[[nodiscard]] QList<Answer> answersIn(QByteArray bytes);

} // namespace keyturn::backend
