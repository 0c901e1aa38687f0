// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/jsonshapes.h"

#include "cli/humantime.h"

#include <QJsonArray>

namespace keyturn::cli {

namespace {

void insert(QJsonObject &object, const char *name, const QString &value)
{
    if (!value.isEmpty())
        object.insert(QString::fromLatin1(name), value);
}

QString kindWord(core::ErrorKind kind)
{
    switch (kind) {
    case core::ErrorKind::Offline:
        return QStringLiteral("offline");
    case core::ErrorKind::Cancelled:
        return QStringLiteral("cancelled");
    case core::ErrorKind::Rejected:
        return QStringLiteral("rejected");
    case core::ErrorKind::RateLimited:
        return QStringLiteral("rateLimited");
    case core::ErrorKind::SignInAgain:
        return QStringLiteral("signInAgain");
    case core::ErrorKind::BadReply:
        return QStringLiteral("badReply");
    case core::ErrorKind::Storage:
        return QStringLiteral("storage");
    case core::ErrorKind::Configuration:
        return QStringLiteral("configuration");
    }
    return {};
}

} // namespace

QString stateWord(accounts::AccountState state)
{
    switch (state) {
    case accounts::AccountState::Ready:
        return QStringLiteral("ready");
    case accounts::AccountState::ExpiresSoon:
        return QStringLiteral("expiresSoon");
    case accounts::AccountState::Offline:
        return QStringLiteral("offline");
    case accounts::AccountState::SignInAgain:
        return QStringLiteral("signInAgain");
    case accounts::AccountState::KeychainLocked:
        return QStringLiteral("keychainLocked");
    }
    return {};
}

QString titleOf(const model::Account &account)
{
    for (const QString &candidate : {account.label, account.identity.name, account.identity.email}) {
        if (!candidate.isEmpty())
            return candidate;
    }
    return account.identity.subject;
}

QJsonObject accountJson(const model::Account &account, accounts::AccountState state)
{
    QJsonObject object{{QStringLiteral("id"), account.id.toString()},
                       {QStringLiteral("profile"), account.profile.toString()},
                       {QStringLiteral("state"), stateWord(state)},
                       {QStringLiteral("method"), model::wordOf(account.method)}};
    insert(object, "name", account.identity.name.isEmpty() ? account.identity.email : account.identity.name);
    insert(object, "email", account.identity.email);
    insert(object, "provider", account.provider.toString());
    insert(object, "handoff", account.handoff.toString());
    insert(object, "issuer", account.identity.issuer);
    insert(object, "subject", account.identity.subject);
    insert(object, "label", account.label);
    insert(object, "expiresAt", isoTime(account.accessExpiresAt));
    insert(object, "addedAt", isoTime(account.addedAt));
    insert(object, "lastUsedAt", isoTime(account.lastUsedAt));
    if (!account.scopes.isEmpty())
        object.insert(QStringLiteral("scopes"), QJsonArray::fromStringList(account.scopes));
    if (!account.withheldScopes.isEmpty())
        object.insert(QStringLiteral("withheldScopes"), QJsonArray::fromStringList(account.withheldScopes));
    if (const auto *needed = std::get_if<model::SignInNeeded>(&account.standing)) {
        insert(object, "cause", needed->cause);
        insert(object, "since", isoTime(needed->since));
    }
    return object;
}

QJsonObject sessionJson(const model::Session &session)
{
    QJsonObject object{{QStringLiteral("id"), session.id.toString()}, {QStringLiteral("current"), session.current}};
    insert(object, "device", session.device);
    insert(object, "app", session.app);
    insert(object, "appVersion", session.appVersion);
    insert(object, "system", session.system);
    insert(object, "ip", session.ip);
    insert(object, "place", session.place);
    insert(object, "createdAt", isoTime(session.createdAt));
    insert(object, "lastUsedAt", isoTime(session.lastUsedAt));
    insert(object, "expiresAt", isoTime(session.expiresAt));
    insert(object, "endedAt", isoTime(session.endedAt));
    insert(object, "cause", session.cause);
    return object;
}

QJsonObject errorJson(const core::Error &error, const QString &message)
{
    QJsonObject inner{{QStringLiteral("kind"), kindWord(error.kind)}, {QStringLiteral("message"), message}};
    insert(inner, "code", error.code);
    insert(inner, "step", error.step);
    if (error.retryAfter)
        inner.insert(QStringLiteral("retryAfter"), static_cast<qint64>(error.retryAfter->count()));
    QJsonArray fields;
    for (const core::FieldError &field : error.fields) {
        QJsonObject place{{QStringLiteral("message"), field.message}};
        insert(place, "field", field.field); // some refusals are of all that was entered
        fields.append(place);
    }
    if (!fields.isEmpty())
        inner.insert(QStringLiteral("fields"), fields);
    return {{QStringLiteral("error"), inner}};
}

} // namespace keyturn::cli
