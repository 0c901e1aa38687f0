// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report.h"
#include "audit/target.h"

#include <QProcess>
#include <QTemporaryDir>

namespace keyturn::audit {

/// The built keyturn-backend with faults on demand, and what an audit says of it.
class AuditedBackend
{
public:
    ~AuditedBackend() { stop(); }

    /// Runs it with the lowest hashing cost, no rate limit but for @p arguments, and waits until it is ready. Whether it is.
    bool start(const QStringList &arguments = {});
    void stop();
    [[nodiscard]] QString url() const { return m_url; }
    /// The demo profile at its address, and accounts that the audit registers.
    [[nodiscard]] Target target() const;
    /// Blocks until the audit is done.
    [[nodiscard]] static Report audit(const Target &target);
    /// The result of one check, looked at alone, stress or not.
    [[nodiscard]] CheckResult check(int number) const;

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_url;
};

} // namespace keyturn::audit
