// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/exitstatus.h"
#include "cli/profileverbs.h"
#include "cli/table.h"
#include "composition/profiles/discoveredprofile.h"
#include "composition/profiles/profilefile.h"
#include "model/profilechecks.h"
#include "words/findings.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ProfilesCommand", text);
}

core::Result<composition::ProfileWish> wishOf(const QCommandLineParser &options)
{
    composition::ProfileWish wish{options.value(QStringLiteral("id")), options.value(QStringLiteral("name")),
                                  options.value(QStringLiteral("client-id")), options.values(QStringLiteral("scope"))};
    const auto problem = [](const char *option, const QString &expected) {
        return usageError(QStringLiteral("--%1: %2.").arg(QLatin1String(option), expected));
    };
    if (const QString expected = wish.id.isEmpty() ? QString() : model::checkId(wish.id); !expected.isEmpty())
        return problem("id", expected);
    if (const QString expected = wish.name.isEmpty() ? QString() : model::checkLabel(wish.name); !expected.isEmpty())
        return problem("name", expected);
    if (const QString expected = wish.clientId.isEmpty() ? QString() : model::checkLabel(wish.clientId); !expected.isEmpty())
        return problem("client-id", expected);
    for (const QString &scope : std::as_const(wish.scopes)) {
        if (const QString expected = model::checkScope(scope); !expected.isEmpty())
            return problem("scope", expected);
    }
    return wish;
}

/// What the provider can do, for people.
void tellFindings(Terminal &terminal, const oauth::DiscoveryDocument &document)
{
    terminal.say(tr("Found %1").arg(printable(document.source.toString())));
    QList<QStringList> rows{{QString(), QString()}};
    rows += words::findings(document);
    for (const QString &line : alignedTable(rows).split(u'\n').mid(1))
        terminal.say(QLatin1String("  ") + line);
}

QString fillInSentence(const QString &pointer)
{
    if (pointer.endsWith(QLatin1String("/clientId")))
        return tr("register a native (public) client at the provider, with the redirect address http://127.0.0.1/callback (any port), and put its id "
                  "there; or say it with --client-id");
    return tr("where the provider tells who is signed in; its metadata names no such address");
}

void tellToFillIn(Terminal &terminal, const QStringList &pointers)
{
    if (pointers.isEmpty())
        return;
    terminal.say(tr("Still to be filled in:"));
    for (const QString &pointer : pointers)
        terminal.say(QStringLiteral("  %1: %2").arg(pointer, fillInSentence(pointer)));
}

QJsonObject findingsJson(const oauth::DiscoveryDocument &document)
{
    QJsonObject found{{QStringLiteral("source"), document.source.toString()},
                      {QStringLiteral("issuer"), document.metadata.issuer},
                      {QStringLiteral("openIdConnect"), document.openIdConnect},
                      {QStringLiteral("pushedAuthorization"), !document.metadata.endpoints.pushedAuthorization.isEmpty()},
                      {QStringLiteral("needsPushedAuthorization"), document.metadata.pushedRequired},
                      {QStringLiteral("deviceCode"), !document.metadata.endpoints.deviceAuthorization.isEmpty()},
                      {QStringLiteral("dpop"), QJsonArray::fromStringList(document.metadata.dpopAlgorithms)},
                      {QStringLiteral("revocation"), !document.metadata.endpoints.revocation.isEmpty()},
                      {QStringLiteral("logout"), !document.metadata.endpoints.endSession.isEmpty()},
                      {QStringLiteral("issuerInResponse"), document.metadata.issuerInResponse}};
    if (!document.metadata.grantTypes.isEmpty())
        found.insert(QStringLiteral("refreshTokens"), document.metadata.grantTypes.contains(QLatin1String("refresh_token")));
    if (document.takesPublicClients)
        found.insert(QStringLiteral("publicClients"), true);
    return found;
}

core::Result<int> finish(const Invocation &invocation, const composition::DiscoveredProfile &made)
{
    tellFindings(invocation.terminal, made.document);
    tellToFillIn(invocation.terminal, made.toFillIn);
    for (const storage::StoredProfile &stored : invocation.core.profiles().profiles()) {
        for (const model::IdentityProvider &provider : stored.profile.providers) {
            if (provider.issuer == made.document.metadata.issuer)
                invocation.terminal.say(tr("The profile %1 has this issuer already.").arg(stored.profile.id.toString()));
        }
    }
    const QString output = invocation.options.value(QStringLiteral("output"));
    if (!output.isEmpty()) {
        if (const core::Result<void> written = composition::writeProfileFile(output, made.json()); !written.ok())
            return written.error();
    }
    if (invocation.options.isSet(QStringLiteral("add")))
        return addProfileText(invocation, made.json());
    if (invocation.terminal.json())
        invocation.terminal.document({{QStringLiteral("profile"), made.profile},
                                      {QStringLiteral("found"), findingsJson(made.document)},
                                      {QStringLiteral("toFillIn"), QJsonArray::fromStringList(made.toFillIn)}});
    else if (output.isEmpty())
        invocation.terminal.data(made.json());
    return int(Done);
}

} // namespace

core::Async<int> discoverProfile(const Invocation &invocation, const QString &address, QObject *context)
{
    const core::Result<composition::ProfileWish> wish = wishOf(invocation.options);
    if (!wish.ok())
        return core::ready<int>(wish.error());
    return core::chain(composition::discoverProfile(invocation.core.http(), invocation.core.clock(), address, *wish, context), context,
                       [invocation](const composition::DiscoveredProfile &made) { return finish(invocation, made); });
}

} // namespace keyturn::cli
