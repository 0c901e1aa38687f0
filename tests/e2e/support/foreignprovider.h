// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "e2e/support/nodeserver.h"
#include "e2e/support/world.h"

#include <QJsonArray>

namespace keyturn::e2e {

/// A provider of tests/servers that nobody here wrote, and a person's machine that has its profile.
class ForeignProvider
{
public:
    struct Kind {
        QString name; ///< Its folder, and the id of its profile.
        QString issuerPath; ///< Below its address.
        QString person; ///< The script that takes the browser's place.
        QString userCode; ///< The query of its verification_uri_complete, up to the code; empty: no device codes.
    };
    /// @p settings are the server's environment, @p changes members of the provider in its profile.
    explicit ForeignProvider(const Kind &kind, const QMap<QString, QString> &settings = {}, const QJsonObject &changes = {});

    [[nodiscard]] bool isReady() const { return m_ready; }
    [[nodiscard]] World &world() { return m_world; }
    [[nodiscard]] NodeServer &server() { return m_server; }

    Finished signIn(const QStringList &more = {}); ///< On success its output is the account's id, unless @p more asks for another.
    /// By device code: the code is entered by a person elsewhere.
    Finished signInByDevice();
    Finished renew(const QString &account) { return m_world.cli({QStringLiteral("token"), account, QStringLiteral("--force-refresh")}); }
    [[nodiscard]] QJsonArray accounts();

private:
    [[nodiscard]] QStringList person(const QString &address) const;

    Kind m_kind;
    NodeServer m_server;
    World m_world;
    bool m_ready = false;
};

[[nodiscard]] inline QString accountOf(const Finished &signedIn)
{
    return QString::fromLatin1(signedIn.out.trimmed());
}

/// The kinds, by their names.
[[nodiscard]] ForeignProvider::Kind oidcProvider();
[[nodiscard]] ForeignProvider::Kind mockServer();
[[nodiscard]] ForeignProvider::Kind glewlwyd();

} // namespace keyturn::e2e
