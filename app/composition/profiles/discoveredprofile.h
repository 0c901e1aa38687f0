// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/discoverydocument.h"

#include <QJsonObject>

namespace keyturn::composition {

/// What a person may say of the profile that is made; what is empty is made up.
struct ProfileWish {
    QString id;
    QString name;
    QString clientId;
    QStringList scopes;
};

/// A profile made of what a provider says of itself.
struct DiscoveredProfile {
    QJsonObject profile; ///< As profile.schema.json has it.
    oauth::DiscoveryDocument document; ///< What it was made of.
    QStringList toFillIn; ///< JSON Pointers into `profile` to what only the person can say.
    [[nodiscard]] QByteArray json() const; ///< `profile`, written for people.
};

/// The profile of @p document. Where nobody says a client id it becomes the placeholder `{client:<id>}`.
[[nodiscard]] DiscoveredProfile profileFrom(const oauth::DiscoveryDocument &document, const ProfileWish &wish);

/// Reads the metadata of the provider at @p address, as a person typed it, and makes a profile. Errors: those of issuerAddress() and
/// findDiscoveryDocument(); nothing is stored.
[[nodiscard]] core::Async<DiscoveredProfile> discoverProfile(net::HttpClient &http, core::Clock &clock, const QString &address,
                                                             const ProfileWish &wish, QObject *context, std::stop_token stop = {});

} // namespace keyturn::composition
