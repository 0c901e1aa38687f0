// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/temporaryhome.h"

#include <QDir>
#include <QFile>

namespace keyturn::tests {

TemporaryHome::TemporaryHome()
    : m_paths{
        path() + QLatin1String("/config"), path() + QLatin1String("/data"), path() + QLatin1String("/state"), path() + QLatin1String("/cache"), {}}
{
    if (!m_directory.isValid())
        qFatal("no temporary folder: %s", qPrintable(m_directory.errorString()));
}

QString TemporaryHome::writeProfile(const QString &name, const QByteArray &json) const
{
    const QString folder = m_paths.config + QLatin1String("/profiles.d");
    QFile file(folder + u'/' + name + QLatin1String(".json"));
    if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly) || file.write(json) != json.size())
        qFatal("%s could not be written", qPrintable(file.fileName()));
    return file.fileName();
}

} // namespace keyturn::tests
