// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/revocationqueue.h"

#include "core/json.h"
#include "core/logging.h"
#include "storage/privatefile.h"
#include "tokens/vaultentry.h"

#include <QDir>
#include <QJsonDocument>

namespace keyturn::accounts {

namespace {

constexpr qint64 patience = 7 * 24 * 3600; // seconds
constexpr quint64 generation = 1;
constexpr qsizetype maxFileBytes = 4096;

QString wordOf(storage::SecretStoreKind kind)
{
    return kind == storage::SecretStoreKind::Keychain ? QStringLiteral("keychain") : QStringLiteral("file");
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

core::Async<bool> RevocationQueue::revokeLater(const model::Account &account, const model::TokenSet &tokens)
{
    if (m_secrets.kind() == storage::SecretStoreKind::SessionOnly || tokens.accessToken.isEmpty())
        return core::ready<bool>(false);
    model::Account kept;
    kept.id = model::AccountId(QLatin1String("revoke-") + QString::fromLatin1(m_random.bytes(16).toHex()));
    kept.profile = account.profile;
    kept.provider = account.provider;
    const QJsonObject file{{QStringLiteral("version"), 1},
                           {QStringLiteral("profile"), kept.profile.toString()},
                           {QStringLiteral("provider"), kept.provider.toString()},
                           {QStringLiteral("since"), m_clock.now().toString(Qt::ISODateWithMs)},
                           {QStringLiteral("store"), wordOf(m_secrets.kind())}};
    // The file first: a slot that no file names would lie there for ever.
    if (!storage::writePrivateFile(pathOf(kept.id), QJsonDocument(file).toJson(QJsonDocument::Compact)).ok())
        return core::ready<bool>(false);
    const core::Promise<bool> promise;
    core::whenDone(m_secrets.write({kept.id, generation}, tokens::packEntry(kept, generation, tokens)), this,
                   [this, promise, slot = kept.id](const core::Result<void> &written) {
                       if (!written.ok())
                           forget(slot);
                       promise.finish(written.ok());
                   });
    return promise.future();
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
    entry.since = QDateTime::fromString(json->value(QStringLiteral("since")).toString(), Qt::ISODateWithMs);
    entry.store = json->value(QStringLiteral("store")).toString();
    return entry;
}

void RevocationQueue::retryPending()
{
    const QStringList names = QDir(m_directory).entryList({QStringLiteral("revoke-*.json")}, QDir::Files);
    for (const QString &name : names) {
        const model::AccountId slot(name.chopped(5));
        const std::optional<Entry> entry = read(slot);
        if (entry && entry->store != wordOf(m_secrets.kind()))
            continue; // this one cannot see its slot
        const qint64 age = entry && entry->since.isValid() ? entry->since.secsTo(m_clock.now()) : patience;
        if (age >= patience)
            forget(slot);
        else
            retry(*entry);
    }
}

void RevocationQueue::retry(const Entry &entry)
{
    core::whenDone(m_secrets.read({entry.account.id, generation}), this, [this, account = entry.account](const core::Result<core::Secret> &value) {
        if (!value.ok()) {
            if (value.error().code == QLatin1String("secret_missing"))
                forget(account.id);
            return;
        }
        const core::Result<model::TokenSet> tokens = tokens::unpackEntry(*value, account, generation);
        if (!tokens.ok())
            return forget(account.id);
        core::whenDone(m_direct.revoke(account, *tokens), this, [this, account](const core::Result<void> &told) {
            if (!told.ok() && mayBeToldLater(told.error()))
                return;
            if (!told.ok())
                qCInfo(core::lcAccounts) << "A revocation that waited was refused:" << told.error().code;
            forget(account.id);
        });
    });
}

void RevocationQueue::forget(const model::AccountId &slot)
{
    core::whenDone(m_secrets.remove({slot, generation}), this, [this, slot](const core::Result<void> &removed) {
        if (removed.ok() && !storage::removePrivateFile(pathOf(slot)).ok())
            qCWarning(core::lcAccounts) << "The file of a revocation that is done could not be removed";
    });
}

} // namespace keyturn::accounts
