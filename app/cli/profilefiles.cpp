// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/exitstatus.h"
#include "cli/profileverbs.h"
#include "cli/profilewords.h"
#include "cli/table.h"
#include "composition/profiles/profilefile.h"
#include "composition/profiles/profilekeeping.h"
#include "model/profilereader.h"

#include <QCoreApplication>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ProfilesCommand", text);
}

/// What was there before under the same id, and what can be done about it.
QString replacedSentence(const storage::AddedProfile &added)
{
    if (!added.replaced)
        return {};
    const QString id = added.id.toString();
    switch (*added.replaced) {
    case storage::ProfileOrigin::Own:
        return tr("It replaced your earlier profile of the same id, %1.").arg(id);
    case storage::ProfileOrigin::System:
        return tr("It hides the system's profile of the same id, %1; `keyturn-cli profiles remove %1` brings that one back.").arg(id);
    case storage::ProfileOrigin::BuiltIn:
        return tr("It hides the built-in profile of the same id, %1; `keyturn-cli profiles remove %1` brings that one back.").arg(id);
    }
    return {};
}

composition::Consent consent(const Invocation &invocation)
{
    return invocation.options.isSet(QStringLiteral("force")) ? composition::Consent::Given : composition::Consent::NotAsked;
}

} // namespace

core::Result<QByteArray> readProfileText(const QString &name)
{
    if (name == QLatin1String("-"))
        return Terminal::readAllInput(model::maxProfileBytes + 1);
    core::Result<QByteArray> text = composition::readProfileFile(name);
    if (!text.ok() && text.error().code == QLatin1String("profile_unreadable"))
        return usageError(tr("%1 cannot be read: %2.").arg(name, text.error().detail.mid(name.size() + 2)));
    return text;
}

core::Result<int> addProfileText(const Invocation &invocation, const QByteArray &text)
{
    const core::Result<storage::AddedProfile> added = composition::keepProfile(invocation.core, text, consent(invocation));
    if (!added.ok())
        return added.error();
    if (invocation.terminal.json()) {
        QJsonObject object{{QStringLiteral("id"), added->id.toString()}, {QStringLiteral("file"), added->path}};
        if (added->replaced)
            object.insert(QStringLiteral("replaced"), originCode(*added->replaced));
        invocation.terminal.document(object);
    } else {
        invocation.terminal.line(added->id.toString());
    }
    if (const QString replaced = replacedSentence(*added); !replaced.isEmpty())
        invocation.terminal.say(replaced);
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(added->id);
    if (profile.ok() && !providersWithoutClient(*profile).isEmpty())
        invocation.terminal.say(
            tr("It needs a client id before anybody can sign in; `keyturn-cli profiles show %1` tells where it goes.").arg(added->id.toString()));
    return int(Done);
}

core::Result<int> addProfile(const Invocation &invocation, const QString &name)
{
    const core::Result<QByteArray> text = readProfileText(name);
    return text.ok() ? addProfileText(invocation, *text) : core::Result<int>(text.error());
}

core::Result<int> removeProfile(const Invocation &invocation, const QString &id)
{
    const core::Result<void> removed = composition::dropProfile(invocation.core, model::ProfileId(id), consent(invocation));
    if (!removed.ok())
        return removed.error();
    if (invocation.terminal.json())
        invocation.terminal.document({{QStringLiteral("removed"), id}});
    if (invocation.core.profiles().find(model::ProfileId(id)).ok())
        invocation.terminal.say(tr("Your own %1 is gone; the one that it hid is used again.").arg(printable(id)));
    return int(Done);
}

} // namespace keyturn::cli
