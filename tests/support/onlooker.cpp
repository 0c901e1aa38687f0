// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/onlooker.h"

#include <QByteArray>
#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

namespace keyturn::tests {

namespace {

enum Bits { Environment = 1, Memory = 2, Copy = 4, Trace = 8, Broken = 128 };

bool opens(pid_t pid, const char *name)
{
    const QByteArray path = "/proc/" + QByteArray::number(pid) + '/' + name;
    const int file = ::open(path.constData(), O_RDONLY | O_CLOEXEC);
    char first = 0;
    // environ is opened by its mode, and looked at as it is read; mem the other way round, and nothing lies at its beginning.
    const bool seen = file >= 0 && (qstrcmp(name, "mem") == 0 || ::read(file, &first, 1) >= 0);
    if (file >= 0)
        ::close(file);
    return seen;
}

bool copies(pid_t pid)
{
    char here = 0;
    const iovec local = {&here, 1};
    const iovec remote = {nullptr, 1};
    return ::process_vm_readv(pid, &local, 1, &remote, 1, 0) >= 0 || errno == EFAULT; // nothing lies there; who may not look is told EPERM
}

int lookFromHere(pid_t pid)
{
    giveUpPrivileges();
    int seen = opens(pid, "environ") ? Environment : 0;
    seen |= opens(pid, "mem") ? Memory : 0;
    seen |= copies(pid) ? Copy : 0;
    seen |= ::ptrace(PTRACE_SEIZE, pid, nullptr, nullptr) == 0 ? Trace : 0; // let go by our end
    return seen;
}

} // namespace

void giveUpPrivileges()
{
    if (::geteuid() != 0)
        return;
    // Else exec() gives root all of it again.
    ::prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED, 0, 0, 0);
    __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2] = {};
    if (::syscall(SYS_capset, &header, none) != 0)
        ::_exit(Broken);
    ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); // which the change of rights has taken
}

Look lookAt(pid_t pid)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(lookFromHere(pid));
    int status = 0;
    ::waitpid(child, &status, 0);
    const int seen = WIFEXITED(status) ? WEXITSTATUS(status) : Broken;
    return {(seen & Environment) != 0, (seen & Memory) != 0, (seen & Copy) != 0, (seen & Trace) != 0};
}

Look openLook()
{
    QFile yama(QStringLiteral("/proc/sys/kernel/yama/ptrace_scope"));
    const bool free = !yama.open(QIODevice::ReadOnly) || yama.readAll().trimmed() == "0";
    return {true, free, free, free};
}

} // namespace keyturn::tests
