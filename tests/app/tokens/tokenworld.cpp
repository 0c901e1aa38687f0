// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokenworld.h"

#include "tokens/rotationjournal.h"
#include "tokens/vaultentry.h"

#include <QDir>
#include <QFileInfo>

namespace keyturn::tests {

TokenWorld::TokenWorld()
{
    if (!directory.isValid() || !QDir(directory.path()).mkdir(QStringLiteral("data")) || !QDir(directory.path()).mkdir(QStringLiteral("state")))
        qFatal("no temporary folder: %s", qPrintable(directory.errorString()));
}

QString TokenWorld::inMemory()
{
    const QFileInfo memory(QStringLiteral("/dev/shm"));
    return (memory.isDir() && memory.isWritable() ? memory.filePath() : QDir::tempPath()) + QLatin1String("/keyturn-tokens-XXXXXX");
}

TokenWorld::Process::Process(TokenWorld &world)
    : accounts(world.directory.filePath(QStringLiteral("data"))),
      manager(world.clock, world.random, world.secrets, accounts, world.refresher, world.state())
{
    const auto tell = [this, mine = world.id](const QString &what) {
        return [this, mine, what](const model::AccountId &whose) {
            if (whose == mine)
                told.append(what);
        };
    };
    const auto tellError = [this, mine = world.id](const QString &what) {
        return [this, mine, what](const model::AccountId &whose, const core::Error &error) {
            if (whose == mine)
                told.append(what + u' ' + error.code);
        };
    };
    using tokens::TokenManager;
    QObject::connect(&manager, &TokenManager::refreshed, &manager, tell(QStringLiteral("refreshed")));
    QObject::connect(&manager, &TokenManager::refreshFailed, &manager, tellError(QStringLiteral("failed")));
    QObject::connect(&manager, &TokenManager::signInNeeded, &manager, tellError(QStringLiteral("ended")));
    QObject::connect(&manager, &TokenManager::notSaved, &manager, tellError(QStringLiteral("unsaved")));
}

core::Result<model::Account> TokenWorld::signIn(Process &process, std::optional<model::TokenSet> tokens)
{
    return answerOf(process.manager.adopt(account(), tokens ? *tokens : refresher.grant()));
}

model::Account TokenWorld::account(const QString &id)
{
    model::Account account;
    account.id = model::AccountId(id);
    account.profile = model::ProfileId(QStringLiteral("demo"));
    account.identity.issuer = QStringLiteral("https://auth.example");
    account.identity.subject = id;
    return account;
}

model::Account TokenWorld::record() const
{
    const core::Result<model::Account> found = storage::AccountStore(directory.filePath(QStringLiteral("data"))).find(id);
    return found.ok() ? *found : model::Account{};
}

QString TokenWorld::cause() const
{
    const model::Account found = record();
    const auto *needed = std::get_if<model::SignInNeeded>(&found.standing);
    return needed ? needed->cause : QString();
}

void TokenWorld::plantSlot(quint64 generation, const model::TokenSet &tokens)
{
    secrets.entries.insert(storage::SecretKey{id, generation}.toString(), tokens::packEntry(account(), generation, tokens));
}

void TokenWorld::plantJournal(quint64 next) const
{
    const tokens::RotationJournal journal(directory.filePath(QStringLiteral("state/rotation")));
    if (!journal.begin(id, {next - 1, next}).ok())
        qFatal("no journal");
}

void TokenWorld::turn()
{
    // Each step of a chain of answers is an event of its own.
    for (int i = 0; i < 100; ++i) {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

void TokenWorld::pass(std::chrono::milliseconds time)
{
    turn();
    clock.advance(time);
    turn();
}

QByteArray accessOf(const core::Result<model::TokenSet> &answer)
{
    return answer.ok() ? answer->accessToken.reveal().toByteArray() : answer.error().code.toLatin1();
}

QByteArray accessOf(const std::optional<model::TokenSet> &tokens)
{
    return tokens ? tokens->accessToken.reveal().toByteArray() : QByteArray("none");
}

} // namespace keyturn::tests
