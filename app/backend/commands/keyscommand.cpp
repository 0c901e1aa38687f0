// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/commands/keyscommand.h"

#include "backend/keyfile.h"
#include "backend/options.h"
#include "backend/settings.h"
#include "backend/usage.h"

#include <QCommandLineParser>

namespace keyturn::backend {

namespace {

QString stateOf(const AccessKey &key)
{
    switch (key.state) {
    case AccessKey::State::Next:
        return QStringLiteral("next      in the JWKS only, since %1").arg(isoText(key.createdAt));
    case AccessKey::State::Current:
        return QStringLiteral("current   signs, made %1").arg(isoText(key.createdAt));
    case AccessKey::State::Retiring:
        break;
    }
    return QStringLiteral("retiring  signed until %1, verifies until its tokens have ended").arg(isoText(key.retiredAt));
}

QString listOf(const AccessKeys &keys)
{
    QString text;
    for (const AccessKey &one : keys.all())
        text += QStringLiteral("%1  %2  %3\n").arg(one.key.id(), one.key.algorithmName(), stateOf(one));
    return text;
}

core::Result<AccessKeys> published(const AccessKeys &keys, SigningKey::Algorithm algorithm, Instant now)
{
    const auto key = SigningKey::generate(algorithm);
    return key.ok() ? core::Result<AccessKeys>(keys.withNext(*key, now)) : key.error();
}

core::Result<AccessKeys> rotated(const AccessKeys &keys, std::optional<SigningKey::Algorithm> wanted, Instant now)
{
    if (const auto next = keys.next(); next && next->algorithm() == wanted.value_or(next->algorithm()))
        return keys.rotatedTo(*next, now);
    const auto key = SigningKey::generate(wanted.value_or(keys.current().algorithm()));
    return key.ok() ? core::Result<AccessKeys>(keys.rotatedTo(*key, now)) : key.error();
}

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        QStringLiteral("The keys that access tokens are signed with. A service that runs on them notices within seconds.\n"
                       "  list      shows each key's id, algorithm and state\n"
                       "  publish   puts a new key into the JWKS, for a later rotate: whoever keeps a copy of the JWKS knows it by then\n"
                       "  rotate    signs with the published key, or a new one; the old one verifies until its tokens have ended"));
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("keys"), QStringLiteral("This command."), QStringLiteral("keys"));
    parser.addPositionalArgument(QStringLiteral("action"), QStringLiteral("list, publish or rotate."), QStringLiteral("list|publish|rotate"));
}

/// The service's own, for one configuration serves both; shown are those that say where its keys are, and how the new one signs.
QList<QCommandLineOption> takenOptions(const QString &defaultDataDirectory)
{
    static const QStringList shown{QStringLiteral("data"), QStringLiteral("keys"), QStringLiteral("signing"), QStringLiteral("config")};
    QList<QCommandLineOption> options = serviceOptions(defaultDataDirectory);
    for (QCommandLineOption &option : options) {
        if (!shown.contains(option.names().constLast()))
            option.setFlags(QCommandLineOption::HiddenFromHelp);
    }
    return options;
}

} // namespace

core::Result<QString> runKeysCommand(const QStringList &arguments, const QString &defaultDataDirectory, const QProcessEnvironment &environment,
                                     Instant now)
{
    QCommandLineParser parser;
    describe(parser);
    const QList<QCommandLineOption> taken = takenOptions(defaultDataDirectory);
    parser.addOptions(taken);
    if (!parser.parse(arguments))
        return usage(parser.errorText() + QStringLiteral(" See keys --help."));
    if (parser.isSet(QStringLiteral("help")))
        return parser.helpText();
    const auto settings = Settings::gather(parser, taken, environment);
    if (!settings.ok())
        return settings.error();
    const auto options = readOptions(*settings);
    if (!options.ok())
        return options.error();
    const std::optional<SigningKey::Algorithm> algorithm = options->signing;
    const QString &path = options->keyFile;
    const QStringList words = parser.positionalArguments();
    const QString action = words.size() == 2 ? words.at(1) : QString();
    core::Result<Keys> keys = usage(QStringLiteral("keys takes one of list, publish and rotate. See keys --help."));
    if (action == QLatin1String("list"))
        keys = readKeys(path);
    else if (action == QLatin1String("publish"))
        keys = changeAccessKeys(path, [&](const AccessKeys &old) { return published(old, algorithm.value_or(old.current().algorithm()), now); });
    else if (action == QLatin1String("rotate"))
        keys = changeAccessKeys(path, [&](const AccessKeys &old) { return rotated(old, algorithm, now); });
    return keys.ok() ? core::Result<QString>(listOf(keys->access)) : keys.error();
}

} // namespace keyturn::backend
