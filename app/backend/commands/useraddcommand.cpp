// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/commands/command.h"
#include "backend/commands/typedpassword.h"
#include "backend/credentials.h"
#include "backend/opaquetoken.h"
#include "backend/passwordhasher.h"

#include <cstdio>
#include <future>

namespace keyturn::backend {

namespace {

QList<QCommandLineOption> options()
{
    return {
        {QStringLiteral("name"), QStringLiteral("The person's name (default: the part of the address before the @)."), QStringLiteral("NAME")},
        {QStringLiteral("role"), QStringLiteral("user (default) or admin."), QStringLiteral("ROLE"), QStringLiteral("user")},
        {QStringLiteral("password-stdin"), QStringLiteral("Read the password from standard input; without it, it is asked for at the terminal.")}};
}

/// What is wrong with the first thing that is.
std::optional<QString> problemOf(const User &user)
{
    if (const auto problem = emailProblem(user.email))
        return problem;
    if (const auto problem = nameProblem(user.name))
        return problem;
    return isRole(user.role) ? std::nullopt : std::optional(QStringLiteral("--role takes user or admin."));
}

core::Result<QByteArray> hashed(const CommandContext &context, const core::Secret &password)
{
    std::promise<core::Result<QByteArray>> promise;
    PasswordHasher hasher(context.random, context.options.bcryptCost, 1);
    hasher.hash(password, [&promise](core::Result<QByteArray> hash) { promise.set_value(std::move(hash)); });
    return promise.get_future().get();
}

int run(const CommandContext &context)
{
    const QString email = normalisedEmail(context.words.constFirst());
    const QString name = context.parser.isSet(QStringLiteral("name")) ? context.parser.value(QStringLiteral("name")) : email.section(u'@', 0, 0);
    const Instant now = instantOf(context.clock);
    const User user{newId(context.random), email, name.trimmed(), context.parser.value(QStringLiteral("role")), now};
    if (const auto problem = problemOf(user))
        return complain(*problem, exitstatus::usage);
    const auto password = readNewPassword(context.parser.isSet(QStringLiteral("password-stdin")));
    if (!password.ok())
        return complain(password.error().detail, exitstatus::usage);
    if (const auto problem = passwordProblem(QString::fromUtf8(password->reveal()), email))
        return complain(*problem, exitstatus::usage);
    const auto hash = hashed(context, *password);
    const auto added = hash.ok() ? context.store.addUser(user, *hash) : core::Result<void>(hash.error());
    if (!added.ok() && added.error().code == QLatin1String("email_taken"))
        return complain(QStringLiteral("Somebody has the e-mail address %1 already.").arg(email), exitstatus::no);
    if (!added.ok())
        return complain(added.error());
    // Who runs the service vouches for the address.
    if (const auto verified = context.care.setVerified(user.id, now); !verified.ok())
        return complain(verified.error());
    std::printf("Added %s.\n", email.toUtf8().constData());
    return exitstatus::done;
}

} // namespace

const Command userAdd{"add", "EMAIL", 1, "Add somebody, whose address counts as confirmed.", options, run};

} // namespace keyturn::backend
