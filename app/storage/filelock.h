// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"

#include <QLockFile>
#include <QString>

#include <memory>

namespace keyturn::storage {

/// A lock that other processes respect, held until the last copy goes. A holder that was killed is noticed by its pid.
class FileLock
{
public:
    /// Tries at once, then every few milliseconds up to @p patience, without blocking. Errors are Storage: `lock_timeout`, `disk_failed`;
    /// Cancelled when @p context goes first.
    [[nodiscard]] static core::Async<FileLock> acquire(core::Clock &clock, const QString &path, std::chrono::milliseconds patience, QObject *context);
    /// For short file work: waits at most @p patience in place. A holder that was killed while it made the lock is noticed after two seconds.
    [[nodiscard]] static core::Result<FileLock> acquireNow(const QString &path, std::chrono::milliseconds patience = std::chrono::milliseconds(3000));

private:
    explicit FileLock(std::shared_ptr<QLockFile> lock) : m_lock(std::move(lock)) { }
    std::shared_ptr<QLockFile> m_lock;
};

} // namespace keyturn::storage
