// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>

struct iovec;

/// What the tripwire makes of a call. All of it is set by the environment:
///   KEYTURN_TRIP_HOME      the folder whose files count
///   KEYTURN_TRIP_LOG       gets a line "MICROSECONDS > LABEL#N" before the Nth call with that label, and "… < LABEL#N" when it has returned
///   KEYTURN_TRIP_AT        where the program ends by SIGKILL: "> LABEL#N", "< LABEL#N", or "+MICROSECONDS LABEL#N", so long after the call returned
///   KEYTURN_TRIP_CONTENTS  set: what the calls did to the files is in the log too, in lines "= …" as `FileCall` writes them
namespace keyturn::crash {

/// From its making to its end, one call. An empty label counts for nothing. errno is left as the call left it.
class Call
{
public:
    explicit Call(std::string label);
    ~Call();
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;

private:
    std::string m_label; ///< With its number.
};

/// A call about a file below the home. Nothing else happens to files meanwhile.
class FileCall
{
public:
    FileCall(const char *verb, const std::string &path);
    FileCall(const char *verb, int file);
    ~FileCall();
    FileCall(const FileCall &) = delete;
    FileCall &operator=(const FileCall &) = delete;

    // What it came to; paths are below the home, a file's number is its inode's.
    void failed(); ///< Changed nothing: it is noted as a call of its own, "no LABEL".
    void created(int file); ///< = create NUMBER PATH
    void wrote(int file, const void *data, std::size_t size, std::int64_t offset); ///< = write NUMBER OFFSET HEX; offset -1: where the file stood
    void synced(int file); ///< = sync NUMBER, = syncfolder PATH
    void truncated(int file, std::int64_t size); ///< = truncate NUMBER SIZE
    void renamed(const std::string &from); ///< = rename FROM TO
    void madeFolder(); ///< = folder PATH
    void removed(); ///< = remove PATH

private:
    std::unique_lock<std::recursive_mutex> m_lock;
    std::string m_path; ///< Below the home; empty: not there.
    std::string m_label;
};

/// "send tcp", "dbus MEMBER" of a method call on a bus, or nothing.
[[nodiscard]] std::string sendLabel(int socket, std::span<const iovec> parts);
/// "receive tcp" or nothing: Qt reads an answer's header byte by byte, of which only the first counts.
[[nodiscard]] std::string receiveLabel(int socket, std::size_t count);

} // namespace keyturn::crash
