// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/exitstatus.h"
#include "cli/profileverbs.h"
#include "cli/profilewords.h"
#include "cli/sentences.h"
#include "cli/table.h"
#include "words/unsafeway.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>

#include <algorithm>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ProfilesCommand", text);
}

/// Rows without a header: the table's first row is left empty and goes.
QString indented(QList<QStringList> rows)
{
    rows.prepend({QString(), QString()});
    QStringList lines = alignedTable(rows).split(u'\n').mid(1);
    for (QString &line : lines)
        line.prepend(QLatin1String("  "));
    return lines.join(u'\n');
}

QString addressOf(const model::BackendProfile &profile)
{
    if (profile.embedded && profile.baseUrl.isEmpty())
        return tr("(start it with: keyturn-cli backend start)");
    if (profile.baseUrl.isEmpty() && profile.providers.size() == 1)
        return profile.providers.first().issuer;
    return profile.baseUrl.toString();
}

QString noteOn(const storage::StoredProfile &stored)
{
    QStringList notes;
    if (!providersWithoutClient(stored.profile).isEmpty())
        notes += tr("needs a client id");
    const QList<model::IdentityProvider> &providers = stored.profile.providers;
    if (std::any_of(providers.begin(), providers.end(), [](const model::IdentityProvider &one) { return one.isUnsafe(); }))
        notes += tr("has an unsafe way in");
    if (stored.hidesBuiltIn)
        notes += tr("hides the built-in one");
    return notes.join(QLatin1String(", "));
}

QString originSentence(const storage::StoredProfile &stored)
{
    if (stored.origin == storage::ProfileOrigin::BuiltIn)
        return tr("It came with the program.");
    const QString whose = stored.origin == storage::ProfileOrigin::Own ? tr("It is your own: %1") : tr("The system has it: %1");
    const QString path = whose.arg(printable(stored.path));
    return stored.hidesBuiltIn ? path + u'\n' + tr("It hides the one that came with the program.") : path;
}

void showToPeople(Terminal &terminal, const storage::StoredProfile &stored)
{
    const model::BackendProfile &profile = stored.profile;
    terminal.line(QStringLiteral("%1 (%2)").arg(printable(profile.name), profile.id.toString()));
    if (!profile.description.isEmpty())
        terminal.line(printable(profile.description));
    terminal.line(originSentence(stored));
    if (const QList<QStringList> rows = profileRows(profile); !rows.isEmpty())
        terminal.line(QLatin1String("\n") + indented(rows));
    for (const model::IdentityProvider &provider : profile.providers) {
        terminal.line(u'\n' + tr("Through the browser: %1 (%2)").arg(printable(provider.name), provider.id.toString()));
        terminal.line(indented(providerRows(provider)));
        if (provider.isUnsafe())
            terminal.line(words::unsafeWay());
    }
    if (!providersWithoutClient(profile).isEmpty())
        terminal.line(u'\n' + tr("Say a client id with: keyturn-cli profiles client NAME --client-id ID"));
}

} // namespace

core::Result<int> listProfiles(const Invocation &invocation)
{
    const storage::ProfileStore &store = invocation.core.profiles();
    for (const storage::BrokenProfile &broken : store.broken())
        invocation.terminal.say(QStringLiteral("%1: %2").arg(printable(broken.path), sentenceFor(broken.error, {})));
    if (invocation.terminal.json()) {
        QJsonArray profiles;
        for (const storage::StoredProfile &stored : store.profiles())
            profiles.append(profileJson(stored));
        invocation.terminal.document({{QStringLiteral("profiles"), profiles}});
        return int(Done);
    }
    QList<QStringList> rows{{QStringLiteral("ID"), tr("NAME"), tr("SIGN IN BY"), tr("FROM"), tr("ADDRESS"), tr("NOTE")}};
    for (const storage::StoredProfile &stored : store.profiles()) {
        rows += {stored.profile.id.toString(), stored.profile.name,       methodsOf(stored.profile).join(QLatin1String(", ")),
                 originWord(stored.origin),    addressOf(stored.profile), noteOn(stored)};
    }
    invocation.terminal.line(alignedTable(rows));
    return int(Done);
}

core::Result<int> showProfile(const Invocation &invocation, const QString &id)
{
    for (const storage::StoredProfile &stored : invocation.core.profiles().profiles()) {
        if (stored.profile.id.toString() != id)
            continue;
        if (!invocation.terminal.json()) {
            showToPeople(invocation.terminal, stored);
            return int(Done);
        }
        QFile file(stored.path);
        if (!file.open(QIODevice::ReadOnly))
            return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), stored.path};
        invocation.terminal.data(file.readAll()); // as it is written: what one would copy to begin one's own
        return int(Done);
    }
    const core::Result<model::BackendProfile> found = invocation.core.profiles().find(model::ProfileId(id));
    return found.ok() ? core::Result<int>(int(AnswerIsNo)) : core::Result<int>(found.error());
}

} // namespace keyturn::cli
