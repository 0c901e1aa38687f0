// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/movenote.h"

#include "composition/secretmove.h"
#include "storage/privatefile.h"

#include <QDir>

#include <chrono>

namespace keyturn::composition {

namespace {

using storage::SecretKey;

constexpr qsizetype maxBytes = 16 * 1024 * 1024;
const QByteArray firstLine = "keyturn-secret-move 1\n";
const QByteArray copiedLine = "copied";
const QByteArray movedLine = "moved";

QString folderIn(const core::Paths &paths)
{
    return paths.state + QLatin1String("/secret-moves");
}

QStringList notesIn(const core::Paths &paths)
{
    const QDir folder(folderIn(paths));
    QStringList found;
    for (const QString &name : folder.entryList({QStringLiteral("*.move")}, QDir::Files, QDir::Name))
        found += folder.filePath(name);
    return found;
}

core::Result<storage::FileLock> lockIn(const core::Paths &paths)
{
    if (const core::Result<void> folder = core::ensurePrivateDirectory(folderIn(paths)); !folder.ok())
        return folder.error();
    return storage::FileLock::acquireNow(folderIn(paths) + QLatin1String("/lock"), std::chrono::milliseconds(0));
}

core::Error damaged(const QString &path)
{
    return {core::ErrorKind::Storage, QStringLiteral("move_note_broken"), path};
}

/// Looks that none of @p keys is left in @p store.
core::Async<bool> isGone(const std::shared_ptr<storage::SecretStore> &store, QList<SecretKey> keys, QObject *context)
{
    if (keys.isEmpty())
        return core::ready<bool>(true);
    const core::Promise<bool> promise;
    const SecretKey key = keys.takeFirst();
    core::whenDone(store->read(key), context, [store, keys, context, promise](const core::Result<core::Secret> &value) {
        if (value.ok() || value.error().code != QLatin1String("secret_missing"))
            return promise.finish(false);
        core::whenDone(isGone(store, keys, context), context, [promise](const core::Result<bool> &rest) { promise.finish(rest); });
    });
    return promise.future();
}

/// @p next, however @p first went.
core::Async<void> afterwards(const core::Async<void> &first, QObject *context,
                             const std::function<core::Async<void>(const core::Result<void> &)> &next)
{
    const core::Promise<void> promise;
    core::whenDone(first, context, [promise, context, next](const core::Result<void> &before) {
        core::whenDone(next(before), context, [promise](const core::Result<void> &done) { promise.finish(done); });
    });
    return promise.future();
}

/// Answers the place where something is left.
core::Async<QStringList> clear(const QString &place, const QList<SecretKey> &keys, const MoveFinish &how, QObject *context)
{
    const std::shared_ptr<storage::SecretStore> store = place == how.override ? nullptr : how.open(place);
    if (!store)
        return core::ready<QStringList>(QStringList{place});
    const core::Async<void> rescued = how.rescue ? how.rescue(*store) : core::ready<void>({});
    const auto remove = [store, keys, context](const core::Result<void> &) { return removeSecrets(*store, keys, context); };
    const core::Promise<QStringList> promise;
    core::whenDone(afterwards(rescued, context, remove), context, [=](const core::Result<void> &) { // whether it did, the reading tells
        core::whenDone(isGone(store, keys, context), context,
                       [promise, place](const core::Result<bool> &gone) { promise.finish(gone.ok() && *gone ? QStringList() : QStringList{place}); });
    });
    return promise.future();
}

QByteArray bytesOf(const MoveNote &note)
{
    QByteArray bytes = firstLine + note.from.toUtf8() + '\n' + note.to.toUtf8() + '\n';
    for (const SecretKey &key : note.keys)
        bytes += key.toString().toUtf8() + '\n';
    return note.stage == MoveStage::Copying ? bytes : bytes + (note.stage == MoveStage::Copied ? copiedLine : movedLine) + '\n';
}

core::Async<QStringList> finishEach(QStringList notes, const MoveFinish &how, const QStringList &left, const storage::FileLock &lock,
                                    QObject *context)
{
    if (notes.isEmpty())
        return core::ready<QStringList>(left);
    const QString note = notes.takeFirst();
    return core::chain(finishMove(note, how, context), context,
                       [=](const QStringList &places) -> core::Async<QStringList> { return finishEach(notes, how, left + places, lock, context); });
}

} // namespace

core::Result<std::shared_ptr<OpenMoveNote>> OpenMoveNote::begin(const core::Paths &paths, const QString &from, const QString &to)
{
    const core::Result<storage::FileLock> lock = lockIn(paths);
    if (!lock.ok())
        return lock.error();
    QString path;
    for (int number = 1; path.isEmpty() || QFile::exists(path); ++number) // those of before wait for a passphrase
        path = folderIn(paths) + QStringLiteral("/%1.move").arg(number);
    if (const core::Result<void> written = storage::writePrivateFile(path, bytesOf({from, to, {}})); !written.ok())
        return written.error();
    std::shared_ptr<OpenMoveNote> note(new OpenMoveNote(path, *lock));
    if (!note->m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), path};
    return note;
}

core::Result<void> OpenMoveNote::add(const SecretKey &key)
{
    const QByteArray line = key.toString().toUtf8() + '\n';
    if (m_file.write(line) != line.size())
        return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), m_path};
    return {};
}

core::Result<void> OpenMoveNote::seal()
{
    m_file.close();
    core::Result<MoveNote> note = readMoveNote(m_path);
    if (!note.ok())
        return note.error();
    note.value().stage = MoveStage::Copied;
    return storage::writePrivateFile(m_path, bytesOf(*note)); // which syncs
}

core::Result<MoveNote> readMoveNote(const QString &path)
{
    const core::Result<QByteArray> bytes = storage::readPrivateFile(path, maxBytes);
    if (!bytes.ok())
        return bytes.error();
    QByteArrayList lines = bytes->split('\n');
    lines.removeLast(); // empty; or a line that was being written: then its slot was not
    if (!bytes->startsWith(firstLine) || lines.size() < 3)
        return damaged(path);
    MoveNote note{QString::fromUtf8(lines.at(1)), QString::fromUtf8(lines.at(2)), {}};
    if (lines.constLast() == copiedLine || lines.constLast() == movedLine)
        note.stage = lines.takeLast() == copiedLine ? MoveStage::Copied : MoveStage::Moved;
    for (const QByteArray &line : lines.mid(3)) {
        const qsizetype slash = line.lastIndexOf('/');
        bool isNumber = false;
        const quint64 generation = line.mid(slash + 1).toULongLong(&isNumber);
        if (slash < 1 || !isNumber)
            return damaged(path);
        note.keys += {model::AccountId(QString::fromUtf8(line.left(slash))), generation};
    }
    return note;
}

core::Async<QStringList> finishMove(const QString &path, const MoveFinish &how, QObject *context)
{
    core::Result<MoveNote> note = readMoveNote(path);
    if (!note.ok())
        return core::ready<QStringList>(note.error());
    if (note->stage == MoveStage::Copied && how.setting == note->to) {
        note.value().stage = MoveStage::Moved; // also when the setting is another one by the time that the old place can be had
        if (const core::Result<void> written = storage::writePrivateFile(path, bytesOf(*note)); !written.ok())
            return core::ready<QStringList>(written.error());
    }
    const QString place = note->stage == MoveStage::Moved ? note->from : note->to;
    const core::Async<QStringList> cleared = place == how.setting ? core::ready<QStringList>(QStringList()) // it serves again
                                                                  : clear(place, note->keys, how, context);
    return core::chain(cleared, context, [path](const QStringList &left) -> core::Result<QStringList> {
        if (!left.isEmpty())
            return left;
        const core::Result<void> removed = storage::removePrivateFile(path);
        return removed.ok() ? core::Result<QStringList>(left) : removed.error();
    });
}

core::Async<QStringList> finishMoves(const core::Paths &paths, const MoveFinish &how, QObject *context)
{
    if (!hasMoveNotes(paths))
        return core::ready<QStringList>(QStringList());
    const core::Result<storage::FileLock> lock = lockIn(paths);
    if (!lock.ok() && lock.error().code == QLatin1String("lock_timeout"))
        return core::ready<QStringList>(QStringList()); // who moves has to finish
    if (!lock.ok())
        return core::ready<QStringList>(lock.error());
    return finishEach(notesIn(paths), how, {}, *lock, context);
}

bool hasMoveNotes(const core::Paths &paths)
{
    return !notesIn(paths).isEmpty();
}

} // namespace keyturn::composition
