// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "crash/disk.h"

#include <QDirIterator>
#include <QFile>

#include <algorithm>
#include <sys/stat.h>

namespace keyturn::crash {

namespace {

QString folderOf(const QString &path)
{
    return path.left(std::max(qsizetype{0}, path.lastIndexOf(u'/')));
}

QString nameOf(const QString &path)
{
    return path.mid(path.lastIndexOf(u'/') + 1);
}

template <class Value> void appendOnce(QList<Value> &list, const Value &value)
{
    if (!list.contains(value))
        list.append(value);
}

/// Changes of names since the last sync: from so many on not every choice of them is tried, only each that is complete up to some point.
constexpr qsizetype mostChoices = 10;

} // namespace

Disk::Disk(const QString &home)
{
    QDirIterator files(home, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        struct stat info = {};
        if (::stat(QFile::encodeName(file.fileName()).constData(), &info) != 0 || !file.open(QIODevice::ReadOnly))
            continue;
        const QString path = file.fileName().mid(home.size() + 1);
        m_numbers.insert(info.st_ino, m_files.size());
        m_folders[folderOf(path)].synced.insert(nameOf(path), m_files.size());
        m_files.append(File{file.readAll(), {}});
    }
}

void Disk::apply(const QByteArray &line)
{
    const QByteArrayList words = line.split(' ');
    if (words.size() < 3 || words.at(0) != "=")
        return;
    const QByteArray &verb = words.at(1);
    const auto fileOf = [this](const QByteArray &number) -> File & { return m_files[m_numbers.value(number.toULongLong())]; };
    if (verb == "create") {
        m_numbers.insert(words.at(2).toULongLong(), m_files.size());
        m_files.append(File());
        change(QString::fromUtf8(words.at(3)), m_files.size() - 1);
    } else if (verb == "write") {
        fileOf(words.at(2)).pending.append({words.at(3).toLongLong(), QByteArray::fromHex(words.at(4)), false});
    } else if (verb == "truncate") {
        fileOf(words.at(2)).pending.append({words.at(3).toLongLong(), {}, true});
    } else if (verb == "sync") {
        File &file = fileOf(words.at(2));
        for (const Write &write : std::as_const(file.pending))
            perform(file.synced, write);
        file.pending.clear();
    } else if (verb == "syncfolder") {
        Folder &folder = m_folders[QString::fromUtf8(words.at(2))];
        for (const NameChange &names : std::as_const(folder.pending))
            folder.synced.insert(names);
        folder.pending.clear();
    } else if (verb == "rename") {
        const QString from = QString::fromUtf8(words.at(2));
        const QString to = QString::fromUtf8(words.at(3));
        m_folders[folderOf(to)].pending.append(NameChange{{nameOf(from), -1}, {nameOf(to), fileAt(from)}});
    } else if (verb == "folder") {
        m_files.append(File());
        change(QString::fromUtf8(words.at(2)), m_files.size() - 1);
    } else if (verb == "remove") {
        change(QString::fromUtf8(words.at(2)), -1);
    }
}

void Disk::change(const QString &path, qsizetype file)
{
    m_folders[folderOf(path)].pending.append(NameChange{{nameOf(path), file}});
}

void Disk::perform(QByteArray &contents, const Write &write)
{
    if (write.cuts) {
        contents.resize(write.offset);
        return;
    }
    if (contents.size() < write.offset)
        contents.append(QByteArray(write.offset - contents.size(), '\0'));
    contents.replace(write.offset, write.data.size(), write.data);
}

qsizetype Disk::fileAt(const QString &path) const
{
    const Folder folder = m_folders.value(folderOf(path));
    qsizetype file = folder.synced.value(nameOf(path), -1);
    for (const NameChange &names : folder.pending)
        file = names.value(nameOf(path), file);
    return file;
}

/// Whether the folder and those that it is in have been synced into the one above.
bool Disk::isCertain(const QString &folder) const
{
    if (folder.isEmpty())
        return true;
    const QList<NameChange> changes = m_folders.value(folderOf(folder)).pending;
    return isCertain(folderOf(folder))
        && std::none_of(changes.begin(), changes.end(), [name = nameOf(folder)](const NameChange &names) { return names.contains(name); });
}

/// None of what is not synced, all of it, the first so many writes, half of one, each without those before it, and the length alone (zeros).
QList<QByteArray> Disk::contentsOf(const File &file)
{
    QList<QByteArray> found{file.synced};
    QByteArray inOrder = file.synced;
    QByteArray lengths = file.synced;
    for (const Write &write : file.pending) {
        Write torn = write;
        torn.data.truncate(write.data.size() / 2);
        Write zeros = write;
        zeros.data.fill('\0');
        QByteArray alone = file.synced;
        perform(alone, write);
        QByteArray half = inOrder;
        perform(half, torn);
        perform(inOrder, write);
        perform(lengths, zeros);
        for (const QByteArray &contents : {alone, half, inOrder, lengths})
            appendOnce(found, contents);
    }
    return found;
}

QList<FileState> Disk::outcomes(const QString &path) const
{
    const Folder folder = m_folders.value(folderOf(path));
    QList<NameChange> changes;
    std::copy_if(folder.pending.begin(), folder.pending.end(), std::back_inserter(changes),
                 [name = nameOf(path)](const NameChange &names) { return names.contains(name); });
    QList<qsizetype> files;
    const auto choose = [&](auto isDone) {
        qsizetype file = folder.synced.value(nameOf(path), -1);
        for (qsizetype i = 0; i < changes.size(); ++i) {
            if (isDone(i))
                file = changes.at(i).value(nameOf(path));
        }
        appendOnce(files, file);
    };
    if (changes.size() <= mostChoices) {
        for (quint64 choice = 0; choice < (quint64{1} << changes.size()); ++choice)
            choose([choice](qsizetype i) { return ((choice >> i) & 1) != 0; });
    } else {
        for (qsizetype done = 0; done <= changes.size(); ++done)
            choose([done](qsizetype i) { return i < done; });
    }
    QList<FileState> found;
    if (!isCertain(folderOf(path)))
        found.append(FileState());
    for (const qsizetype file : std::as_const(files)) {
        if (file < 0)
            appendOnce(found, FileState());
        else
            for (const QByteArray &contents : contentsOf(m_files.at(file)))
                appendOnce(found, FileState(contents));
    }
    return found;
}

} // namespace keyturn::crash
