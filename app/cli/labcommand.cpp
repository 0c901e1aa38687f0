// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/labcommand.h"

#include "cli/exitstatus.h"
#include "cli/labtext.h"
#include "cli/nearestword.h"
#include "cli/signinagain.h"
#include "cli/table.h"
#include "words/labwords.h"

#include <QJsonObject>
#include <QRegularExpression>

#include <initializer_list>

namespace keyturn::cli {

namespace {

constexpr int mostTimes = 1'000'000;

QStringList verbs()
{
    QStringList words;
    for (int i = 0; i < lab::experimentCount; ++i)
        words += lab::wordOf(lab::Experiment(i));
    return words + QStringList{QStringLiteral("faults")};
}

QString backendOf(const Invocation &invocation, const model::Account &account)
{
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(account.profile);
    const model::IdentityProvider *provider = profile.ok() ? profile->provider(account.provider) : nullptr;
    return printable(provider ? provider->name : profile.ok() ? profile->name : account.profile.toString());
}

/// Options that nothing here takes note of.
core::Result<void> without(const QCommandLineParser &options, std::initializer_list<const char *> names, const QString &where)
{
    for (const char *name : names) {
        if (options.isSet(QString::fromLatin1(name)))
            return usageError(LabCommand::tr("--%1 goes with `%2`.").arg(QString::fromLatin1(name), where));
    }
    return {};
}

/// Says what is at stake, and asks.
core::Result<void> agreed(const Invocation &invocation, const QString &warning)
{
    if (warning.isEmpty() || invocation.options.isSet(QStringLiteral("yes")))
        return {};
    if (!Terminal::canAsk() || invocation.terminal.json())
        return usageError(LabCommand::tr("%1 Say --yes if that is fine.").arg(warning));
    const core::Result<QString> answer = invocation.terminal.ask(LabCommand::tr("%1 Go on? [y/N]").arg(warning));
    if (!answer.ok())
        return answer.error();
    if (answer->trimmed().compare(QLatin1String("y"), Qt::CaseInsensitive) != 0)
        return core::Error{core::ErrorKind::Cancelled, QStringLiteral("interrupted"), {}};
    return {};
}

} // namespace

std::optional<std::chrono::seconds> readSkew(const QString &text)
{
    static const QRegularExpression span(QStringLiteral("^([+-]?)(\\d{1,6})(s|m|min|h)$"));
    const QRegularExpressionMatch match = span.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString unit = match.captured(3);
    const qint64 size = unit == QLatin1String("s") ? 1 : unit == QLatin1String("h") ? 3600 : 60;
    const std::chrono::seconds skew(match.captured(2).toLongLong() * size * (match.captured(1) == QLatin1String("-") ? -1 : 1));
    return std::chrono::abs(skew) > lab::SkewedClock::most ? std::nullopt : std::optional(skew);
}

QString LabCommand::name() const
{
    return QStringLiteral("lab");
}

QString LabCommand::summary() const
{
    return tr("Tries what happens when a token runs out, is used twice or is lost.");
}

QString LabCommand::usage() const
{
    return QStringLiteral("ACCOUNT expire|spoil|refresh|twice|drop-reply|revoke [--yes] [--json]\n"
                          "       keyturn-cli lab ACCOUNT skew DURATION [--behind]\n"
                          "       keyturn-cli lab ACCOUNT faults [list] | ACCOUNT faults clear [ID]\n"
                          "       keyturn-cli lab ACCOUNT faults arm FAULT [--times N] [--method METHOD] [--route ROUTE]");
}

QString LabCommand::remark() const
{
    QStringList lines;
    for (int i = 0; i < lab::experimentCount; ++i) {
        const auto which = lab::Experiment(i);
        lines += QStringLiteral("  %1  %2").arg(lab::wordOf(which).leftJustified(10), words::experimentAbout(which, tr("the backend")));
    }
    return lines.join(u'\n') + u'\n'
        + QStringLiteral("  %1  %2")
              .arg(QStringLiteral("faults").leftJustified(10),
                   tr("What the account's own test backend does wrong on demand, where it was started with --faults."));
}

void LabCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions(
        {{QStringLiteral("yes"), tr("Does not ask before what may end the session.")},
         {QStringLiteral("behind"), tr("skew: the clock is behind, not ahead.")},
         {QStringLiteral("times"), tr("faults arm: for so many requests; else until it is cleared."), QStringLiteral("n")},
         {QStringLiteral("method"), tr("faults arm: only for this HTTP method."), QStringLiteral("method")},
         {QStringLiteral("route"), tr("faults arm: only for this path, where * at its end stands for the rest."), QStringLiteral("route")}});
}

core::Async<int> LabCommand::run(const Invocation &invocation)
{
    const QString verb = invocation.arguments.value(1);
    if (verb.isEmpty())
        return core::ready<int>(usageError(tr("Which account, and which experiment? There are: %1.").arg(verbs().join(QLatin1String(", ")))));
    const std::optional<lab::Experiment> which = lab::experimentOf(verb);
    if (!which && verb != QLatin1String("faults"))
        return core::ready<int>(usageError(unknownCommand(name(), verb, verbs())));
    if (which != lab::Experiment::Skew) {
        if (const core::Result<void> fine = without(invocation.options, {"behind"}, QStringLiteral("lab ACCOUNT skew")); !fine.ok())
            return core::ready<int>(fine.error());
    }
    if (which || invocation.arguments.value(2) != QLatin1String("arm")) {
        if (const core::Result<void> fine = without(invocation.options, {"times", "method", "route"}, QStringLiteral("lab ACCOUNT faults arm"));
            !fine.ok())
            return core::ready<int>(fine.error());
    }
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<int>(read.error());
    const core::Result<model::Account> account = invocation.core.accounts().find(invocation.arguments.first());
    if (!account.ok())
        return core::ready<int>(account.error());
    return which ? experiment(invocation, *account, *which) : faults(invocation, *account);
}

core::Async<int> LabCommand::experiment(const Invocation &invocation, const model::Account &account, lab::Experiment which)
{
    const bool skews = which == lab::Experiment::Skew;
    if (invocation.arguments.size() != (skews ? 3 : 2))
        return core::ready<int>(usageError(skews ? tr("By how much? For instance: skew 10m, or: skew 10m --behind.")
                                                 : tr("“%1” is one word too many.").arg(printable(invocation.arguments.value(2)))));
    std::optional<std::chrono::seconds> ahead = skews ? readSkew(invocation.arguments.at(2)) : std::chrono::seconds(0);
    if (!ahead)
        return core::ready<int>(usageError(tr("“%1” is no span of at most a day, like 90s, 10m or 1h.").arg(printable(invocation.arguments.at(2)))));
    if (invocation.options.isSet(QStringLiteral("behind")))
        ahead = -*ahead;
    const QString backend = backendOf(invocation, account);
    if (const core::Result<void> fine = agreed(invocation, words::experimentWarning(which, backend)); !fine.ok())
        return core::ready<int>(fine.error());
    m_runs = true;
    lab::Lab &room = invocation.core.lab();
    const auto told = [this, invocation, account, backend](const lab::Report &report) -> core::Result<int> {
        m_runs = false;
        if (invocation.terminal.json())
            invocation.terminal.document(reportJson(report, backend));
        else
            invocation.terminal.line(reportText(report, backend));
        if (report.signInNeeded)
            invocation.terminal.say(signInAgainHint(account));
        return report.trouble() ? exitStatusOf(*report.trouble()) : int(Done);
    };
    if (!skews)
        return core::chain(room.run(account.id, which), this, told);
    return core::chain(room.skew(account.id, *ahead), this, [this, &room, told](const lab::Report &report) {
        return core::chain(room.setAhead(std::chrono::seconds(0)), this, [told, report] { return told(report); });
    });
}

core::Async<int> LabCommand::faults(const Invocation &invocation, const model::Account &account)
{
    const QString verb = invocation.arguments.value(2, QStringLiteral("list"));
    lab::ServerFaults &server = invocation.core.lab().faults();
    const QString rest = invocation.arguments.value(3);
    if (invocation.arguments.size() > 4 || (verb == QLatin1String("list") && !rest.isEmpty()))
        return core::ready<int>(usageError(tr("“%1” is one word too many.").arg(printable(invocation.arguments.last()))));
    if (verb == QLatin1String("arm"))
        return arm(invocation, account);
    if (verb == QLatin1String("clear"))
        return core::chain(server.clear(account.id, rest), this, [invocation, rest]() -> core::Result<int> {
            if (invocation.terminal.json())
                invocation.terminal.document({{QStringLiteral("cleared"), rest.isEmpty() ? QStringLiteral("all") : rest}});
            invocation.terminal.say(rest.isEmpty() ? tr("Nothing is armed any more.") : tr("The fault is cleared."));
            return int(Done);
        });
    if (verb != QLatin1String("list"))
        return core::ready<int>(usageError(
            unknownCommand(QStringLiteral("lab ACCOUNT faults"), verb, {QStringLiteral("list"), QStringLiteral("arm"), QStringLiteral("clear")})));
    return core::chain(server.list(account.id), this, [invocation](const lab::FaultList &list) -> core::Result<int> {
        if (invocation.terminal.json())
            invocation.terminal.document(faultsJson(list));
        else
            invocation.terminal.line(faultsText(list));
        return int(Done);
    });
}

core::Async<int> LabCommand::arm(const Invocation &invocation, const model::Account &account)
{
    const QCommandLineParser &options = invocation.options;
    lab::ArmedFault wanted{
        {}, invocation.arguments.value(3), options.value(QStringLiteral("method")).toUpper(), options.value(QStringLiteral("route")), {}};
    if (wanted.fault.isEmpty())
        return core::ready<int>(usageError(tr("Which fault? `keyturn-cli lab ACCOUNT faults` lists those there are.")));
    static const QRegularExpression token(QStringLiteral("^[A-Za-z]{1,20}$"));
    if (options.isSet(QStringLiteral("method")) && !token.match(wanted.method).hasMatch())
        return core::ready<int>(usageError(tr("--method wants the name of one, as in POST.")));
    if (options.isSet(QStringLiteral("route")) && !wanted.route.startsWith(u'/'))
        return core::ready<int>(usageError(tr("--route wants a path that begins with a slash, as in /api/auth/refresh.")));
    if (options.isSet(QStringLiteral("times"))) {
        bool isNumber = false;
        wanted.left = options.value(QStringLiteral("times")).toInt(&isNumber);
        if (!isNumber || *wanted.left < 1 || *wanted.left > mostTimes)
            return core::ready<int>(usageError(tr("--times wants a number from 1 to %1.").arg(mostTimes)));
    }
    return core::chain(invocation.core.lab().faults().arm(account.id, wanted), this, [invocation](const lab::ArmedFault &armed) -> core::Result<int> {
        if (invocation.terminal.json())
            invocation.terminal.document({{QStringLiteral("armed"), faultJson(armed)}});
        invocation.terminal.say(tr("Armed: %1").arg(faultText(armed)));
        return int(Done);
    });
}

} // namespace keyturn::cli
