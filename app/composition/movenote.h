// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/paths.h"
#include "storage/filelock.h"
#include "storage/secretstore.h"

#include <QFile>
#include <QList>
#include <QStringList>

#include <functional>
#include <memory>

/// What a move of secrets would leave behind if it were ended in the middle, in a file among the state: which slots, and the two places, by the words
/// of the setting `secretStore`. No secret. Until all is copied and the setting names the new place, the copies there are what has to go; from then
/// on, those at the old one.
namespace keyturn::composition {

enum class MoveStage {
    Copying,
    Copied, ///< All lies in both places; the setting says which of the two serves.
    Moved, ///< The new one does, or did once: whatever the setting says by now.
};

struct MoveNote {
    QString from;
    QString to;
    QList<storage::SecretKey> keys;
    MoveStage stage = MoveStage::Copying;
    bool operator==(const MoveNote &) const = default;
};

/// The note of a move that is under way. While it lives no other process begins a move, and none finishes one.
class OpenMoveNote
{
public:
    /// Errors: Storage; `lock_timeout` where another process moves secrets.
    [[nodiscard]] static core::Result<std::shared_ptr<OpenMoveNote>> begin(const core::Paths &paths, const QString &from, const QString &to);

    /// Before the slot is written: survives the end of this process. A crash of the system it survives from seal() on.
    [[nodiscard]] core::Result<void> add(const storage::SecretKey &key);
    /// All is copied, and was read back.
    [[nodiscard]] core::Result<void> seal();
    [[nodiscard]] const QString &path() const { return m_path; }

private:
    OpenMoveNote(QString path, storage::FileLock lock) : m_path(std::move(path)), m_lock(std::move(lock)), m_file(m_path) { }
    QString m_path;
    storage::FileLock m_lock;
    QFile m_file;
};

[[nodiscard]] core::Result<MoveNote> readMoveNote(const QString &path);

/// How a move is brought to its end.
struct MoveFinish {
    QString setting; ///< The place that serves from now on.
    QString override; ///< That serves until the program ends, whatever the setting says; empty: none.
    /// The store of a place; null: it cannot be had without asking somebody.
    std::function<std::shared_ptr<storage::SecretStore>(const QString &place)> open;
    /// Takes out of a place, before it is cleared, what else waits there; null: nothing does.
    std::function<core::Async<void>(storage::SecretStore &store)> rescue = {};
};

/// Removes what the note at @p path names from where it does not serve, reads back that nothing is left, and removes the note. Answers the place
/// where something is left, or may be, where there is one: then the note stays. An error (Storage) is of the note itself.
[[nodiscard]] core::Async<QStringList> finishMove(const QString &path, const MoveFinish &how, QObject *context);

/// The same of all notes, unless a process moves secrets just now.
[[nodiscard]] core::Async<QStringList> finishMoves(const core::Paths &paths, const MoveFinish &how, QObject *context);

/// Whether there is a note; all that a start costs where there is none.
[[nodiscard]] bool hasMoveNotes(const core::Paths &paths);

} // namespace keyturn::composition
