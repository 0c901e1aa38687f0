// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "trace/filter.h"

#include <QCommandLineParser>

namespace keyturn::cli {

/// What `trace` is asked for, but for whose.
struct TraceRequest {
    trace::Filter filter;
    int limit = 0;
    QString harFile; ///< Empty: none, as the next two.
    QString markdownFile;
    QString openedFile; ///< A HAR in place of what was recorded.
    bool follow = false;
    bool clear = false;
};

void addTraceOptions(QCommandLineParser &parser);
/// Configuration `usage` with what is wrong.
[[nodiscard]] core::Result<TraceRequest> traceRequest(const QCommandLineParser &options, const QDateTime &now);

} // namespace keyturn::cli
