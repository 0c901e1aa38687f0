// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilereader.h"

#include "core/json.h"
#include "model/profileparser.h"

namespace keyturn::model {

namespace {

/// Why @p json is no object, and where as editors count: by characters, from 1.
core::Error noObject(QByteArrayView json, const core::Error &error, qsizetype at)
{
    const auto invalid = [](const QString &detail) {
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_invalid"), QStringLiteral("(the whole document): ") + detail};
    };
    if (error.code == QLatin1String("json_too_large"))
        return invalid(QStringLiteral("expected at most %1 bytes").arg(maxProfileBytes));
    if (json.trimmed().isEmpty())
        return invalid(QStringLiteral("it is empty; expected one JSON object"));
    const QByteArrayView before = json.first(qBound(qsizetype(0), at, json.size()));
    const qsizetype line = before.count('\n') + 1;
    const qsizetype column = QString::fromUtf8(before.sliced(before.lastIndexOf('\n') + 1)).size() + 1;
    return invalid(QStringLiteral("expected one JSON object; %1 (line %2, column %3)").arg(error.detail).arg(line).arg(column));
}

} // namespace

core::Result<BackendProfile> readProfile(QByteArrayView json, const QUrl &embeddedBase)
{
    qsizetype at = 0;
    const core::Result<QJsonObject> root = core::parseJsonObject(json, maxProfileBytes, &at);
    if (!root.ok())
        return noObject(json, root.error(), at);
    ProfileParser reader(embeddedBase);
    BackendProfile profile = reader.read(*root);
    if (reader.problem().any())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_invalid"), reader.problem().text, std::nullopt,
                           reader.problem().further};
    return profile;
}

} // namespace keyturn::model
