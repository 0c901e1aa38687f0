// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/requeststore.h"
#include "history/databasefile.h"

#include <QObject>

namespace keyturn::console {

/// The file, as the store's own thread sees it. What it is given holds no secrets any more.
class RequestArchive final : public QObject
{
    Q_OBJECT
public:
    explicit RequestArchive(const QString &path);

    void keep(const PastRequest &request);
    [[nodiscard]] core::Result<QList<PastRequest>> past(const QString &account, int limit);
    [[nodiscard]] core::Result<void> forget(const QString &account);
    [[nodiscard]] core::Result<void> save(const SavedRequest &request);
    [[nodiscard]] core::Result<QList<SavedRequest>> saved();
    [[nodiscard]] core::Result<void> removeSaved(const QString &name);

private:
    history::DatabaseFile m_file;
    bool m_isTroubled = false; ///< It was told already.
};

} // namespace keyturn::console
