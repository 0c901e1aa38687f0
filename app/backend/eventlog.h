// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QtGlobal>

namespace keyturn::backend {

enum class LogLevel { Info, Warning, Error };

/// Writes one line of JSON to stderr: time, level, event and @p fields. Safe from any thread. Callers hand over no secret: no token, cookie or
/// password, and of an address its path class alone, never its query.
void logEvent(LogLevel level, const char *event, const QJsonObject &fields = {});

/// Qt's own warnings as lines of the same log.
void qtMessageToLog(QtMsgType type, const QMessageLogContext &context, const QString &message);

} // namespace keyturn::backend
