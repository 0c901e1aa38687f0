// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "history/export.h"
#include "history/filter.h"

#include <QObject>

namespace keyturn::ui::activity {

/// The history as the window sees it. application/ answers it from composition::Keyturn.
class ActivityPort : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual core::Clock &clock() = 0;
    [[nodiscard]] virtual core::Async<history::Page> page(const history::Filter &filter, const std::optional<history::PageKey> &after, int limit) = 0;
    [[nodiscard]] virtual core::Async<qint64> exportTo(const history::Filter &filter, history::ExportFormat format, const QString &path) = 0;
    [[nodiscard]] virtual core::Async<void> clear(const model::AccountId &account) = 0;

Q_SIGNALS:
    void recorded(); ///< There is something new.
};

} // namespace keyturn::ui::activity
