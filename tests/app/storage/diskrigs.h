// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <sys/resource.h>
#include <sys/types.h>

namespace keyturn::tests {

/// As long as it lives, no file of this process can be written beyond @p bytes: as on a full disk, without one (root included).
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes);
    ~FullDisk();
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

private:
    rlimit m_before = {};
    void (*m_handler)(int) = nullptr;
};

/// As long as it lives, nothing in @p folder can be made or renamed. Root may do everything, so root becomes somebody else for that time and @p
/// folder, with what is in it, is given to that user.
class ReadOnlyFolder
{
public:
    explicit ReadOnlyFolder(const QString &folder);
    ~ReadOnlyFolder();
    ReadOnlyFolder(const ReadOnlyFolder &) = delete;
    ReadOnlyFolder &operator=(const ReadOnlyFolder &) = delete;

private:
    QString m_folder;
    bool m_root;
};

/// Permission bits, or 0 where there is no such file.
[[nodiscard]] mode_t modeOf(const QString &path);

/// Root gives @p path to somebody else; others cannot, and get false.
[[nodiscard]] bool giveAway(const QString &path);

} // namespace keyturn::tests
