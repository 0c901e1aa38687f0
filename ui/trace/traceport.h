// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "model/ids.h"
#include "trace/tracestore.h"

#include <QObject>

namespace keyturn::ui::trace {

using keyturn::trace::Kept;

/// The trace as the window sees it. application/ answers it from composition::Keyturn.
class TracePort : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual core::Clock &clock() = 0;
    /// Of @p account, as far as the rest of @p filter goes; the newest few thousand, in the order of time.
    [[nodiscard]] virtual core::Async<QList<Kept>> entries(const model::AccountId &account, const keyturn::trace::Filter &filter) = 0;
    /// A recording's, whole. Errors as trace::readHarFile()'s.
    [[nodiscard]] virtual core::Async<QList<Kept>> openRecording(const QString &path) = 0;
    /// Writes @p entries as Markdown where @p path ends in .md, else as HAR. Storage `disk_failed`.
    [[nodiscard]] virtual core::Result<void> exportTo(const QList<Kept> &entries, const QString &path) = 0;
    [[nodiscard]] virtual core::Async<void> clear(const model::AccountId &account) = 0;

Q_SIGNALS:
    void changed(); ///< There is something new, or it is known whose something is.
};

} // namespace keyturn::ui::trace
