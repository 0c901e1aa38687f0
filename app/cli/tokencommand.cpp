// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/tokencommand.h"

#include "cli/exitstatus.h"
#include "cli/humantime.h"

#include <QJsonArray>

namespace keyturn::cli {

namespace {

/// The three forms of --as. The token is on its way out to the program that asked: this is the one place where it is printed.
void print(const Invocation &invocation, const QString &form, const model::TokenSet &tokens)
{
    const QByteArray token = tokens.accessToken.reveal().toByteArray();
    // A bound one serves only with a proof (RFC 9449), which the command `request` makes.
    const QByteArray type = tokens.bound ? "DPoP" : "Bearer";
    if (form == QLatin1String("header")) {
        invocation.terminal.data("Authorization: " + type + ' ' + token + '\n');
    } else if (form == QLatin1String("json")) {
        QJsonObject object{{QStringLiteral("accessToken"), QString::fromLatin1(token)}, {QStringLiteral("tokenType"), QString::fromLatin1(type)}};
        if (tokens.accessExpiresAt.isValid())
            object.insert(QStringLiteral("expiresAt"), isoTime(tokens.accessExpiresAt));
        if (!tokens.scopes.isEmpty())
            object.insert(QStringLiteral("scopes"), QJsonArray::fromStringList(tokens.scopes));
        invocation.terminal.document(object);
    } else {
        invocation.terminal.data(token + '\n');
    }
}

} // namespace

QString TokenCommand::name() const
{
    return QStringLiteral("token");
}

QString TokenCommand::summary() const
{
    return tr("Prints an access token that is valid now.");
}

QString TokenCommand::usage() const
{
    return QStringLiteral("ACCOUNT [--as raw|json|header] [--min-validity SECONDS] [--force-refresh]");
}

void TokenCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({{QStringLiteral("as"), tr("raw (default), json or header."), QStringLiteral("form")},
                       {QStringLiteral("min-validity"), tr("Valid for at least so many seconds more."), QStringLiteral("seconds")},
                       {QStringLiteral("force-refresh"), tr("Renews it whatever the clock says.")}});
}

core::Async<int> TokenCommand::run(const Invocation &invocation)
{
    if (invocation.arguments.size() != 1)
        return core::ready<int>(usageError(tr("Which account?")));
    const QString asked = invocation.options.value(QStringLiteral("as"));
    const QString form = asked.isEmpty() ? (invocation.terminal.json() ? QStringLiteral("json") : QStringLiteral("raw")) : asked;
    if (form != QLatin1String("raw") && form != QLatin1String("json") && form != QLatin1String("header"))
        return core::ready<int>(usageError(tr("--as is raw, json or header, not “%1”.").arg(form)));
    bool isNumber = true;
    const QString validity = invocation.options.value(QStringLiteral("min-validity"));
    const int seconds = validity.isEmpty() ? -1 : validity.toInt(&isNumber);
    if (!isNumber || (!validity.isEmpty() && seconds < 0))
        return core::ready<int>(usageError(tr("--min-validity wants a number of seconds.")));
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<int>(read.error());
    const core::Result<model::Account> account = invocation.core.accounts().find(invocation.arguments.first());
    if (!account.ok())
        return core::ready<int>(account.error());
    tokens::TokenManager &manager = invocation.core.tokens();
    const core::Async<model::TokenSet> answer = invocation.options.isSet(QStringLiteral("force-refresh"))
        ? manager.refresh(account->id)
        : manager.tokens(account->id, std::chrono::seconds(std::max(seconds, 0)));
    return core::chain(answer, this, [invocation, form](const model::TokenSet &tokens) -> core::Result<int> {
        print(invocation, form, tokens);
        return int(Done);
    });
}

} // namespace keyturn::cli
