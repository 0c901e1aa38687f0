// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "crash/tripcalls.h"

#include <array>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <map>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace keyturn::crash {

namespace {

/// Of the system itself: the C library's functions are the tripwire's.
void append(const std::string &text)
{
    static const int log = [] {
        const char *path = std::getenv("KEYTURN_TRIP_LOG");
        return path ? static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) : -1;
    }();
    if (log >= 0)
        ::syscall(SYS_write, log, text.data(), text.size());
}

std::string setting(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

long long microseconds()
{
    timespec now = {};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
}

std::recursive_mutex &fileMutex()
{
    static std::recursive_mutex mutex;
    return mutex;
}

bool recordsContents()
{
    static const bool records = std::getenv("KEYTURN_TRIP_CONTENTS") != nullptr;
    return records;
}

/// Where the program ends.
struct Wire {
    std::string before;
    std::string after;
    long delay = 0;

    static const Wire &get()
    {
        static const Wire wire = [] {
            const std::string at = setting("KEYTURN_TRIP_AT");
            Wire read;
            if (at.starts_with("> "))
                read.before = at.substr(2);
            else if (at.starts_with("< "))
                read.after = at.substr(2);
            else if (at.starts_with("+"))
                read = {{}, at.substr(at.find(' ') + 1), std::strtol(at.c_str() + 1, nullptr, 10)};
            return read;
        }();
        return wire;
    }
};

void die()
{
    ::syscall(SYS_kill, ::getpid(), SIGKILL);
}

void dieAfter(long delay)
{
    sigevent event = {};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGKILL;
    timer_t timer = {};
    itimerspec when = {};
    when.it_value.tv_sec = delay / 1'000'000;
    when.it_value.tv_nsec = delay % 1'000'000 * 1000 + 1;
    if (::timer_create(CLOCK_MONOTONIC, &event, &timer) != 0 || ::timer_settime(timer, 0, &when, nullptr) != 0)
        die();
}

std::string numbered(const std::string &label)
{
    static std::mutex mutex;
    static std::map<std::string, int> counts;
    const std::lock_guard lock(mutex);
    return label + '#' + std::to_string(++counts[label]);
}

void noteCall(std::string &label)
{
    if (label.empty())
        return;
    const int before = errno;
    label = numbered(label);
    append(std::to_string(microseconds()) + " > " + label + '\n');
    if (label == Wire::get().before)
        die();
    errno = before;
}

void noteReturn(const std::string &label)
{
    if (label.empty())
        return;
    const int before = errno;
    append(std::to_string(microseconds()) + " < " + label + '\n');
    if (label == Wire::get().after) {
        if (Wire::get().delay == 0)
            die();
        dieAfter(Wire::get().delay);
    }
    errno = before;
}

std::string pathOf(int file)
{
    std::array<char, 4096> target = {};
    const ssize_t size = ::readlink(("/proc/self/fd/" + std::to_string(file)).c_str(), target.data(), target.size());
    return size > 0 ? std::string(target.data(), static_cast<std::size_t>(size)) : std::string();
}

/// Below the home; empty for what is elsewhere, and for SQLite's memory that lies in a file.
std::string belowHome(const std::string &path)
{
    static const std::string home = setting("KEYTURN_TRIP_HOME") + '/';
    if (home.size() == 1 || !path.starts_with(home) || path.ends_with("-shm"))
        return {};
    return path.substr(home.size());
}

/// The same in each run: an account's id is ID, what makes a temporary file's name its own is left out.
std::string nameOf(const std::string &path)
{
    std::string name = path;
    if (name.ends_with(".tmp") && name.size() > 11)
        name.erase(name.size() - 11, 7);
    std::size_t digits = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        digits = std::isxdigit(static_cast<unsigned char>(name[i])) ? digits + 1 : 0;
        if (digits == 32) {
            name.replace(i - 31, 32, "ID");
            return name;
        }
    }
    return name;
}

int familyOf(int socket)
{
    int family = 0;
    socklen_t size = sizeof family;
    return ::getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &family, &size) == 0 ? family : 0;
}

/// D-Bus specification, "Message Format": a method call has type 1; the header field MEMBER has code 3 and is a string.
std::string memberOf(std::string_view message)
{
    constexpr std::string_view field("\x03\x01s\0", 4);
    if (message.size() < 16 || message[0] != 'l' || message[1] != 1)
        return {};
    const std::size_t place = message.find(field, 16);
    if (place == std::string_view::npos || place + 8 > message.size())
        return {};
    std::uint32_t size = 0;
    std::memcpy(&size, message.data() + place + field.size(), sizeof size);
    return size < 64 ? std::string(message.substr(place + 8, size)) : std::string();
}

std::string numberOf(int file)
{
    struct stat info = {};
    ::fstat(file, &info);
    return std::to_string(info.st_ino);
}

std::string hexOf(const void *data, std::size_t size)
{
    static const char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(2 * size);
    for (std::size_t i = 0; i < size; ++i) {
        const unsigned char byte = static_cast<const unsigned char *>(data)[i];
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace

Call::Call(std::string label) : m_label(std::move(label))
{
    noteCall(m_label);
}

Call::~Call()
{
    noteReturn(m_label);
}

FileCall::FileCall(const char *verb, const std::string &path) : m_path(belowHome(path))
{
    if (m_path.empty())
        return;
    m_lock = std::unique_lock(fileMutex());
    m_label = std::string(verb) + ' ' + nameOf(m_path);
    noteCall(m_label);
}

FileCall::FileCall(const char *verb, int file)
{
    const int before = errno;
    m_path = belowHome(pathOf(file));
    if (!m_path.empty()) {
        m_lock = std::unique_lock(fileMutex());
        m_label = std::string(verb) + ' ' + nameOf(m_path);
        noteCall(m_label);
    }
    errno = before;
}

FileCall::~FileCall()
{
    noteReturn(m_label);
}

void FileCall::failed()
{
    if (m_label.empty())
        return;
    const int before = errno;
    noteReturn(m_label);
    m_label = "no " + m_label.substr(0, m_label.rfind('#'));
    noteCall(m_label);
    errno = before;
}

void FileCall::created(int file)
{
    if (!m_path.empty() && recordsContents())
        append("= create " + numberOf(file) + ' ' + belowHome(pathOf(file)) + '\n');
}

void FileCall::wrote(int file, const void *data, std::size_t size, std::int64_t offset)
{
    if (m_path.empty() || !recordsContents())
        return;
    if (offset < 0)
        offset = ::lseek(file, 0, SEEK_CUR) - static_cast<std::int64_t>(size);
    append("= write " + numberOf(file) + ' ' + std::to_string(offset) + ' ' + hexOf(data, size) + '\n');
}

void FileCall::synced(int file)
{
    if (m_path.empty() || !recordsContents())
        return;
    struct stat info = {};
    ::fstat(file, &info);
    append(S_ISDIR(info.st_mode) ? "= syncfolder " + m_path + '\n' : "= sync " + numberOf(file) + '\n');
}

void FileCall::truncated(int file, std::int64_t size)
{
    if (!m_path.empty() && recordsContents())
        append("= truncate " + numberOf(file) + ' ' + std::to_string(size) + '\n');
}

void FileCall::renamed(const std::string &from)
{
    if (!m_path.empty() && recordsContents())
        append("= rename " + belowHome(from) + ' ' + m_path + '\n');
}

void FileCall::madeFolder()
{
    if (!m_path.empty() && recordsContents())
        append("= folder " + m_path + '\n');
}

void FileCall::removed()
{
    if (!m_path.empty() && recordsContents())
        append("= remove " + m_path + '\n');
}

std::string sendLabel(int socket, std::span<const iovec> parts)
{
    const int before = errno;
    const int family = familyOf(socket);
    errno = before;
    if (family == AF_INET)
        return "send tcp";
    if (family != AF_UNIX)
        return {};
    std::string message;
    for (const iovec &part : parts)
        message.append(static_cast<const char *>(part.iov_base), part.iov_len);
    const std::string member = memberOf(message);
    return member.empty() ? std::string() : "dbus " + member;
}

std::string receiveLabel(int socket, std::size_t count)
{
    static std::atomic<bool> hasFirst = false;
    const int before = errno;
    const bool counts = familyOf(socket) == AF_INET && (count > 1 || !hasFirst.exchange(true));
    errno = before;
    return counts ? "receive tcp" : std::string();
}

} // namespace keyturn::crash
