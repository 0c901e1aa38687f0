// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/doctorcommand.h"

#include "cli/exitstatus.h"
#include "cli/table.h"
#include "composition/doctor/doctor.h"
#include "words/doctorwords.h"

#include <QJsonArray>
#include <QJsonObject>

namespace keyturn::cli {

namespace {

using namespace composition::doctor;

/// In JSON, and on the terminal as well.
QString wordOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Ok:
        return QStringLiteral("ok");
    case Outcome::Warning:
        return QStringLiteral("warning");
    case Outcome::Problem:
        return QStringLiteral("problem");
    case Outcome::Skipped:
        return QStringLiteral("skipped");
    }
    return {};
}

/// As it is: JSON escapes it, and alignedTable() makes it printable.
QString foundSentence(const Finding &finding)
{
    return words::foundSentence(finding, [](const QString &value) { return value; });
}

QString remedySentence(const Finding &finding)
{
    return words::remedySentence(finding, words::Surface::CommandLine);
}

QStringList wrapped(const QString &text, qsizetype width)
{
    QStringList lines;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        if (!lines.isEmpty() && lines.last().size() + 1 + word.size() <= width)
            lines.last() += u' ' + word;
        else
            lines += word;
    }
    return lines;
}

} // namespace

QString DoctorCommand::name() const
{
    return QStringLiteral("doctor");
}

QString DoctorCommand::summary() const
{
    return tr("Checks keychain, loopback, browser, clock, proxy and files.");
}

QString DoctorCommand::usage() const
{
    return QStringLiteral("[--json]");
}

core::Async<int> DoctorCommand::run(const Invocation &invocation)
{
    if (!invocation.arguments.isEmpty())
        return core::ready<int>(usageError(tr("`doctor` takes no argument.")));
    return core::chain(invocation.core.doctor().examine(), this, [invocation](const Report &report) -> core::Result<int> {
        if (invocation.terminal.json())
            invocation.terminal.document(reportJson(report));
        else
            invocation.terminal.line(reportText(report));
        return exitStatusOf(report);
    });
}

QJsonObject reportJson(const Report &report)
{
    QJsonArray checks;
    for (const Finding &finding : report.findings) {
        QJsonObject check{{QStringLiteral("id"), idOf(finding.check)},
                          {QStringLiteral("title"), words::titleOf(finding.check)},
                          {QStringLiteral("outcome"), wordOf(finding.outcome())},
                          {QStringLiteral("found"), foundSentence(finding)}};
        if (const QString remedy = remedySentence(finding); !remedy.isEmpty())
            check.insert(QStringLiteral("remedy"), remedy);
        checks.append(check);
    }
    return {{QStringLiteral("checks"), checks}, {QStringLiteral("outcome"), wordOf(report.outcome())}};
}

QString reportText(const Report &report, qsizetype width)
{
    QList<QStringList> rows{{DoctorCommand::tr("OUTCOME"), DoctorCommand::tr("CHECK"), DoctorCommand::tr("FOUND")}};
    constexpr qsizetype before = 27; // the columns on the left, about
    for (const Finding &finding : report.findings) {
        QStringList lines = wrapped(foundSentence(finding), width - before);
        QStringList remedy = wrapped(remedySentence(finding), width - before - 2);
        for (qsizetype i = 0; i < remedy.size(); ++i)
            lines += (i == 0 ? QStringLiteral("→ ") : QStringLiteral("  ")) + remedy.at(i);
        rows += QStringList{wordOf(finding.outcome()), words::titleOf(finding.check), lines.takeFirst()};
        for (const QString &line : lines)
            rows += QStringList{{}, {}, line};
    }
    return alignedTable(rows);
}

int exitStatusOf(const Report &report)
{
    for (const Finding &finding : report.findings) {
        if (finding.check == Check::Keychain && finding.outcome() == Outcome::Problem)
            return Keychain;
    }
    return report.outcome() == Outcome::Problem ? AnswerIsNo : Done;
}

} // namespace keyturn::cli
