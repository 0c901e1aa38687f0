// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/revocationqueue.h"

#include "core/json.h"
#include "core/logging.h"
#include "storage/privatefile.h"
#include "tokens/vaultentry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <memory>

namespace keyturn::accounts {

namespace {

constexpr qint64 patience = 7 * 24 * 3600; // seconds
constexpr quint64 generation = 1;
constexpr qsizetype maxFileBytes = 16 * 1024;
constexpr std::chrono::hours retryInterval{1};

QString wordOf(storage::SecretStoreKind kind)
{
    switch (kind) {
    case storage::SecretStoreKind::Keychain:
        return QStringLiteral("keychain");
    case storage::SecretStoreKind::SessionOnly:
        return QStringLiteral("session");
    default:
        return QStringLiteral("file");
    }
}

/// The endpoint's own no. A profile that is gone or says something else, or a backend that is not started, may be there again tomorrow.
bool isRefusal(const core::Error &error)
{
    return error.kind == core::ErrorKind::Rejected || error.kind == core::ErrorKind::SignInAgain;
}

} // namespace

/// What the file tells.
struct RevocationQueue::Entry {
    model::Account account; ///< Its id is the slot's; of the person it has nothing.
    QDateTime since;
    QString store;
};

RevocationQueue::RevocationQueue(core::Clock &clock, core::Random &random, storage::SecretStore &secrets, Revoker &direct, QString directory,
                                 QObject *parent)
    : QObject(parent), m_clock(clock), m_random(random), m_secrets(secrets), m_direct(direct), m_directory(std::move(directory))
{ }

core::Async<void> RevocationQueue::revoke(const model::Account &account, const model::TokenSet &tokens)
{
    return m_direct.revoke(account, tokens);
}

core::Async<void> RevocationQueue::revokeOthers(const model::Account &account, const model::TokenSet &tokens)
{
    return m_direct.revokeOthers(account, tokens);
}

core::Async<QUrl> RevocationQueue::endSessionUrl(const model::Account &account)
{
    return m_direct.endSessionUrl(account);
}

QString RevocationQueue::pathOf(const model::AccountId &slot) const
{
    return m_directory + u'/' + slot.toString() + QLatin1String(".json");
}

/// Whoever writes, tries or removes an entry holds it: an entry that is half written looks like one whose slot is gone.
core::Result<storage::FileLock> RevocationQueue::lock(const model::AccountId &slot) const
{
    return storage::FileLock::acquireNow(pathOf(slot) + QLatin1String(".lock"), std::chrono::milliseconds(0));
}

core::Async<bool> RevocationQueue::revokeLater(const model::Account &account, const model::TokenSet &tokens)
{
    if (m_secrets.kind() == storage::SecretStoreKind::SessionOnly || tokens.accessToken.isEmpty())
        return core::ready<bool>(false);
    model::Account kept;
    kept.id = model::AccountId(QLatin1String("revoke-") + QString::fromLatin1(m_random.bytes(16).toHex()));
    kept.profile = account.profile;
    kept.provider = account.provider;
    kept.identity.issuer = account.identity.issuer;
    kept.origins = account.origins;
    const core::Result<storage::FileLock> held = lock(kept.id);
    // The file first: a slot that no file names would lie there for ever.
    if (!held.ok() || !write(kept, m_secrets.kind(), m_clock.now()).ok())
        return core::ready<bool>(false);
    const core::Promise<bool> promise;
    core::whenDone(m_secrets.write({kept.id, generation}, tokens::packEntry(kept, generation, tokens)), this,
                   [this, promise, slot = kept.id, held = *held](const core::Result<void> &written) {
                       if (!written.ok())
                           forget(slot, held, {});
                       promise.finish(written.ok());
                   });
    return promise.future();
}

core::Result<void> RevocationQueue::write(const model::Account &account, storage::SecretStoreKind kind, const QDateTime &since) const
{
    const QJsonObject file{{QStringLiteral("version"), 1},
                           {QStringLiteral("profile"), account.profile.toString()},
                           {QStringLiteral("provider"), account.provider.toString()},
                           {QStringLiteral("issuer"), account.identity.issuer},
                           {QStringLiteral("origins"), QJsonArray::fromStringList(account.origins)},
                           {QStringLiteral("since"), since.toString(Qt::ISODateWithMs)},
                           {QStringLiteral("store"), wordOf(kind)}};
    return storage::writePrivateFile(pathOf(account.id), QJsonDocument(file).toJson(QJsonDocument::Compact));
}

std::optional<RevocationQueue::Entry> RevocationQueue::read(const model::AccountId &slot) const
{
    const core::Result<QByteArray> text = storage::readPrivateFile(pathOf(slot), maxFileBytes);
    if (!text.ok())
        return std::nullopt;
    const core::Result<QJsonObject> json = core::parseJsonObject(*text, maxFileBytes);
    if (!json.ok())
        return std::nullopt;
    Entry entry;
    entry.account.id = slot;
    entry.account.profile = model::ProfileId(json->value(QStringLiteral("profile")).toString());
    entry.account.provider = model::ProviderId(json->value(QStringLiteral("provider")).toString());
    entry.account.identity.issuer = json->value(QStringLiteral("issuer")).toString(); // entries from before these two have neither
    for (const QJsonValue &origin : json->value(QStringLiteral("origins")).toArray())
        entry.account.origins.append(origin.toString());
    entry.since = QDateTime::fromString(json->value(QStringLiteral("since")).toString(), Qt::ISODateWithMs);
    entry.store = json->value(QStringLiteral("store")).toString();
    return entry;
}

core::Async<void> RevocationQueue::moveOne(const model::AccountId &slot, storage::SecretStore &to)
{
    const core::Result<storage::FileLock> held = lock(slot);
    const std::optional<Entry> entry = read(slot);
    if (!held.ok() || !entry || entry->store != wordOf(m_secrets.kind()))
        return core::ready<void>({});
    const storage::SecretKey key{slot, generation};
    const core::Async<void> written = core::chain(m_secrets.read(key), this, [key, &to](const core::Secret &value) { return to.write(key, value); });
    return core::chain(written, this, [this, key, entry = *entry, kind = to.kind(), held = *held]() -> core::Async<void> {
        if (const core::Result<void> told = write(entry.account, kind, entry.since); !told.ok())
            return core::ready<void>(told.error());
        return m_secrets.remove(key);
    });
}

core::Async<int> RevocationQueue::moveTo(storage::SecretStore &to)
{
    const auto stayed = [this] {
        int count = 0;
        for (const QString &name : QDir(m_directory).entryList({QStringLiteral("revoke-*.json")}, QDir::Files)) {
            const std::optional<Entry> entry = read(model::AccountId(name.chopped(5)));
            count += entry && entry->store == wordOf(m_secrets.kind()) ? 1 : 0;
        }
        return count;
    };
    if (to.kind() == storage::SecretStoreKind::SessionOnly || to.kind() == m_secrets.kind())
        return core::ready<int>(stayed());
    core::Async<void> all = core::ready<void>({});
    for (const QString &name : QDir(m_directory).entryList({QStringLiteral("revoke-*.json")}, QDir::Files)) {
        const core::Promise<void> done; // one that stays keeps no other from going
        core::whenDone(all, this, [this, name, &to, done](const core::Result<void> &) {
            core::whenDone(moveOne(model::AccountId(name.chopped(5)), to), this, [done](const core::Result<void> &) { done.finish({}); });
        });
        all = done.future();
    }
    return core::chain(all, this, [stayed]() -> core::Result<int> { return stayed(); });
}

void RevocationQueue::keepTrying()
{
    const core::Async<void> tried = retryPending();
    Q_UNUSED(tried)
    m_clock.callAfter(retryInterval, this, [this] { keepTrying(); });
}

core::Async<void> RevocationQueue::retryPending()
{
    const QStringList names = QDir(m_directory).entryList({QStringLiteral("revoke-*.json")}, QDir::Files);
    const core::Promise<void> all;
    const auto left = std::make_shared<qsizetype>(names.size());
    if (names.isEmpty())
        all.finish({});
    for (const QString &name : names) {
        core::whenDone(retry(model::AccountId(name.chopped(5))), this, [all, left](const core::Result<void> &) {
            if (--*left == 0)
                all.finish({});
        });
    }
    return all.future();
}

core::Async<void> RevocationQueue::retry(const model::AccountId &slot)
{
    const core::Result<storage::FileLock> held = lock(slot);
    if (!held.ok() || !QFile::exists(pathOf(slot)))
        return core::ready<void>({}); // another is at it, or has done it
    const std::optional<Entry> entry = read(slot);
    if (entry && entry->store != wordOf(m_secrets.kind()))
        return core::ready<void>({}); // this one cannot see its slot
    const core::Promise<void> done;
    const qint64 age = entry && entry->since.isValid() ? entry->since.secsTo(m_clock.now()) : patience;
    if (age >= patience)
        forget(slot, *held, done);
    else
        retry(entry->account, *held, done);
    return done.future();
}

void RevocationQueue::retry(const model::Account &account, const storage::FileLock &held, const core::Promise<void> &done)
{
    core::whenDone(m_secrets.read({account.id, generation}), this, [this, account, held, done](const core::Result<core::Secret> &value) {
        if (!value.ok()) {
            if (value.error().code == QLatin1String("secret_missing"))
                return forget(account.id, held, done);
            return done.finish({});
        }
        const core::Result<model::TokenSet> tokens = tokens::unpackEntry(*value, account, generation);
        if (!tokens.ok())
            return forget(account.id, held, done);
        core::whenDone(m_direct.revoke(account, *tokens), this, [this, account, held, done](const core::Result<void> &told) {
            if (!told.ok() && !isRefusal(told.error()))
                return done.finish({});
            if (!told.ok())
                qCInfo(core::lcAccounts) << "A revocation that waited was refused:" << told.error().code;
            forget(account.id, held, done);
        });
    });
}

void RevocationQueue::forget(const model::AccountId &slot, const storage::FileLock &held, const core::Promise<void> &done)
{
    core::whenDone(m_secrets.remove({slot, generation}), this, [this, slot, held, done](const core::Result<void> &removed) {
        if (removed.ok() && !storage::removePrivateFile(pathOf(slot)).ok())
            qCWarning(core::lcAccounts) << "The file of a revocation that is done could not be removed";
        done.finish({});
    });
}

} // namespace keyturn::accounts
