// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "load/heap.h"

#include <cstddef>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define KEYTURN_SANITIZED_HEAP
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KEYTURN_SANITIZED_HEAP
#endif

#ifdef KEYTURN_SANITIZED_HEAP
extern "C" std::size_t __sanitizer_get_current_allocated_bytes(); // GCC brings no header that has it
#else
#include <malloc.h>
#endif

namespace keyturn::load {

qint64 heapInUse()
{
#ifdef KEYTURN_SANITIZED_HEAP
    return static_cast<qint64>(__sanitizer_get_current_allocated_bytes());
#else
    const struct mallinfo2 info = ::mallinfo2();
    return static_cast<qint64>(info.uordblks + info.hblkhd);
#endif
}

} // namespace keyturn::load
