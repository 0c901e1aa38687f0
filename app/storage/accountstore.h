// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "core/result.h"
#include "model/account.h"
#include "storage/filelock.h"

#include <QList>
#include <QObject>

#include <functional>
#include <memory>

class QFileSystemWatcher;

namespace keyturn::storage {

struct AccountRecords;

/// The non-secret records, in one versioned JSON file (0600, atomic). Each change takes a lock, reads again, changes, writes: several processes share
/// it and none undoes another's work. A file that cannot be read is set aside (`accounts.json.broken-<time>`) by setAsideBroken() only, never
/// silently.
class AccountStore : public QObject
{
    Q_OBJECT
public:
    /// @p directory is made when first written to.
    explicit AccountStore(QString directory, QObject *parent = nullptr);
    ~AccountStore() override;

    /// In the order that the person gave. Errors are Storage: `accounts_broken`, `accounts_newer` (written by a newer version), and those of
    /// privatefile.h.
    [[nodiscard]] core::Result<QList<model::Account>> load() const;
    [[nodiscard]] core::Result<model::Account> find(const model::AccountId &id) const; ///< Storage `account_unknown`.
    /// Adds or replaces by id.
    [[nodiscard]] core::Result<void> put(const model::Account &account);
    /// Changes the newest record on disk under the lock; `account_unknown` where it is gone. Answers the record as written.
    [[nodiscard]] core::Result<model::Account> update(const model::AccountId &id, const std::function<void(model::Account &)> &change);
    /// All of them at once, likewise.
    [[nodiscard]] core::Result<void> updateEach(const std::function<void(model::Account &)> &change);
    /// In the person's order: in front of @p before; at the end where that is empty or gone. Error: `account_unknown`.
    [[nodiscard]] core::Result<void> move(const model::AccountId &id, const model::AccountId &before);
    [[nodiscard]] core::Result<void> remove(const model::AccountId &id); ///< Unknown is no error.
    /// To be held by whoever looks whether the person of @p account is known, up to where an account of theirs is stored: two processes that did so
    /// at once would store two. Errors are FileLock's.
    [[nodiscard]] core::Async<FileLock> lockPerson(core::Clock &clock, const model::Account &account, QObject *context) const;
    /// Moves an unreadable file out of the way and answers where to; an empty text where the file can be read after all.
    [[nodiscard]] core::Result<QString> setAsideBroken();

    /// From now on changed() tells of other processes' writes too.
    void watch();

Q_SIGNALS:
    void changed(); ///< The file is another one than before, written by us or by another process.

private:
    [[nodiscard]] QString path() const;
    [[nodiscard]] core::Result<void> change(const std::function<core::Result<void>(AccountRecords &)> &step);
    [[nodiscard]] core::Result<void> remember() const;
    void arm();
    void tellIfChanged();

    /// What was read last: it is asked for many times for each time that it changes.
    struct Memory;
    QString m_directory;
    std::unique_ptr<Memory> m_memory;
    QByteArray m_stamp; ///< Of the file that changed() was last said of.
    std::unique_ptr<QFileSystemWatcher> m_watcher;
};

} // namespace keyturn::storage
