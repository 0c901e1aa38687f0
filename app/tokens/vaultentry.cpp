// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/vaultentry.h"

#include "core/json.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::tokens {

namespace {

constexpr int entryVersion = 1;
constexpr qsizetype maxEntryBytes = 128 * 1024;

void insertSecret(QJsonObject &object, const QString &name, const core::Secret &secret)
{
    if (!secret.isEmpty())
        object.insert(name, QString::fromUtf8(secret.reveal()));
}

void insertTime(QJsonObject &object, const QString &name, const QDateTime &time)
{
    if (time.isValid())
        object.insert(name, time.toUTC().toString(Qt::ISODateWithMs));
}

core::Secret secretOf(const QJsonObject &object, const QString &name)
{
    return core::Secret::fromText(object.value(name).toString());
}

QDateTime timeOf(const QJsonObject &object, const QString &name)
{
    return QDateTime::fromString(object.value(name).toString(), Qt::ISODateWithMs);
}

} // namespace

core::Secret packEntry(const model::Account &account, quint64 generation, const model::TokenSet &tokens)
{
    QJsonObject object{{QStringLiteral("version"), entryVersion},
                       {QStringLiteral("account"), account.id.toString()},
                       {QStringLiteral("issuer"), account.identity.issuer},
                       {QStringLiteral("generation"), static_cast<qint64>(generation)},
                       {QStringLiteral("scopes"), QJsonArray::fromStringList(tokens.scopes)}};
    insertSecret(object, QStringLiteral("accessToken"), tokens.accessToken);
    insertSecret(object, QStringLiteral("refreshToken"), tokens.refreshToken);
    insertSecret(object, QStringLiteral("idToken"), tokens.idToken);
    insertSecret(object, QStringLiteral("proofKey"), tokens.proofKey);
    insertSecret(object, QStringLiteral("csrfToken"), tokens.csrfToken);
    if (tokens.bound)
        object.insert(QStringLiteral("bound"), true);
    insertTime(object, QStringLiteral("issuedAt"), tokens.issuedAt);
    insertTime(object, QStringLiteral("accessExpiresAt"), tokens.accessExpiresAt);
    insertTime(object, QStringLiteral("refreshExpiresAt"), tokens.refreshExpiresAt);
    return core::Secret::take(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

core::Result<model::TokenSet> unpackEntry(const core::Secret &entry, const model::Account &account, quint64 generation)
{
    const auto error = [](const char *code, const QString &detail) {
        return core::Error{core::ErrorKind::Storage, QString::fromLatin1(code), detail};
    };
    const core::Result<QJsonObject> object = core::parseJsonObject(entry.reveal(), maxEntryBytes);
    if (!object.ok() || object->value(QStringLiteral("version")).toInt() != entryVersion)
        return error("secret_broken", QStringLiteral("slot %1").arg(generation));
    const bool ours = object->value(QStringLiteral("account")).toString() == account.id.toString()
        && object->value(QStringLiteral("issuer")).toString() == account.identity.issuer
        && object->value(QStringLiteral("generation")).toInteger(-1) == static_cast<qint64>(generation);
    if (!ours)
        return error("secret_misplaced", QStringLiteral("slot %1 holds what was put elsewhere").arg(generation));
    model::TokenSet tokens;
    tokens.accessToken = secretOf(*object, QStringLiteral("accessToken"));
    tokens.refreshToken = secretOf(*object, QStringLiteral("refreshToken"));
    tokens.idToken = secretOf(*object, QStringLiteral("idToken"));
    tokens.proofKey = secretOf(*object, QStringLiteral("proofKey")); // entries from before these three have none of them
    tokens.csrfToken = secretOf(*object, QStringLiteral("csrfToken"));
    tokens.bound = object->value(QStringLiteral("bound")).toBool();
    tokens.issuedAt = timeOf(*object, QStringLiteral("issuedAt"));
    tokens.accessExpiresAt = timeOf(*object, QStringLiteral("accessExpiresAt"));
    tokens.refreshExpiresAt = timeOf(*object, QStringLiteral("refreshExpiresAt"));
    for (const QJsonValue &scope : object->value(QStringLiteral("scopes")).toArray())
        tokens.scopes.append(scope.toString());
    if (tokens.accessToken.isEmpty())
        return error("secret_broken", QStringLiteral("slot %1 has no access token").arg(generation));
    if (tokens.bound && tokens.proofKey.isEmpty())
        return error("secret_broken", QStringLiteral("slot %1 lacks the key of its token").arg(generation));
    return tokens;
}

} // namespace keyturn::tokens
