// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// What a program lets go of is overwritten before anybody else gets the memory (FAULTS 106). core::Secret wipes its own bytes; what Qt, OpenSSL and
// D-Bus copy on the way, into a QString, a JSON document or a socket's buffer, is theirs, and they free it as it is. The whole program's free() and
// realloc() are these, then, as its libraries see them too; malloc() and its kin stay whose they are, and so does the heap.
//
// Linked into a program as a file, not with the room: a test under a sanitizer has a heap of its own.
#include <malloc.h>

#ifdef __GLIBC__

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>

namespace {

using Free = void (*)(void *);

/// The free() that would be called if this file were not: glibc's, or that of another heap that was put in front of it (LD_PRELOAD).
Free nextFree()
{
    static std::atomic<Free> next = nullptr; // found by the first call, long before there is a second thread
    static thread_local bool isLooking = false;
    Free found = next.load(std::memory_order_relaxed);
    if (!found && !isLooking) {
        isLooking = true;
        found = reinterpret_cast<Free>(::dlsym(RTLD_NEXT, "free"));
        next.store(found, std::memory_order_relaxed);
        isLooking = false;
    }
    return found;
}

} // namespace

extern "C" void free(void *memory) noexcept
{
    if (!memory)
        return;
    ::explicit_bzero(memory, ::malloc_usable_size(memory));
    if (const Free next = nextFree()) // else it is dlsym() that frees something, and keeps it
        next(memory);
}

/// In place where the room is used to the half at least, so that a text that grows little by little is moved as seldom as by glibc's.
extern "C" void *realloc(void *memory, std::size_t size) noexcept
{
    if (!memory)
        return std::malloc(size);
    if (size == 0) {
        std::free(memory);
        return nullptr;
    }
    const std::size_t room = ::malloc_usable_size(memory);
    if (size <= room && size >= room / 2) {
        ::explicit_bzero(static_cast<char *>(memory) + size, room - size);
        return memory;
    }
    void *moved = std::malloc(size);
    if (!moved)
        return nullptr;
    std::memcpy(moved, memory, std::min(size, room));
    std::free(memory);
    return moved;
}

#endif
