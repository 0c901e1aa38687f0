// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/auditcommand.h"

#include "cli/codeoptions.h"
#include "cli/exitstatus.h"
#include "cli/outputfile.h"
#include "cli/table.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace keyturn::cli {

namespace {

void listChecks(Terminal &terminal)
{
    QJsonArray checks;
    QList<QStringList> rows{
        {QStringLiteral("#"), AuditCommand::tr("ID"), AuditCommand::tr("SEVERITY"), AuditCommand::tr("MODE"), AuditCommand::tr("WHAT IS RIGHT")}};
    for (const audit::Check &check : audit::allChecks()) {
        rows += QStringList{QString::number(check.number), check.id, audit::wordOf(check.severity), audit::wordOf(check.mode), check.title};
        checks.append(QJsonObject{{QStringLiteral("number"), check.number},
                                  {QStringLiteral("id"), check.id},
                                  {QStringLiteral("title"), check.title},
                                  {QStringLiteral("severity"), audit::wordOf(check.severity)},
                                  {QStringLiteral("mode"), audit::wordOf(check.mode)}});
    }
    if (terminal.json())
        terminal.document({{QStringLiteral("checks"), checks}});
    else
        terminal.line(alignedTable(rows));
}

/// Nothing was found out, so that "no failure" would be no answer.
std::optional<int> sawNothing(const audit::Report &report)
{
    if (report.count(audit::Outcome::Pass) > 0 || report.count(audit::Outcome::Fail) > 0 || report.count(audit::Outcome::Inconclusive) == 0)
        return std::nullopt;
    if (report.isSilent)
        return Network;
    const auto isLimited = [](const audit::CheckResult &one) {
        return std::any_of(one.exchanges.cbegin(), one.exchanges.cend(), [](const net::Exchange &exchange) { return exchange.status == 429; });
    };
    return std::any_of(report.results.cbegin(), report.results.cend(), isLimited) ? RateLimited : AnswerIsNo;
}

} // namespace

QString AuditCommand::name() const
{
    return QStringLiteral("audit");
}

QString AuditCommand::summary() const
{
    return tr("Looks for what is wrong with an auth backend.");
}

QString AuditCommand::usage() const
{
    return QStringLiteral("(--profile ID | URL) [--user U --password-stdin] [--register] [--stress] [--only IDS] [--skip IDS]\n"
                          "      [--allow-host HOST]… [--signing-key FILE] [--budget N] [--patience SECONDS]\n"
                          "      [--format text|json|junit|sarif|html] [--baseline FILE] [-o FILE] | --list");
}

void AuditCommand::addOptions(QCommandLineParser &parser) const
{
    addAuditOptions(parser);
}

core::Async<int> AuditCommand::run(const Invocation &invocation)
{
    if (invocation.options.isSet(QStringLiteral("list"))) {
        listChecks(invocation.terminal);
        return core::ready<int>(Done);
    }
    if (const core::Result<void> fine = checkSecretOptions(invocation.options, QStringLiteral("password")); !fine.ok())
        return core::ready<int>(fine.error());
    core::Result<AuditWish> wish = readAuditWish(invocation);
    if (!wish.ok())
        return core::ready<int>(wish.error());
    if (wish->target.account) {
        const QString question = tr("Password of %1: ").arg(wish->target.account->user);
        core::Result<core::Secret> password = readSecret(invocation, {QStringLiteral("password"), question});
        if (!password.ok())
            return core::ready<int>(password.error());
        wish.value().target.account->password = *password;
    }
    m_run = invocation.core.newAudit(wish->target);
    connect(m_run.get(), &audit::AuditRun::progressed, this,
            [this, &terminal = invocation.terminal](const audit::Progress &progress) { tellProgress(progress, terminal); });
    return core::chain(m_run->start(), this,
                       [this, invocation, wish = *wish](const audit::Report &report) { return tell(invocation, wish, report); });
}

void AuditCommand::tellProgress(const audit::Progress &progress, Terminal &terminal) const
{
    if (!progress.title.isEmpty() && Terminal::canDraw())
        terminal.say(tr("%1 of %2: %3").arg(progress.done + 1).arg(progress.of).arg(progress.title));
}

core::Result<int> AuditCommand::tell(const Invocation &invocation, const AuditWish &wish, audit::Report report) const
{
    if (wish.baseline) {
        for (const QString &id : audit::compare(report, *wish.baseline))
            invocation.terminal.say(tr("Mended since the baseline: %1").arg(id));
    }
    const QByteArray text = audit::written(report, wish.format);
    if (wish.output.isEmpty()) {
        invocation.terminal.data(text);
    } else {
        if (const core::Result<void> written = writeOutput(wish.output, text); !written.ok())
            return written.error();
        invocation.terminal.say(tr("%1. The report is in %2.").arg(audit::summaryOf(report), wish.output));
    }
    if (m_cancelled)
        return Cancelled;
    if (const std::optional<int> status = sawNothing(report))
        return *status;
    return report.newFailures() > 0 ? AnswerIsNo : Done;
}

bool AuditCommand::cancel()
{
    if (!m_run)
        return false;
    m_cancelled = true;
    m_run->stop();
    return true;
}

} // namespace keyturn::cli
