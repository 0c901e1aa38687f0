// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/lowpriority.h"

#include <QThread>
#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace keyturn::backend {

void lowerThreadPriority()
{
#ifdef Q_OS_LINUX
    // Linux's ordinary scheduling knows no priorities but niceness, and that is each thread's own (sched(7)).
    constexpr int niceness = 5;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
#else
    QThread::currentThread()->setPriority(QThread::LowPriority);
#endif
}

} // namespace keyturn::backend
