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

constexpr qsizetype keyLength = 32;

/// Empty where there is none.
QByteArray readKey(const core::Paths &paths)
{
    const core::Result<QByteArray> kept = storage::readPrivateFile(keyFileIn(paths), keyLength);
    return kept.ok() && kept->size() == keyLength ? *kept : QByteArray();
}

/// Made when there is first something to mark: whoever only looks leaves nothing on the disk.
void makeKeyWhenWanted(const core::Paths &paths, core::Random &random, const DeveloperFiles &files)
{
    QObject::connect(
        &files.log, &net::ExchangeLog::recorded, &files.log,
        [paths, &random, files] {
            if (!files.trace.isKeeping())
                return;
            QByteArray key = readKey(paths); // another process may have been first
            if (key.isEmpty()) {
                key = random.bytes(keyLength);
                if (!storage::writePrivateFile(keyFileIn(paths), key).ok())
                    return;
            }
            files.log.setTokenKey(key);
        },
        Qt::SingleShotConnection);
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
    const QByteArray key = files.trace.isKeeping() ? readKey(paths) : QByteArray();
    files.log.setTokenKey(key);
    if (files.trace.isKeeping() && key.isEmpty())
        makeKeyWhenWanted(paths, random, files);
    if (!isHidden)
        return;
    if (isThere(traceFileIn(paths)))
        (void)files.trace.clear({});
    if (isThere(requestFileIn(paths)))
        (void)files.requests.forget({});
    (void)storage::removePrivateFile(keyFileIn(paths)); // marks of before say nothing any more
}

} // namespace keyturn::composition
