// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "history/databasefile.h"
#include "trace/tracestore.h"

#include <QObject>

namespace keyturn::trace {

/// The file, as the store's own thread sees it.
class TraceArchive final : public QObject
{
    Q_OBJECT
public:
    explicit TraceArchive(const QString &path);

    void keep(const net::Exchange &exchange, const QString &run, const QDateTime &now);
    void attribute(const QString &account, const QString &run, const QList<quint64> &numbers);
    [[nodiscard]] core::Result<QList<Kept>> entries(const Filter &filter, qsizetype limit, qint64 after);
    [[nodiscard]] core::Result<void> clear(const Filter &whose);

private:
    void tell(const core::Result<void> &done);

    history::DatabaseFile m_file;
    bool m_isTroubled = false; ///< It was told already.
};

} // namespace keyturn::trace
