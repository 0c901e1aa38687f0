// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/options.h"

#include "backend/faults/faultoptions.h"
#include "backend/loopbackaddress.h"
#include "backend/optionhelp.h"
#include "backend/placeoptions.h"
#include "backend/settings.h"
#include "backend/usage.h"

#include <QDir>
#include <QJsonDocument>
#include <QUrl>

#include <optional>

namespace keyturn::backend {

namespace {

using namespace std::chrono;

/// Reads numbers and keeps the first complaint.
class Numbers
{
public:
    explicit Numbers(const Settings &settings) : m_settings(settings) { }

    qint64 read(const QString &name, qint64 fallback, qint64 least, qint64 most)
    {
        if (!m_settings.isSet(name))
            return fallback;
        bool number = false;
        const qint64 value = m_settings.value(name).toLongLong(&number);
        if (number && value >= least && value <= most)
            return value;
        if (!m_problem)
            m_problem = usage(QStringLiteral("--%1 takes a whole number from %2 to %3.").arg(name).arg(least).arg(most));
        return fallback;
    }
    [[nodiscard]] const std::optional<core::Error> &problem() const { return m_problem; }

private:
    const Settings &m_settings;
    std::optional<core::Error> m_problem;
};

QList<QCommandLineOption> listedOptions()
{
    const QList<QCommandLineOption> own{
        {QStringLiteral("port"), QStringLiteral("Port to serve on; 0 lets the system pick (default 8789)."), QStringLiteral("N")},
        {QStringLiteral("listen"), QStringLiteral("IP address to serve on (default 127.0.0.1: this machine alone)."), QStringLiteral("ADDR")},
        {QStringLiteral("data"), QStringLiteral("Folder for keys and database."), QStringLiteral("DIR")},
        {QStringLiteral("access-ttl"), QStringLiteral("Life of access tokens in seconds (default 900)."), QStringLiteral("S")},
        {QStringLiteral("refresh-ttl"), QStringLiteral("Life of refresh tokens in seconds (default 604800)."), QStringLiteral("S")},
        {QStringLiteral("refresh-grace"),
         QStringLiteral("Seconds in which a spent refresh token still gives its successor; 0 turns it off (default 10)."), QStringLiteral("S")},
        {QStringLiteral("chain-ttl"),
         QStringLiteral("Seconds after the sign-in in which its refresh tokens end, however often they are renewed (default 7776000)."),
         QStringLiteral("S")},
        {QStringLiteral("recent-sign-in"),
         QStringLiteral("Sessions are ended, and another e-mail address is asked for without the password, by those alone who signed in within so "
                        "many seconds; others are challenged (RFC 9470). 0 turns it off (default), but for the address, where it is 300 then."),
         QStringLiteral("S")},
        {QStringLiteral("mode"),
         QStringLiteral("token or session: what a sign-in that does not ask brings (default token). session: a session behind a cookie, no tokens."),
         QStringLiteral("MODE")},
        {QStringLiteral("session-idle"), QStringLiteral("Seconds after which a session behind a cookie ends unused (default 86400)."),
         QStringLiteral("S")},
        {QStringLiteral("session-ttl"), QStringLiteral("Seconds after which it ends in any case (default 604800)."), QStringLiteral("S")},
        {QStringLiteral("allow-origin"),
         QStringLiteral("Origin whose pages may use the API, e.g. https://app.example.com (default: none but our own)."),
         QStringLiteral("ORIGIN...")},
        {QStringLiteral("tls-cert"), QStringLiteral("PEM file of the certificate, with those up to the root behind it: HTTPS instead of HTTP."),
         QStringLiteral("FILE")},
        {QStringLiteral("tls-key"), QStringLiteral("PEM file of its key, which nobody but owner and group may read. SIGHUP reads both files anew."),
         QStringLiteral("FILE")},
        {QStringLiteral("signing"),
         QStringLiteral("HS256, RS256 or ES256: how access tokens are signed (default: as keys.json has it, HS256 in a new one). Public keys are "
                        "served at /.well-known/jwks.json. `keyturn-backend keys --help` tells how to change keys."),
         QStringLiteral("ALG")},
        {QStringLiteral("bcrypt-cost"), QStringLiteral("Cost of password hashing, 10 to 16 (default 12)."), QStringLiteral("N")},
        {QStringLiteral("providers"),
         QStringLiteral("Simulated providers, comma-separated, where everybody may sign in as anybody (default google,github; none where --listen or "
                        "--public-url is not this machine alone)."),
         QStringLiteral("LIST")},
        {QStringLiteral("verified-email"),
         QStringLiteral(
             "Nobody signs in before the e-mail is confirmed, and registering does not tell who has an account. Mails are not sent: they are "
             "files in outbox/ of the data folder.")},
        {QStringLiteral("ready-file"), QStringLiteral("File that gets the line of addresses, too."), QStringLiteral("FILE")},
        {QStringLiteral("log"), QStringLiteral("json: one line on stderr for every request."), QStringLiteral("FORMAT")},
        {QStringLiteral("config"),
         QStringLiteral("JSON file with options by their names; environment and flags are stronger. One with secrets wants mode 600."),
         QStringLiteral("FILE")},
        {QStringLiteral("print-config"), QStringLiteral("Print what would be in force and where it comes from, without secrets, and end.")},
    };
    return own + placeOptions() + LimitOptions::commandLine() + upstreamCommandLine() + faultOptions();
}

/// What stands where nobody says anything else, as far as it hangs on no other option.
QMap<QString, QString> defaultValues(const QString &dataDirectory)
{
    const Options options;
    const auto number = [](auto value) { return QString::number(value); };
    return {{QStringLiteral("port"), number(options.port)},
            {QStringLiteral("listen"), options.listen},
            {QStringLiteral("data"), dataDirectory},
            {QStringLiteral("access-ttl"), number(options.accessTtl.count())},
            {QStringLiteral("refresh-grace"), number(options.refreshGrace.count())},
            {QStringLiteral("chain-ttl"), number(options.chainTtl.count())},
            {QStringLiteral("session-ttl"), number(options.sessionTtl.count())},
            {QStringLiteral("recent-sign-in"), number(options.recentSignIn.count())},
            {QStringLiteral("mode"), QStringLiteral("token")},
            {QStringLiteral("bcrypt-cost"), number(options.bcryptCost)}};
}

/// For --print-config: what is in force of an option that follows another one where it is not set.
QMap<QString, QString> derivedValues(const Options &options, const Settings &settings)
{
    const bool inFile = settings.isSet(QStringLiteral("database-file"));
    return {{QStringLiteral("database"), inFile ? QString() : QLatin1String("sqlite:") + options.databasePath},
            {QStringLiteral("keys"), options.keyFile},
            {QStringLiteral("providers"), options.providers.join(u',')},
            {QStringLiteral("refresh-ttl"), QString::number(options.refreshTtl.count())},
            {QStringLiteral("session-idle"), QString::number(options.sessionIdle.count())}};
}

std::optional<core::Error> readPlaces(const Settings &settings, Options &options)
{
    const QString data = settings.value(QStringLiteral("data"));
    if (data.isEmpty())
        return usage(QStringLiteral("--data takes a folder."));
    options.dataDirectory = QDir::cleanPath(QDir(data).absolutePath());
    if (const auto problem = readPlaceOptions(settings, options))
        return problem;
    options.wantsVerifiedEmail = settings.isSet(QStringLiteral("verified-email"));
    options.readyFile = settings.value(QStringLiteral("ready-file"));
    if (settings.isSet(QStringLiteral("listen")))
        options.listen = settings.value(QStringLiteral("listen"));
    return std::nullopt;
}

/// As browsers write it (RFC 6454 §6.2): scheme, host and a port that is not the scheme's own, all in lower case; compared byte by byte.
bool isOrigin(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool web = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
    const bool ownPort = url.port() == (url.scheme() == QLatin1String("https") ? 443 : 80);
    return url.isValid() && web && !ownPort && !url.host().isEmpty() && url.userInfo().isEmpty()
        && url.toEncoded(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment) == text.toUtf8();
}

std::optional<core::Error> readWeb(const Settings &settings, Options &options)
{
    for (const QString &origin : settings.values(QStringLiteral("allow-origin"))) {
        if (!isOrigin(origin))
            return usage(QStringLiteral("--allow-origin takes an origin such as https://app.example.com, in lower case and without a path."));
        options.allowedOrigins.append(origin.toLatin1());
    }
    const QString mode = settings.value(QStringLiteral("mode"));
    if (mode != QLatin1String("token") && mode != QLatin1String("session"))
        return usage(QStringLiteral("--mode takes token or session."));
    options.sessionMode = mode == QLatin1String("session");
    options.tlsCertificate = settings.value(QStringLiteral("tls-cert"));
    options.tlsKey = settings.value(QStringLiteral("tls-key"));
    if (options.tlsCertificate.isEmpty() != options.tlsKey.isEmpty())
        return usage(QStringLiteral("--tls-cert and --tls-key go together."));
    return std::nullopt;
}

bool isForThisMachineAlone(const Options &options)
{
    return isLoopbackAddress(options.listen) && (options.publicUrl.isEmpty() || isLoopbackHost(QUrl(options.publicUrl).host()));
}

std::optional<core::Error> readChoices(const Settings &settings, Options &options)
{
    if (settings.isSet(QStringLiteral("providers"))) {
        const QStringList wanted = settings.value(QStringLiteral("providers")).split(u',', Qt::SkipEmptyParts);
        for (const QString &name : wanted) {
            if (!options.providers.contains(name))
                return usage(QStringLiteral("--providers knows google and github."));
        }
        options.providers = wanted;
    } else if (!isForThisMachineAlone(options)) {
        options.providers.clear(); // their pages tell the password that lets everybody in as anybody: for who tries things, not for who serves
    }
    if (settings.isSet(QStringLiteral("signing"))) {
        options.signing = SigningKey::algorithmNamed(settings.value(QStringLiteral("signing")));
        if (!options.signing)
            return usage(QStringLiteral("--signing takes HS256, RS256 or ES256."));
    }
    if (settings.isSet(QStringLiteral("log"))) {
        if (settings.value(QStringLiteral("log")) != QLatin1String("json"))
            return usage(QStringLiteral("--log takes json."));
        options.logRequests = true;
    }
    return std::nullopt;
}

std::optional<core::Error> readNumbers(const Settings &settings, Options &options)
{
    Numbers numbers(settings);
    options.port = static_cast<quint16>(numbers.read(QStringLiteral("port"), options.port, 0, 65535));
    options.accessTtl = seconds(numbers.read(QStringLiteral("access-ttl"), options.accessTtl.count(), 1, 24 * 3600));
    options.chainTtl = seconds(numbers.read(QStringLiteral("chain-ttl"), options.chainTtl.count(), 1, 365 * 24 * 3600));
    options.refreshTtl = seconds( // the end of the chain would cut a longer one in any case
        numbers.read(QStringLiteral("refresh-ttl"), std::min(options.refreshTtl, options.chainTtl).count(), 1, options.chainTtl.count()));
    options.refreshGrace = seconds(numbers.read(QStringLiteral("refresh-grace"), options.refreshGrace.count(), 0, 300));
    options.recentSignIn = seconds(numbers.read(QStringLiteral("recent-sign-in"), options.recentSignIn.count(), 0, 24 * 3600));
    options.sessionTtl = seconds(numbers.read(QStringLiteral("session-ttl"), options.sessionTtl.count(), 1, 365 * 24 * 3600));
    options.sessionIdle = seconds(
        numbers.read(QStringLiteral("session-idle"), std::min(options.sessionIdle, options.sessionTtl).count(), 1, options.sessionTtl.count()));
    options.bcryptCost = static_cast<int>(numbers.read(QStringLiteral("bcrypt-cost"), options.bcryptCost, 10, 16));
    return numbers.problem();
}

QString help(const QList<QCommandLineOption> &options)
{
    const QStringList paragraphs{
        QStringLiteral("Usage: keyturn-backend [options]"),
        QStringLiteral("       keyturn-backend user|keys|replay --help"),
        {},
        wrapped(QStringLiteral("The auth backend of Keyturn: passwords, sessions, rotating refresh tokens, and a simulated Google and GitHub "
                               "for demonstrations and tests. A running one describes its API at /openapi.json (OpenAPI 3.1).")),
        {},
        wrapped(QStringLiteral("Each option may be set by the environment too, --access-ttl by KEYTURN_BACKEND_ACCESS_TTL, and in the file of "
                               "--config. What ends in ... may be given again; in the environment with commas, in the file as a list.")),
    };
    return paragraphs.join(u'\n') + u'\n' + optionHelp(options) + faultsHelp();
}

} // namespace

QList<QCommandLineOption> serviceOptions(const QString &defaultDataDirectory)
{
    QList<QCommandLineOption> options = listedOptions();
    const QMap<QString, QString> defaults = defaultValues(defaultDataDirectory);
    for (QCommandLineOption &option : options) {
        if (const QString value = defaults.value(option.names().constLast()); !value.isEmpty())
            option.setDefaultValue(value);
    }
    return options;
}

core::Result<Options> readOptions(const Settings &settings)
{
    Options options;
    if (const auto problem = readPlaces(settings, options))
        return settings.located(*problem);
    if (const auto problem = readChoices(settings, options))
        return settings.located(*problem);
    if (const auto problem = readWeb(settings, options))
        return settings.located(*problem);
    const auto limits = LimitOptions::read(settings);
    if (!limits.ok())
        return settings.located(limits.error());
    options.limits = *limits;
    const auto upstreams = readUpstreamOptions(settings);
    if (!upstreams.ok())
        return settings.located(upstreams.error());
    options.upstreams = *upstreams;
    if (const auto problem = readFaults(settings, options))
        return settings.located(*problem);
    if (const auto problem = readNumbers(settings, options))
        return settings.located(*problem);
    weaken(options);
    return options;
}

core::Result<CommandLine> parseCommandLine(const QStringList &arguments, const QString &defaultDataDirectory, const QProcessEnvironment &environment)
{
    QCommandLineParser parser;
    QList<QCommandLineOption> options = serviceOptions(defaultDataDirectory);
    options.append({{QStringLiteral("v"), QStringLiteral("version")}, QStringLiteral("Print the version, and end.")});
    options.append({{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Print this, and end.")});
    parser.addOptions(options);
    if (!parser.parse(arguments))
        return usage(parser.errorText() + QStringLiteral(" See --help."));
    if (parser.isSet(QStringLiteral("help")))
        return CommandLine{{}, help(options)};
    if (parser.isSet(QStringLiteral("version")))
        return CommandLine{{}, QStringLiteral("keyturn-backend 0.1.0\n")};
    if (parser.isSet(QStringLiteral("list-defects")))
        return CommandLine{{}, defectTable()};
    if (!parser.positionalArguments().isEmpty())
        return usage(QStringLiteral("Only options are taken, no other words. See --help."));
    const auto settings = Settings::gather(parser, options, environment);
    if (!settings.ok())
        return settings.error();
    const auto read = readOptions(*settings);
    if (!read.ok())
        return read.error();
    if (parser.isSet(QStringLiteral("print-config")))
        return CommandLine{*read, QString::fromUtf8(QJsonDocument(settings->report(derivedValues(*read, *settings))).toJson())};
    return CommandLine{*read, {}};
}

} // namespace keyturn::backend
