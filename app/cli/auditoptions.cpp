// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/auditoptions.h"

#include "audit/auditrun.h"
#include "cli/codeoptions.h"
#include "cli/exitstatus.h"
#include "cli/outputfile.h"
#include "core/json.h"
#include "net/origin.h"

#include <QCoreApplication>
#include <QFile>

namespace keyturn::cli {

namespace {

constexpr qsizetype maxKeyBytes = 64 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("AuditCommand", text);
}

/// Numbers or ids, by commas.
core::Result<QList<int>> readChecks(const QString &text)
{
    QList<int> numbers;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        const QString word = part.trimmed();
        int number = 0;
        for (const audit::Check &check : audit::allChecks()) {
            if (check.id == word || QString::number(check.number) == word)
                number = check.number;
        }
        if (number == 0)
            return usageError(tr("There is no check “%1”; `keyturn-cli audit --list` names them.").arg(word));
        numbers.append(number);
    }
    return numbers;
}

core::Result<QByteArray> readFile(const QString &path, qsizetype most)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return usageError(tr("%1 cannot be read: %2.").arg(path, file.errorString()));
    const QByteArray bytes = file.read(most + 1);
    if (bytes.size() > most)
        return usageError(tr("%1 is too large.").arg(path));
    return bytes;
}

core::Result<int> readNumber(const QCommandLineParser &options, const QString &name, int otherwise, int least, int most)
{
    if (!options.isSet(name))
        return otherwise;
    bool isNumber = false;
    const int number = options.value(name).toInt(&isNumber);
    if (!isNumber || number < least || number > most)
        return usageError(tr("--%1 wants a number from %2 to %3.").arg(name).arg(least).arg(most));
    return number;
}

/// A profile by its id, or the one whose backend is at that address; else one that knows nothing but the address.
core::Result<model::BackendProfile> profileOf(const Invocation &invocation)
{
    const QString id = invocation.options.value(QStringLiteral("profile"));
    if (!id.isEmpty() && !invocation.arguments.isEmpty())
        return usageError(tr("A profile or an address, not both."));
    if (!id.isEmpty())
        return invocation.core.profiles().find(model::ProfileId(id));
    if (invocation.arguments.size() != 1)
        return usageError(tr("Which backend? Give --profile ID or an address."));
    const QUrl address(invocation.arguments.first(), QUrl::StrictMode);
    if (address.authority().contains(u'@')) // it would stand in every report
        return usageError(tr("An address with a user or a password in it is not asked: give the account by --user."));
    if (!net::Origin::of(address).isValid())
        return usageError(tr("“%1” is no address to audit: begin it with http:// or https://.").arg(invocation.arguments.first()));
    for (const storage::StoredProfile &stored : invocation.core.profiles().profiles()) {
        if (net::Origin::of(stored.profile.baseUrl) == net::Origin::of(address))
            return stored.profile;
    }
    model::BackendProfile bare;
    bare.id = model::ProfileId(address.host());
    bare.name = address.host();
    bare.baseUrl = address.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    return bare;
}

core::Result<void> readLimits(const QCommandLineParser &options, audit::Limits &limits)
{
    const core::Result<int> budget = readNumber(options, QStringLiteral("budget"), limits.requests, 1, 100'000);
    if (!budget.ok())
        return budget.error();
    const core::Result<int> patience = readNumber(options, QStringLiteral("patience"), static_cast<int>(limits.patience.count()), 0, 7200);
    if (!patience.ok())
        return patience.error();
    if (options.isSet(QStringLiteral("budget")))
        limits.requests = limits.stressRequests = *budget;
    limits.patience = std::chrono::seconds(*patience);
    return {};
}

/// What is sent on purpose may do harm: whoever asks for it names the host, unless it is this computer.
core::Result<void> checkConsent(const Invocation &invocation, const audit::Target &target)
{
    const bool isActive = target.account || target.mayRegister;
    if (target.mayStress && !isActive)
        return usageError(tr("--stress needs a test account: --user, or --register."));
    if (target.account && !target.profile.password)
        return usageError(tr("An address alone does not tell how people sign in there: give a profile by --profile."));
    if (target.mayRegister && !(target.profile.password && target.profile.password->registration))
        return usageError(tr("Nothing tells how people register there: give a profile that says so by --profile."));
    for (const audit::Check &check : audit::allChecks()) { // who names a check wants it looked at
        if (!target.only.contains(check.number) || check.mode == audit::Mode::Passive)
            continue;
        if (!isActive)
            return usageError(tr("Check %1 needs a test account: --user, or --register.").arg(check.number));
        if (check.mode == audit::Mode::Stress && !target.mayStress)
            return usageError(tr("Check %1 needs --stress.").arg(check.number));
    }
    if (audit::chosenChecks(target).isEmpty())
        return usageError(tr("No check is left: --skip leaves out what --only asks for."));
    const QString host = target.profile.baseUrl.host();
    const bool isNamed = !invocation.arguments.isEmpty() || target.hosts.contains(host, Qt::CaseInsensitive);
    if (isActive && !isNamed && !audit::isOnThisComputer(target.profile))
        return usageError(tr("With a test account the audit attacks %1. If that backend is yours to test, say so: --allow-host %1").arg(host));
    return {};
}

} // namespace

void addAuditOptions(QCommandLineParser &parser)
{
    parser.addOptions(
        {{QStringLiteral("profile"), tr("The backend; `keyturn-cli profiles` lists them."), QStringLiteral("id")},
         {QStringLiteral("user"), tr("Your own test account. Active checks sign in as it."), QStringLiteral("name")},
         {QStringLiteral("register"), tr("The audit may register test accounts of its own.")},
         {QStringLiteral("stress"), tr("Tries limits and broken input too. Others may notice.")},
         {QStringLiteral("allow-host"), tr("A host that may be asked; may be given again."), QStringLiteral("host")},
         {QStringLiteral("signing-key"), tr("The key that signs access tokens, as a JWK, to alter claims with."), QStringLiteral("file")},
         {QStringLiteral("only"), tr("These checks alone: numbers or ids, by commas."), QStringLiteral("ids")},
         {QStringLiteral("skip"), tr("Leaves these checks out: numbers or ids, by commas."), QStringLiteral("ids")},
         {QStringLiteral("format"), tr("text, json, junit, sarif or html."), QStringLiteral("format"), QStringLiteral("text")},
         {QStringLiteral("baseline"), tr("A report in JSON: what failed then is known, and no finding."), QStringLiteral("file")},
         {QStringLiteral("budget"), tr("How many requests may be sent (600; 2500 with --stress)."), QStringLiteral("number")},
         {QStringLiteral("patience"), tr("How long it waits for something to run out, in seconds (30)."), QStringLiteral("seconds")},
         {{QStringLiteral("o"), QStringLiteral("output")}, tr("Writes the report to a file."), QStringLiteral("file")},
         {QStringLiteral("list"), tr("Lists the checks and ends.")}});
    addSecretOptions(parser, QStringLiteral("password"), tr("the password"));
}

core::Result<AuditWish> readAuditWish(const Invocation &invocation)
{
    const QCommandLineParser &options = invocation.options;
    AuditWish wish;
    if (invocation.terminal.json() && options.isSet(QStringLiteral("format")) && options.value(QStringLiteral("format")) != QLatin1String("json"))
        return usageError(tr("--json is the report as JSON: leave out --format, or --json."));
    const QString format = invocation.terminal.json() ? QStringLiteral("json") : options.value(QStringLiteral("format"));
    const std::optional<audit::ReportFormat> known = audit::reportFormatOf(format);
    if (!known)
        return usageError(tr("A report is text, json, junit, sarif or html, not “%1”.").arg(format));
    wish.format = *known;
    wish.output = options.value(QStringLiteral("output"));
    if (!wish.output.isEmpty()) { // before minutes are spent on what could not be kept
        if (const core::Result<void> fine = checkWritable(wish.output); !fine.ok())
            return fine.error();
    }
    core::Result<model::BackendProfile> profile = profileOf(invocation);
    if (!profile.ok())
        return profile.error();
    if (profile->baseUrl.isEmpty())
        return profile->embedded ? core::Error{core::ErrorKind::Configuration, QStringLiteral("backend_not_started"), {}}
                                 : usageError(tr("The profile %1 has no backend of its own, only providers.").arg(profile->id.toString()));
    wish.target.profile = *profile;
    if (options.isSet(QStringLiteral("user")))
        wish.target.account = audit::Person{options.value(QStringLiteral("user")), {}};
    wish.target.mayRegister = options.isSet(QStringLiteral("register"));
    wish.target.mayStress = options.isSet(QStringLiteral("stress"));
    wish.target.hosts = options.values(QStringLiteral("allow-host"));
    for (const QString &host : std::as_const(wish.target.hosts)) {
        QUrl address;
        address.setHost(host, QUrl::StrictMode);
        if (address.host().isEmpty())
            return usageError(tr("“%1” is no host: --allow-host wants its name alone, as in auth.example.com.").arg(host));
    }
    for (const auto &[name, list] : {std::pair{QStringLiteral("only"), &wish.target.only}, {QStringLiteral("skip"), &wish.target.skip}}) {
        const core::Result<QList<int>> checks = readChecks(options.value(name));
        if (!checks.ok())
            return checks.error();
        *list = *checks;
    }
    if (const QString path = options.value(QStringLiteral("signing-key")); !path.isEmpty()) {
        core::Result<QByteArray> key = readFile(path, maxKeyBytes);
        if (!key.ok())
            return key.error();
        if (!core::parseJsonObject(*key, maxKeyBytes).ok())
            return usageError(tr("%1 is no JSON Web Key.").arg(path));
        wish.target.signingKey = core::Secret::take(std::move(key).value());
    }
    if (const QString path = options.value(QStringLiteral("baseline")); !path.isEmpty()) {
        const core::Result<QByteArray> json = readFile(path, audit::maxBaselineBytes);
        if (!json.ok())
            return json.error();
        const core::Result<audit::Baseline> baseline = audit::readBaseline(*json);
        if (!baseline.ok())
            return usageError(baseline.error().detail);
        wish.baseline = *baseline;
    }
    if (const core::Result<void> limits = readLimits(options, wish.target.limits); !limits.ok())
        return limits.error();
    if (const core::Result<void> consent = checkConsent(invocation, wish.target); !consent.ok())
        return consent.error();
    return wish;
}

} // namespace keyturn::cli
