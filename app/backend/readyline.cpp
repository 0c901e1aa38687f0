// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/readyline.h"

#include <QJsonDocument>
#include <QSaveFile>

#include <cstdio>

namespace keyturn::backend {

core::Result<void> announce(const QJsonObject &object, const QString &readyFile)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    if (!readyFile.isEmpty()) {
        QSaveFile file(readyFile); // whole or not at all: whoever waits for it reads it at once
        if (!file.open(QIODevice::WriteOnly) || file.write(line) != line.size() || !file.commit())
            return core::Error{core::ErrorKind::Storage, QStringLiteral("ready_file"),
                               QStringLiteral("The ready file %1 cannot be written: %2.").arg(readyFile, file.errorString())};
    }
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stdout);
    std::fflush(stdout);
    return {};
}

} // namespace keyturn::backend
