// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDir>
#include <QFile>
#include <QTest>

namespace keyturn::backend {

/// The mails in @p folder to @p to with this subject that are there by now, oldest first.
[[nodiscard]] inline QStringList mailsIn(const QString &folder, const QString &to, const QString &subject)
{
    QStringList mails;
    for (const QString &name : QDir(folder).entryList({QStringLiteral("*.txt")}, QDir::Files, QDir::Name)) {
        QFile file(folder + u'/' + name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QString mail = QString::fromUtf8(file.readAll());
        if (mail.contains(QLatin1String("\nTo: ") + to + u'\n') && mail.contains(QLatin1String("\nSubject: ") + subject + u'\n'))
            mails.append(mail);
    }
    return mails;
}

/// The code in the newest mail in @p folder to @p to with this subject, once it is there; empty where none comes.
[[nodiscard]] inline QString mailedCode(const QString &folder, const QString &to, const QString &subject)
{
    QStringList mails;
    const bool there = QTest::qWaitFor([&] {
        mails = mailsIn(folder, to, subject);
        return !mails.isEmpty();
    });
    return there ? mails.constLast().section(QLatin1String("\n\n"), 2, 2) : QString();
}

} // namespace keyturn::backend
