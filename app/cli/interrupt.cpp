// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.h"

#include <QSocketNotifier>

#ifdef Q_OS_UNIX
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace keyturn::cli {

#ifdef Q_OS_UNIX
namespace {

int pipeEnds[2] = {-1, -1};

void onSignal(int)
{
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], "!", 1); // async-signal-safe, as nothing of Qt is
}

} // namespace

Interrupt::Interrupt(QObject *parent) : QObject(parent)
{
    if (::pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // the default action then ends the program, which is safe as well
    auto *notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        while (::read(pipeEnds[0], &byte, 1) == 1) { }
        Q_EMIT requested();
    });
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}

Interrupt::~Interrupt()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

int Interrupt::descriptor()
{
    return pipeEnds[0];
}
#else
int Interrupt::descriptor()
{
    return -1;
}

Interrupt::Interrupt(QObject *parent) : QObject(parent) { }
Interrupt::~Interrupt() = default;
#endif

} // namespace keyturn::cli
