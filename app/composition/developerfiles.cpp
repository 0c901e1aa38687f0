// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/developerfiles.h"

#include "console/requeststore.h"
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

} // namespace

QString traceFileIn(const core::Paths &paths)
{
    return paths.state + QLatin1String("/trace.sqlite");
}

QString requestFileIn(const core::Paths &paths)
{
    return paths.state + QLatin1String("/requests.sqlite");
}

void keepForDevelopers(const storage::Settings &settings, const core::Paths &paths, trace::TraceStore &trace, console::RequestStore &requests)
{
    const QString wish = qEnvironmentVariable("KEYTURN_TRACE");
    const bool isHidden = !settings.developerTools && wish != QLatin1String("on");
    trace.setKeeping(!isHidden && wish != QLatin1String("off"));
    requests.setKeeping(trace.isKeeping());
    if (isHidden && isThere(traceFileIn(paths)))
        (void)trace.clear({});
    if (isHidden && isThere(requestFileIn(paths)))
        (void)requests.forget({});
}

} // namespace keyturn::composition
