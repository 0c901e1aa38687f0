// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDir>
#include <QFile>
#include <QTest>

namespace keyturn::backend {

/// The code in the newest mail in @p folder to @p to with this subject, once it is there; empty where none comes.
[[nodiscard]] inline QString mailedCode(const QString &folder, const QString &to, const QString &subject)
{
    QString code;
    const bool there = QTest::qWaitFor([&] {
        for (const QString &name : QDir(folder).entryList({QStringLiteral("*.txt")}, QDir::Files, QDir::Name)) {
            QFile file(folder + u'/' + name);
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const QString mail = QString::fromUtf8(file.readAll());
            if (mail.contains(QLatin1String("\nTo: ") + to + u'\n') && mail.contains(QLatin1String("\nSubject: ") + subject + u'\n'))
                code = mail.section(QLatin1String("\n\n"), 2, 2);
        }
        return !code.isEmpty();
    });
    return there ? code : QString();
}

} // namespace keyturn::backend
