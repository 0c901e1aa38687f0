// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayList>
#include <QHash>
#include <QTcpServer>

namespace keyturn::tests {

/// A server on 127.0.0.1 that answers each `METHOD /path` as it was told, in one connection each; 404 to everything else.
class JsonServer final : public QTcpServer
{
    Q_OBJECT
public:
    JsonServer();
    /// `http://127.0.0.1:port`.
    [[nodiscard]] QByteArray address() const;
    /// Each `%` in @p body becomes address().
    void on(const QByteArray &methodAndPath, int status, QByteArray body = {});
    [[nodiscard]] const QByteArrayList &asked() const { return m_asked; } ///< `METHOD /path`, in order.

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    [[nodiscard]] QByteArray answerTo(const QByteArray &request);
    QHash<QByteArray, QByteArray> m_answers;
    QByteArrayList m_asked;
};

} // namespace keyturn::tests
