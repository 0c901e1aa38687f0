// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/startedprofile.h"

#include "core/json.h"
#include "model/profilereader.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::composition {

core::Result<QByteArray> startedProfile(const EmbeddedBackend::Status &status)
{
    QFile demo(QStringLiteral(":/keyturn/profiles/demo.json"));
    if (!demo.open(QIODevice::ReadOnly))
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_unknown"), QStringLiteral("demo")};
    const QByteArray text = demo.readAll().replace("{backend}", status.url.toEncoded(QUrl::StripTrailingSlash));
    core::Result<QJsonObject> read = core::parseJsonObject(text, model::maxProfileBytes);
    if (!read.ok())
        return read.error();
    QJsonObject profile = std::move(read).value();
    profile.remove(QStringLiteral("$schema")); // that path is the source's
    profile.remove(QStringLiteral("embedded"));
    profile.insert(QStringLiteral("id"), QStringLiteral("embedded"));
    profile.insert(QStringLiteral("name"), QStringLiteral("keyturn-backend at %1").arg(status.url.authority()));
    profile.insert(QStringLiteral("description"), QStringLiteral("As `keyturn-cli backend start --profile-out` found it"));
    QJsonArray providers;
    for (const QJsonValue &provider : profile.value(QStringLiteral("providers")).toArray()) {
        // `demo-google` is the backend's own way to `google`.
        const QString simulated = provider.toObject().value(QStringLiteral("id")).toString().section(u'-', -1);
        if (status.providers.contains(simulated))
            providers += provider;
    }
    profile.insert(QStringLiteral("providers"), providers);
    return QJsonDocument(profile).toJson();
}

} // namespace keyturn::composition
