// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilereader.h"

#include "core/json.h"
#include "model/profileparser.h"

namespace keyturn::model {

core::Result<BackendProfile> readProfile(QByteArrayView json, const QUrl &embeddedBase)
{
    const core::Result<QJsonObject> root = core::parseJsonObject(json, maxProfileBytes);
    if (!root.ok())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_invalid"),
                           QStringLiteral("(the whole document): expected one JSON object; %1").arg(root.error().detail)};
    ProfileParser reader(embeddedBase);
    BackendProfile profile = reader.read(*root);
    if (reader.problem().any())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_invalid"), reader.problem().text, std::nullopt,
                           reader.problem().further};
    return profile;
}

} // namespace keyturn::model
