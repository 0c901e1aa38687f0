// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>

namespace keyturn::oauth {

/// Starts @p file in a session of its own, without standard streams; it outlives this process. False where it could not be started. Should it end
/// with another status than 0 within @p patience, @p failed is told that status (-1: by a signal), from the event loop and unless @p context is gone
/// by then: whoever gives up that soon has shown nothing. On Windows, where openers tell nothing by their status, nobody is told.
[[nodiscard]] bool startWatched(const QString &file, const QStringList &arguments, std::chrono::milliseconds patience, QObject *context,
                                std::function<void(int)> failed);

} // namespace keyturn::oauth
