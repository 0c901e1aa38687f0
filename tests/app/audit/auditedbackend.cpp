// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "auditedbackend.h"

#include "audit/auditrun.h"
#include "model/profilereader.h"
#include "net/hardenedaccessmanager.h"
#include "net/qthttpclient.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace keyturn::audit {

namespace {
constexpr int patience = 30'000; // milliseconds
}

bool AuditedBackend::start(const QStringList &arguments)
{
    stop();
    QStringList all{QStringLiteral("--port"),        QStringLiteral("0"),  QStringLiteral("--data"),  m_folder.filePath(QStringLiteral("data")),
                    QStringLiteral("--bcrypt-cost"), QStringLiteral("10"), QStringLiteral("--faults")};
    if (!arguments.contains(QStringLiteral("--rate-limit")))
        all += {QStringLiteral("--rate-limit"), QStringLiteral("off")};
    m_process.start(QStringLiteral(KEYTURN_BACKEND), all + arguments);
    QByteArray output;
    while (!output.contains('\n')) {
        if (!m_process.waitForReadyRead(patience)) {
            qWarning("keyturn-backend: %s", m_process.readAllStandardError().constData());
            return false;
        }
        output += m_process.readAllStandardOutput();
    }
    m_url = QJsonDocument::fromJson(output).object().value(QStringLiteral("url")).toString();
    return !m_url.isEmpty();
}

void AuditedBackend::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(patience))
        m_process.kill();
    m_process.waitForFinished();
}

Target AuditedBackend::target() const
{
    QFile file(QStringLiteral(KEYTURN_DEMO_PROFILE));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no demo profile");
    Target target;
    target.profile = *model::readProfile(file.readAll(), QUrl(m_url));
    target.mayRegister = true;
    return target;
}

Report AuditedBackend::audit(const Target &target)
{
    core::SystemClock clock;
    core::SystemRandom random;
    net::HardenedAccessManager manager;
    net::ExchangeLog unused(1);
    net::QtHttpClient http(clock, unused, manager);
    AuditRun run(target, clock, random, http);
    const core::Async<Report> report = run.start();
    if (!QTest::qWaitFor([&report] { return report.isFinished(); }, 10 * patience))
        qFatal("the audit does not end");
    return *report.result();
}

CheckResult AuditedBackend::check(int number) const
{
    Target target = this->target();
    target.only = {number};
    target.mayStress = true;
    target.limits.attempts = 12; // the limits of backends here are lower
    target.limits.requestDeadline = std::chrono::seconds(20); // a busy machine hashes slowly, and that is no defect
    const Report report = audit(target);
    return report.results.isEmpty() ? CheckResult() : report.results.first();
}

} // namespace keyturn::audit
