// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/coreaudit.h"

#include "audit/baseline.h"
#include "audit/reports/reports.h"

#include <QFileInfo>
#include <QSaveFile>

namespace keyturn::ui::application {

namespace {

using keyturn::audit::Report;
using keyturn::audit::ReportFormat;

class CoreRunningAudit final : public audit::RunningAudit
{
public:
    CoreRunningAudit(std::shared_ptr<const composition::Keyturn> core, std::unique_ptr<keyturn::audit::AuditRun> run)
        : m_core(std::move(core)), m_run(std::move(run))
    {
        connect(m_run.get(), &keyturn::audit::AuditRun::progressed, this, &RunningAudit::progressed);
        connect(m_run.get(), &keyturn::audit::AuditRun::found, this, &RunningAudit::found);
        core::whenDone(m_run->start(), this, [this](const core::Result<Report> &report) { Q_EMIT ended(report); });
    }
    void stop() override { m_run->stop(); }

private:
    std::shared_ptr<const composition::Keyturn> m_core; ///< It stands on it.
    std::unique_ptr<keyturn::audit::AuditRun> m_run;
};

ReportFormat formatOf(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("xml"))
        return ReportFormat::Junit;
    return keyturn::audit::reportFormatOf(suffix).value_or(ReportFormat::Text);
}

} // namespace

CoreAudit::CoreAudit(CoreHost &host, QObject *parent) : m_host(host)
{
    setParent(parent);
}

std::optional<model::BackendProfile> CoreAudit::profileOf(const model::AccountId &account) const
{
    const core::Result<model::Account> found = m_host.core().accounts().find(account.toString());
    if (!found.ok())
        return std::nullopt;
    const core::Result<model::BackendProfile> profile = m_host.core().profiles().find(found->profile);
    return profile.ok() && !profile->baseUrl.isEmpty() ? std::optional(*profile) : std::nullopt;
}

std::optional<audit::Subject> CoreAudit::subject(const model::AccountId &account) const
{
    const std::optional<model::BackendProfile> profile = profileOf(account);
    if (!profile)
        return std::nullopt;
    return audit::Subject{profile->name, profile->baseUrl.host(), keyturn::audit::isOnThisComputer(*profile), profile->password.has_value(),
                          profile->password && profile->password->registration};
}

std::unique_ptr<audit::RunningAudit> CoreAudit::start(const model::AccountId &account, const audit::Wish &wish)
{
    keyturn::audit::Target target;
    target.profile = profileOf(account).value_or(model::BackendProfile());
    if (!wish.user.isEmpty())
        target.account = keyturn::audit::Person{wish.user, wish.password};
    target.mayRegister = wish.mayRegister;
    target.mayStress = wish.mayStress;
    return std::make_unique<CoreRunningAudit>(m_host.hold(), m_host.core().newAudit(target));
}

core::Result<void> CoreAudit::save(const Report &report, const QString &path)
{
    const QByteArray text = keyturn::audit::written(report, formatOf(path));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), path + QLatin1String(": ") + file.errorString()};
    return {};
}

core::Result<Report> CoreAudit::compared(const Report &report, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), path + QLatin1String(": ") + file.errorString()};
    const core::Result<keyturn::audit::Baseline> baseline = keyturn::audit::readBaseline(file.read(keyturn::audit::maxBaselineBytes + 1));
    if (!baseline.ok())
        return baseline.error();
    Report compared = report;
    keyturn::audit::compare(compared, *baseline);
    return compared;
}

} // namespace keyturn::ui::application
