// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/exitstatus.h"

#include <QSet>

namespace keyturn::cli {

namespace {

/// What was given to be looked at is none: nobody answered badly.
bool isNoToken(const QString &code)
{
    static const QSet<QString> codes{QStringLiteral("token_empty"),
                                     QStringLiteral("token_too_large"),
                                     QStringLiteral("token_binary"),
                                     QStringLiteral("token_spaces"),
                                     QStringLiteral("token_parts"),
                                     QStringLiteral("token_truncated"),
                                     QStringLiteral("token_base64"),
                                     QStringLiteral("token_json"),
                                     QStringLiteral("token_key"),
                                     QStringLiteral("id_token_absent"),
                                     QStringLiteral("token_duplicate_member"),
                                     QStringLiteral("token_not_serialized")};
    return codes.contains(code);
}

} // namespace

int exitStatusOf(const core::Error &error)
{
    // Codes that say more than their kind does.
    if (error.code == QLatin1String("usage") || error.code == QLatin1String("account_ambiguous")
        || error.code == QLatin1String("secret_store_unknown") || error.code == QLatin1String("url_invalid"))
        return Usage;
    if (isNoToken(error.code))
        return AnswerIsNo;
    if (error.code == QLatin1String("account_unknown") || error.code == QLatin1String("profile_unknown")
        || error.code == QLatin1String("profile_in_use") || error.code == QLatin1String("profile_not_own")
        || error.code == QLatin1String("saved_unknown"))
        return AnswerIsNo;
    switch (error.kind) {
    case core::ErrorKind::Offline:
        return Network;
    case core::ErrorKind::Cancelled:
        return Cancelled;
    case core::ErrorKind::Rejected:
        return Refused;
    case core::ErrorKind::RateLimited:
        return RateLimited;
    case core::ErrorKind::SignInAgain:
        return SignInNeeded;
    case core::ErrorKind::Storage:
        return Keychain;
    case core::ErrorKind::BadReply:
    case core::ErrorKind::Configuration:
        return BadProfileOrReply;
    }
    return BadProfileOrReply;
}

core::Error usageError(const QString &sentence)
{
    return {core::ErrorKind::Configuration, QStringLiteral("usage"), sentence};
}

} // namespace keyturn::cli
