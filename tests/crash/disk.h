// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace keyturn::crash {

/// What may stand in a file; nullopt: there is no such file.
using FileState = std::optional<QByteArray>;

/// A disk that promises what POSIX does and nothing more: what was written stands for certain when its file was synced, a name when its folder was.
/// Until then a power cut may leave any part of it, in any order.
class Disk
{
public:
    /// What is below @p home now has long been synced.
    explicit Disk(const QString &home);

    /// Does what a line "= …" of a tripwire's log says; other lines do nothing.
    void apply(const QByteArray &line);

    /// All that may stand at @p path, below the home, when the power is cut now; each once.
    [[nodiscard]] QList<FileState> outcomes(const QString &path) const;

private:
    struct Write {
        qint64 offset = 0;
        QByteArray data;
        bool cuts = false; ///< The file ends at `offset` instead.
    };
    struct File {
        QByteArray synced;
        QList<Write> pending;
    };
    /// Names of one folder that get a file, or none (-1), at one stroke.
    using NameChange = QMap<QString, qsizetype>;
    struct Folder {
        QMap<QString, qsizetype> synced;
        QList<NameChange> pending;
    };

    static void perform(QByteArray &contents, const Write &write);
    [[nodiscard]] static QList<QByteArray> contentsOf(const File &file);
    void change(const QString &path, qsizetype file);
    [[nodiscard]] bool isCertain(const QString &folder) const;
    [[nodiscard]] qsizetype fileAt(const QString &path) const;

    QHash<quint64, qsizetype> m_numbers; ///< By inode, of the file that has it now.
    QList<File> m_files;
    QMap<QString, Folder> m_folders;
};

} // namespace keyturn::crash
