// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/codeoptions.h"

#include "cli/exitstatus.h"
#include "words/rulewords.h"

#include <QCoreApplication>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CodeOptions", text);
}

QString stdinOption(const QString &name)
{
    return name + QLatin1String("-stdin");
}

QString descriptorOption(const QString &name)
{
    return name + QLatin1String("-fd");
}

const QString code = QStringLiteral("code");
const QString freshPassword = QStringLiteral("new-password");

} // namespace

void addSecretOptions(QCommandLineParser &parser, const QString &name, const QString &what)
{
    QCommandLineOption forbidden(name, {}, name);
    forbidden.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({{stdinOption(name), tr("Reads %1 from a line of standard input.").arg(what)},
                       {descriptorOption(name), tr("Reads %1 from a file descriptor.").arg(what), QStringLiteral("number")},
                       forbidden});
}

core::Result<void> checkSecretOptions(const QCommandLineParser &options, const QString &name)
{
    if (options.isSet(name))
        return usageError(
            tr("A secret on the command line can be read by every program on this machine: use --%1-stdin, --%1-fd or the prompt.").arg(name));
    if (options.isSet(stdinOption(name)) && options.isSet(descriptorOption(name)))
        return usageError(tr("--%1-stdin and --%1-fd are two ways to the same: give one.").arg(name));
    if (!options.isSet(descriptorOption(name)))
        return {};
    bool isNumber = false;
    if (options.value(descriptorOption(name)).toInt(&isNumber) < 0 || !isNumber)
        return usageError(tr("--%1-fd wants the number of an open file descriptor.").arg(name));
    return {};
}

bool isSecretPiped(const QCommandLineParser &options, const QString &name)
{
    return options.isSet(stdinOption(name)) || options.isSet(descriptorOption(name));
}

core::Result<core::Secret> readSecret(const Invocation &invocation, const SecretOption &option)
{
    const QCommandLineParser &options = invocation.options;
    if (options.isSet(stdinOption(option.name)))
        return Terminal::readSecretLine(0);
    if (options.isSet(descriptorOption(option.name)))
        return Terminal::readSecretLine(options.value(descriptorOption(option.name)).toInt());
    if (!Terminal::canAsk())
        return usageError(tr("There is no terminal to ask on: give it by --%1-stdin or --%1-fd.").arg(option.name));
    return invocation.terminal.askSecret(option.question);
}

void addCodeOptions(QCommandLineParser &parser)
{
    addSecretOptions(parser, code, tr("the code"));
}

void addFreshPasswordOptions(QCommandLineParser &parser)
{
    addSecretOptions(parser, freshPassword, tr("the new password"));
}

core::Result<core::Secret> readFreshPassword(const Invocation &invocation, const model::PasswordRules &rules)
{
    core::Result<core::Secret> first = readSecret(invocation, {freshPassword, tr("New password:")});
    if (!first.ok())
        return first;
    if (const std::optional<core::Error> broken = words::passwordRulesError(rules, *first))
        return *broken;
    if (isSecretPiped(invocation.options, freshPassword))
        return first;
    const core::Result<core::Secret> second = invocation.terminal.askSecret(tr("Once more:"));
    if (!second.ok())
        return second.error();
    if (!(*first == *second))
        return usageError(tr("The two passwords are not the same. Nothing was sent."));
    return first;
}

} // namespace keyturn::cli
