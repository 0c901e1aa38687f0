// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report.h"
#include "audit/target.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace keyturn::tests {
class Authority;
}

namespace keyturn::audit {

/// The built keyturn-backend with faults on demand, and what an audit says of it.
class AuditedBackend
{
public:
    AuditedBackend();
    ~AuditedBackend();

    /// Runs it with the lowest hashing cost, no rate limit but for @p arguments, and waits until it is ready. Whether it is. `--tls` stands for a
    /// certificate of an authority that the target's profile names.
    bool start(const QStringList &arguments = {});
    void stop();
    [[nodiscard]] QString url() const { return m_url; }
    /// The demo profile at its address, and accounts that the audit registers; the session cookie in place of tokens after `--mode session`. With the
    /// backend's own key after `--knows-key`.
    [[nodiscard]] Target target() const;
    /// Blocks until the audit is done.
    [[nodiscard]] static Report audit(const Target &target);
    /// The result of one check, looked at alone, stress or not.
    [[nodiscard]] CheckResult check(int number) const;

private:
    [[nodiscard]] QStringList tlsOptions();
    [[nodiscard]] QJsonObject profile() const;

    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_url;
    QStringList m_arguments;
    std::unique_ptr<tests::Authority> m_authority;
};

} // namespace keyturn::audit
