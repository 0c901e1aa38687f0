// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "crash/tripcalls.h"

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/// Loaded in front of the C library (LD_PRELOAD): each call by which a program leaves a trace outside of itself is noted, and one of them may be its
/// last. What the calls do is untouched.
namespace {

using keyturn::crash::Call;
using keyturn::crash::FileCall;

/// The C library's own.
template <class Function> Function *next(const char *name)
{
    return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

template <class Function> int opened(Function open, const char *path, int flags)
{
    if ((flags & (O_WRONLY | O_RDWR)) == 0)
        return open();
    const bool isNew = (flags & O_CREAT) != 0 && ::access(path, F_OK) != 0;
    FileCall call(isNew ? "create" : "open", path);
    const int file = open();
    if (file < 0)
        call.failed();
    else if (isNew || (flags & O_TRUNC) != 0)
        call.created(file);
    return file;
}

mode_t modeOf(int flags, va_list arguments)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? static_cast<mode_t>(va_arg(arguments, int)) : mode_t{0};
}

template <class Function> ssize_t written(Function write, int file, const void *data, std::int64_t offset)
{
    const Call sent(keyturn::crash::sendLabel(file, {})); // Qt writes to its sockets like this
    FileCall call("write", file);
    const ssize_t count = write();
    if (count > 0)
        call.wrote(file, data, static_cast<std::size_t>(count), offset);
    return count;
}

template <class Function> int synced(Function sync, int file)
{
    FileCall call("sync", file);
    const int status = sync();
    if (status == 0)
        call.synced(file);
    return status;
}

template <class Function> ssize_t received(Function receive, int socket)
{
    const ssize_t count = receive();
    if (count > 0) {
        const Call call(keyturn::crash::receiveLabel(socket, static_cast<std::size_t>(count)));
    }
    return count;
}

} // namespace

extern "C" {

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    static auto *const original = next<int(const char *, int, ...)>("open");
    return opened([=] { return original(path, flags, mode); }, path, flags);
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    static auto *const original = next<int(const char *, int, ...)>("open64");
    return opened([=] { return original(path, flags, mode); }, path, flags);
}

int mkostemps64(char *pattern, int suffix, int flags)
{
    static auto *const original = next<int(char *, int, int)>("mkostemps64");
    FileCall call("create", pattern);
    const int file = original(pattern, suffix, flags);
    if (file >= 0)
        call.created(file);
    return file;
}

int mkostemps(char *pattern, int suffix, int flags)
{
    return mkostemps64(pattern, suffix, flags);
}

ssize_t write(int file, const void *data, std::size_t size)
{
    static auto *const original = next<ssize_t(int, const void *, std::size_t)>("write");
    return written([=] { return original(file, data, size); }, file, data, -1);
}

ssize_t pwrite64(int file, const void *data, std::size_t size, off64_t offset)
{
    static auto *const original = next<ssize_t(int, const void *, std::size_t, off64_t)>("pwrite64");
    return written([=] { return original(file, data, size, offset); }, file, data, offset);
}

int fsync(int file)
{
    static auto *const original = next<int(int)>("fsync");
    return synced([=] { return original(file); }, file);
}

int fdatasync(int file)
{
    static auto *const original = next<int(int)>("fdatasync");
    return synced([=] { return original(file); }, file);
}

int ftruncate64(int file, off64_t size) noexcept
{
    static auto *const original = next<int(int, off64_t)>("ftruncate64");
    FileCall call("truncate", file);
    const int status = original(file, size);
    if (status == 0)
        call.truncated(file, size);
    return status;
}

int rename(const char *from, const char *to) noexcept
{
    static auto *const original = next<int(const char *, const char *)>("rename");
    FileCall call("rename", to);
    const int status = original(from, to);
    if (status == 0)
        call.renamed(from);
    return status;
}

int mkdir(const char *path, mode_t mode) noexcept
{
    static auto *const original = next<int(const char *, mode_t)>("mkdir");
    FileCall call("folder", path);
    const int status = original(path, mode);
    if (status == 0)
        call.madeFolder();
    return status;
}

int unlink(const char *path) noexcept
{
    static auto *const original = next<int(const char *)>("unlink");
    FileCall call("remove", path);
    const int status = original(path);
    if (status == 0)
        call.removed();
    return status;
}

int connect(int socket, const sockaddr *address, socklen_t size)
{
    static auto *const original = next<int(int, const sockaddr *, socklen_t)>("connect");
    const Call call(address->sa_family == AF_INET ? "connect tcp" : "");
    return original(socket, address, size);
}

ssize_t send(int socket, const void *data, std::size_t size, int flags)
{
    static auto *const original = next<ssize_t(int, const void *, std::size_t, int)>("send");
    const Call call(keyturn::crash::sendLabel(socket, {}));
    return original(socket, data, size, flags);
}

ssize_t sendto(int socket, const void *data, std::size_t size, int flags, const sockaddr *address, socklen_t addressSize)
{
    static auto *const original = next<ssize_t(int, const void *, std::size_t, int, const sockaddr *, socklen_t)>("sendto");
    const Call call(keyturn::crash::sendLabel(socket, {}));
    return original(socket, data, size, flags, address, addressSize);
}

ssize_t sendmsg(int socket, const msghdr *message, int flags)
{
    static auto *const original = next<ssize_t(int, const msghdr *, int)>("sendmsg");
    const Call call(keyturn::crash::sendLabel(socket, {message->msg_iov, message->msg_iovlen}));
    return original(socket, message, flags);
}

ssize_t read(int file, void *data, std::size_t size)
{
    static auto *const original = next<ssize_t(int, void *, std::size_t)>("read");
    return received([=] { return original(file, data, size); }, file);
}

ssize_t recv(int socket, void *data, std::size_t size, int flags)
{
    static auto *const original = next<ssize_t(int, void *, std::size_t, int)>("recv");
    return received([=] { return original(socket, data, size, flags); }, socket);
}
}
