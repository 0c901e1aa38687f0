// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/identityprompt.h"

#include "cli/table.h"

#include <QCoreApplication>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("IdentityPrompt", text);
}

QString nameOf(const model::Identity &identity)
{
    const QString &first = identity.email.isEmpty() ? identity.name : identity.email;
    return printable(first.isEmpty() ? identity.subject : first);
}

bool isAccepted(const Invocation &invocation)
{
    const QString option = QStringLiteral("accept-other");
    if (invocation.options.optionNames().contains(option))
        return true;
    if (!Terminal::canAsk())
        return false;
    const core::Result<QString> answer = invocation.terminal.ask(tr("Keep this sign-in? [y/N]"));
    return answer.ok() && answer->trimmed().compare(QLatin1String("y"), Qt::CaseInsensitive) == 0;
}

} // namespace

void answerUnexpectedIdentity(accounts::SignInFlow &flow, const Invocation &invocation)
{
    // Later: whoever types holds up the program, and the flow is to have done its step by then.
    QObject::connect(
        &flow, &accounts::SignInFlow::unexpectedIdentity, &flow,
        [&flow, invocation](const accounts::UnexpectedIdentity &who) {
            invocation.terminal.say(tr("Signed in is %1, not %2.").arg(nameOf(who.identity), printable(who.expected)));
            if (isAccepted(invocation))
                flow.accept();
            else
                flow.decline();
        },
        Qt::QueuedConnection);
}

void addIdentityOptions(QCommandLineParser &parser)
{
    parser.addOption({QStringLiteral("accept-other"), tr("Keeps the sign-in also of somebody else than --user or --account names, without asking.")});
}

} // namespace keyturn::cli
