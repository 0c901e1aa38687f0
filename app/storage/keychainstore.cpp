// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/keychainstore.h"

#include "storage/entrycodec.h"
#include "storage/keychainentries.h"
#include "storage/qtkeychainentries.h"
#include "storage/storageerror.h"

#include <QCoreApplication>

#include <algorithm>
#include <deque>

namespace keyturn::storage {

namespace {

#ifdef Q_OS_WIN
constexpr qsizetype platformEntryBytes = 2560; // CRED_MAX_CREDENTIAL_BLOB_SIZE
#else
constexpr qsizetype platformEntryBytes = KeychainStore::unlimitedEntryBytes;
#endif
constexpr qsizetype probeBytes = 3000; // more than one Windows entry, as much as a set of JWTs

bool isMissing(const core::Error &error)
{
    return error.code == QLatin1String("secret_missing");
}

} // namespace

/// Runs one story after another. A story lives in a context of its own: deleting that lets it go wherever it stands.
class KeychainStore::Queue : public QObject
{
public:
    Queue(core::Clock &clock, std::chrono::milliseconds patience) : m_clock(clock), m_patience(patience) { }

    template <class T> core::Async<T> add(std::function<core::Async<T>(QObject *)> story)
    {
        const core::Promise<T> promise;
        core::Async<T> future = promise.future();
        Entry entry;
        entry.number = ++m_lastNumber;
        entry.start = [this, promise, number = entry.number, story = std::move(story)](QObject *context) {
            core::whenDone(story(context), context, [this, promise, number](core::Result<T> result) {
                promise.finish(std::move(result));
                ended(number);
            });
        };
        entry.giveUp = [promise](const core::Error &error) { promise.finish(error); };
        // The patience counts from here on: ten callers behind a frozen keychain are told at the same time, not one after the other.
        m_clock.callAfter(m_patience, this, [this, number = entry.number] { expired(number); });
        m_entries.push_back(std::move(entry));
        startNext();
        return future;
    }

private:
    struct Entry {
        quint64 number = 0;
        std::function<void(QObject *)> start;
        std::function<void(const core::Error &)> giveUp;
    };

    void startNext()
    {
        if (m_context || m_entries.empty())
            return;
        m_context = std::make_unique<QObject>();
        m_entries.front().start(m_context.get());
    }

    void ended(quint64 number)
    {
        if (m_entries.empty() || m_entries.front().number != number)
            return;
        m_context.release()->deleteLater(); // it is the receiver of the call that we are in
        m_entries.pop_front();
        startNext();
    }

    void expired(quint64 number)
    {
        const auto entry = std::find_if(m_entries.begin(), m_entries.end(), [number](const Entry &one) { return one.number == number; });
        if (entry == m_entries.end())
            return;
        entry->giveUp(storageError("keychain_timeout", QStringLiteral("no answer within %1 ms").arg(m_patience.count())));
        const bool running = entry == m_entries.begin();
        m_entries.erase(entry);
        if (running) {
            m_context.reset(); // FAULTS 63: the job itself goes on and ends by itself, nobody listens any more
            startNext();
        }
    }

    core::Clock &m_clock;
    std::chrono::milliseconds m_patience;
    std::deque<Entry> m_entries;
    std::unique_ptr<QObject> m_context; ///< Of the first entry's story; empty: nothing runs.
    quint64 m_lastNumber = 0;
};

KeychainStore::KeychainStore(core::Clock &clock, std::chrono::milliseconds patience, QObject *parent)
    : KeychainStore(clock, std::make_unique<QtKeychainEntries>(), platformEntryBytes, patience, parent)
{ }

KeychainStore::KeychainStore(core::Clock &clock, std::unique_ptr<KeychainEntries> entries, qsizetype maxEntryBytes,
                             std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent), m_entries(std::move(entries)), m_maxEntryBytes(maxEntryBytes), m_queue(std::make_unique<Queue>(clock, patience))
{ }

KeychainStore::~KeychainStore() = default;

core::Async<core::Secret> KeychainStore::read(const SecretKey &key)
{
    return m_queue->add<core::Secret>([this, key](QObject *context) { return readParts(key, {}, context); });
}

core::Async<void> KeychainStore::write(const SecretKey &key, const core::Secret &value)
{
    return m_queue->add<void>([this, key, value](QObject *context) { return writeValue(key, value, context); });
}

core::Async<void> KeychainStore::remove(const SecretKey &key)
{
    return m_queue->add<void>([this, key](QObject *context) { return removeFrom(key, 0, context); });
}

core::Async<void> KeychainStore::probe()
{
    const SecretKey key{model::AccountId(QStringLiteral("probe-%1").arg(QCoreApplication::applicationPid())), 0};
    return m_queue->add<void>([this, key](QObject *context) {
        const core::Secret value{QByteArray(probeBytes, 'k')};
        return core::chain(writeValue(key, value, context), context, [this, key, context] { return removeFrom(key, 0, context); });
    });
}

/// Reads on until the parts that the first one promises are there.
core::Async<core::Secret> KeychainStore::readParts(const SecretKey &key, const QList<core::Secret> &sofar, QObject *context)
{
    if (!sofar.isEmpty()) {
        const core::Result<int> parts = entryParts(key, sofar.first());
        if (!parts.ok())
            return core::ready<core::Secret>(parts.error());
        if (sofar.size() == *parts)
            return core::ready<core::Secret>(decodeEntries(key, sofar));
    }
    return core::chain(m_entries->read(entryName(key, static_cast<int>(sofar.size()))), context,
                       [this, key, sofar, context](const core::Secret &text) {
                           QList<core::Secret> more = sofar;
                           more.append(text);
                           return readParts(key, more, context);
                       });
}

core::Async<void> KeychainStore::writeValue(const SecretKey &key, const core::Secret &value, QObject *context)
{
    core::Result<QList<core::Secret>> texts = encodeEntries(key, value, m_maxEntryBytes);
    if (!texts.ok())
        return core::ready<void>(texts.error());
    return writeParts(key, *texts, static_cast<int>(texts->size()) - 1, context);
}

/// From the last part to the first, which makes the others count; then the tail that a longer value may have left.
core::Async<void> KeychainStore::writeParts(const SecretKey &key, const QList<core::Secret> &texts, int index, QObject *context)
{
    if (index < 0)
        return isSplitting() ? removeFrom(key, static_cast<int>(texts.size()), context) : core::ready<void>({});
    const QString name = entryName(key, index);
    return core::chain(m_entries->write(name, texts.at(index)), context, [this, key, texts, index, name, context] {
        return core::chain(readBack(name, texts.at(index), context), context,
                           [this, key, texts, index, context] { return writeParts(key, texts, index - 1, context); });
    });
}

/// FAULTS 66: some keychains say that they wrote and did not.
core::Async<void> KeychainStore::readBack(const QString &name, const core::Secret &expected, QObject *context)
{
    const core::Promise<void> promise;
    core::Async<void> future = promise.future();
    core::whenDone(m_entries->read(name), context, [promise, name, expected](const core::Result<core::Secret> &found) {
        if (!found.ok() && !isMissing(found.error()))
            promise.finish(found.error());
        else if (!found.ok() || !(*found == expected))
            promise.finish(storageError("keychain_write_lost", QStringLiteral("entry %1 was written and is not there").arg(name)));
        else
            promise.finish({});
    });
    return future;
}

core::Async<void> KeychainStore::removeFrom(const SecretKey &key, int index, QObject *context)
{
    if (index >= maxEntryParts)
        return core::ready<void>({});
    const QString name = entryName(key, index);
    return core::chain(m_entries->remove(name), context, [this, key, index, name, context](bool existed) {
        // A first part may be gone while the tail is still there, when an earlier removal was cut short.
        const bool more = isSplitting() && (existed || index == 0);
        return core::chain(checkGone(name, context), context,
                           [this, key, index, more, context] { return more ? removeFrom(key, index + 1, context) : core::ready<void>({}); });
    });
}

/// A locked Secret Service says that it removed and keeps the entry: a sign-out would leave the tokens there.
core::Async<void> KeychainStore::checkGone(const QString &name, QObject *context)
{
    const core::Promise<void> promise;
    core::Async<void> future = promise.future();
    core::whenDone(m_entries->read(name), context, [promise, name](const core::Result<core::Secret> &found) {
        if (found.ok())
            promise.finish(storageError("keychain_failed", QStringLiteral("entry %1 was removed and is still there").arg(name)));
        else if (isMissing(found.error()))
            promise.finish({});
        else
            promise.finish(found.error());
    });
    return future;
}

QString keychainLibraryVersion()
{
    return QStringLiteral(KEYTURN_QTKEYCHAIN_VERSION);
}

} // namespace keyturn::storage
