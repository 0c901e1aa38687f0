// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/developerfiles.h"

#include "console/requeststore.h"
#include "net/exchangelog.h"
#include "storage/privatefile.h"
#include "trace/tracestore.h"

#include <QDir>
#include <QFileInfo>

namespace keyturn::composition {

namespace {

/// Or what was set aside of it.
bool isThere(const QString &path)
{
    const QFileInfo file(path);
    return !QDir(file.path()).entryList({file.fileName() + QLatin1Char('*')}, QDir::Files).isEmpty();
}

QString keyFileIn(const core::Paths &paths)
{
    return paths.state + QLatin1String("/trace.key");
}

/// Empty where it can be neither read nor written.
QByteArray keyOf(const core::Paths &paths, core::Random &random)
{
    constexpr qsizetype length = 32;
    const core::Result<QByteArray> kept = storage::readPrivateFile(keyFileIn(paths), length);
    if (kept.ok() && kept->size() == length)
        return *kept;
    const QByteArray fresh = random.bytes(length);
    return storage::writePrivateFile(keyFileIn(paths), fresh).ok() ? fresh : QByteArray();
}

} // namespace

QString traceFileIn(const core::Paths &paths)
{
    return paths.state + QLatin1String("/trace.sqlite");
}

QString requestFileIn(const core::Paths &paths)
{
    return paths.state + QLatin1String("/requests.sqlite");
}

void keepForDevelopers(const storage::Settings &settings, const core::Paths &paths, core::Random &random, const DeveloperFiles &files)
{
    const QString wish = qEnvironmentVariable("KEYTURN_TRACE");
    const bool isHidden = !settings.developerTools && wish != QLatin1String("on");
    files.trace.setKeeping(!isHidden && wish != QLatin1String("off"));
    files.requests.setKeeping(files.trace.isKeeping());
    files.log.setTokenKey(files.trace.isKeeping() ? keyOf(paths, random) : QByteArray());
    if (!isHidden)
        return;
    if (isThere(traceFileIn(paths)))
        (void)files.trace.clear({});
    if (isThere(requestFileIn(paths)))
        (void)files.requests.forget({});
    (void)storage::removePrivateFile(keyFileIn(paths)); // marks of before say nothing any more
}

} // namespace keyturn::composition
