// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/privacy.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <pwd.h>
#include <unistd.h>
#endif

namespace keyturn::composition::doctor {

namespace {

/// @p name where it stands by itself: neither letter nor digit touches it.
void replaceWord(QString &text, const QString &name, const QString &by)
{
    const QRegularExpression word(QStringLiteral("(?<![\\p{L}\\p{N}_])%1(?![\\p{L}\\p{N}_])").arg(QRegularExpression::escape(name)),
                                  QRegularExpression::UseUnicodePropertiesOption);
    text.replace(word, by);
}

} // namespace

Privacy::Privacy(QStringList homes, QStringList users) : m_homes(std::move(homes)), m_users(std::move(users))
{
    // A home of "/" (a service without one) would make every path one of the person's.
    m_homes.removeIf([](const QString &home) { return home.size() < 2; });
    m_users.removeAll(QString());
    m_homes.removeDuplicates();
    m_users.removeDuplicates();
    std::sort(m_homes.begin(), m_homes.end(), [](const QString &a, const QString &b) { return a.size() > b.size(); });
}

Privacy Privacy::ofThisUser()
{
    QStringList users{qEnvironmentVariable("USER"), qEnvironmentVariable("LOGNAME"), qEnvironmentVariable("USERNAME")};
#ifdef Q_OS_UNIX
    if (const passwd *entry = ::getpwuid(::geteuid()))
        users.append(QString::fromLocal8Bit(entry->pw_name));
#endif
    return Privacy({QDir::homePath(), QFileInfo(QDir::homePath()).canonicalFilePath()}, users);
}

QString Privacy::shown(QString text) const
{
    for (const QString &home : m_homes)
        replaceWord(text, home, QStringLiteral("~"));
    for (const QString &user : m_users)
        replaceWord(text, user, QStringLiteral("<user>"));
    return text;
}

} // namespace keyturn::composition::doctor
