// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QUrl>

namespace keyturn::e2e {

/// One of the servers of tests/servers, on a port of its own. Ends with this object; should the test die, with the test.
class NodeServer
{
public:
    /// @p script below tests/servers, such as `express/server.js`; @p settings are environment variables.
    explicit NodeServer(const QString &script, const QMap<QString, QString> &settings = {});
    ~NodeServer();

    [[nodiscard]] const QUrl &url() const { return m_url; } ///< Empty where it did not start; it has said why.
    /// What the server counts, at /test/counters.
    [[nodiscard]] QJsonObject counters() const;
    /// The file at @p path below tests/servers, or in the repository for `../../…`, with @p changes made to its members by JSON Pointer.
    [[nodiscard]] static QByteArray profile(const QString &path, const QMap<QString, QJsonValue> &changes);
    void kill();

private:
    QProcess m_process;
    QUrl m_url;
};

} // namespace keyturn::e2e
