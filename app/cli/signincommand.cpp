// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/signincommand.h"

#include "cli/codeoptions.h"
#include "cli/exitstatus.h"
#include "cli/flowrunner.h"
#include "cli/identityprompt.h"
#include "cli/profilewords.h"
#include "cli/sentences.h"
#include "cli/signinagain.h"
#include "cli/table.h"
#include "words/unsafeway.h"

#include <algorithm>

namespace keyturn::cli {

namespace {

constexpr int longestAge = 10 * 365 * 24 * 3600;

/// The option's whole number, where it is one and within bounds.
std::optional<int> secondsOf(const QCommandLineParser &options, const char *name, int least, int most)
{
    bool isNumber = false;
    const int seconds = options.value(QString::fromLatin1(name)).toInt(&isNumber);
    return isNumber && seconds >= least && seconds <= most ? std::optional(seconds) : std::nullopt;
}

/// The one that is meant; nullptr where that is still to be said, or where there is no such one.
const model::IdentityProvider *meantProvider(const model::BackendProfile &profile, const QString &named)
{
    return named.isEmpty() && profile.providers.size() == 1 ? &profile.providers.first() : profile.provider(model::ProviderId(named));
}

/// Options of the browser's way alone.
constexpr const char *browserOptions[] = {"prompt", "acr-values", "max-age", "browser", "print-url", "paste", "timeout"};

bool asksForBrowser(const QCommandLineParser &options)
{
    return std::any_of(std::begin(browserOptions), std::end(browserOptions),
                       [&options](const char *name) { return options.isSet(QString::fromLatin1(name)); });
}

} // namespace

QString SignInCommand::name() const
{
    return QStringLiteral("sign-in");
}

QString SignInCommand::summary() const
{
    return tr("Signs in, by password, through the browser, or with a code on another device.");
}

QString SignInCommand::usage() const
{
    return QStringLiteral(
        "--profile ID | --account ACCOUNT [--method password|browser|device] [--provider NAME] [--user NAME] [--password-stdin | --password-fd N] "
        "[--code-stdin | --code-fd N] [--browser COMMAND] [--print-url [--paste]] [--prompt WORDS] [--acr-values LIST] [--max-age "
        "SECONDS] [--label TEXT] [--timeout SECONDS] [--accept-other]");
}

void SignInCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions(
        {{QStringLiteral("profile"), tr("The backend; `keyturn-cli profiles` lists them."), QStringLiteral("id")},
         {QStringLiteral("account"), tr("Signs in again to this account, where and how its record says."), QStringLiteral("account")},
         {QStringLiteral("method"), tr("password, browser or device; the default is what the profile or the account has."), QStringLiteral("method")},
         {QStringLiteral("provider"), tr("Through the browser: the identity provider."), QStringLiteral("name")},
         {QStringLiteral("user"),
          tr("The e-mail or user name; to a provider in the browser it is a hint (login_hint). Where somebody else signs in, you are asked."),
          QStringLiteral("name")},
         {QStringLiteral("browser"), tr("The command that opens the browser; %s stands for the address."), QStringLiteral("command")},
         {QStringLiteral("print-url"), tr("Prints the address instead of opening a browser.")},
         {QStringLiteral("paste"),
          tr("With --print-url: reads the address that the browser ended on from standard input; at a terminal it does so anyway.")},
         {QStringLiteral("prompt"), tr("What the provider shall ask again: login, consent, select_account."), QStringLiteral("words")},
         {QStringLiteral("acr-values"), tr("How you are to prove who you are, best first, separated by spaces."), QStringLiteral("list")},
         {QStringLiteral("max-age"), tr("You must have proved it within so many seconds; 0 is now."), QStringLiteral("seconds")},
         {QStringLiteral("label"), tr("Your own name for the account."), QStringLiteral("text")},
         {QStringLiteral("timeout"), tr("How long to wait for the browser; default 300."), QStringLiteral("seconds")}});
    addIdentityOptions(parser);
    addPasswordOptions(parser);
    addCodeOptions(parser);
}

core::Async<int> SignInCommand::run(const Invocation &invocation)
{
    const QCommandLineParser &options = invocation.options;
    if (!invocation.arguments.isEmpty())
        return core::ready<int>(usageError(tr("“%1” is one word too many.").arg(invocation.arguments.first())));
    if (!options.isSet(QStringLiteral("profile")) && !options.isSet(QStringLiteral("account")))
        return core::ready<int>(
            usageError(tr("Where? Say --profile ID; `keyturn-cli profiles` lists them. Or --account ACCOUNT, to sign in again.")));
    for (const core::Result<void> &fine : {checkPasswordOptions(options), checkSecretOptions(options, QStringLiteral("code"))}) {
        if (!fine.ok())
            return core::ready<int>(fine.error());
    }
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<int>(read.error());
    const core::Result<Target> target = targetOf(invocation);
    if (!target.ok())
        return core::ready<int>(target.error());
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(target->profile);
    if (!profile.ok())
        return core::ready<int>(profile.error());
    const QString method = target->method.isEmpty() ? usualMethod(invocation, *profile) : target->method;
    if (method == QLatin1String("password"))
        return byPassword(invocation, *target);
    if (method == QLatin1String("browser"))
        return byBrowser(invocation, *target);
    if (method == QLatin1String("device"))
        return byDevice(invocation, *target);
    return core::ready<int>(usageError(tr("--method is password, browser or device, not “%1”.").arg(method)));
}

core::Result<SignInCommand::Target> SignInCommand::targetOf(const Invocation &invocation)
{
    const QCommandLineParser &options = invocation.options;
    if (!options.isSet(QStringLiteral("account")))
        return Target{model::ProfileId(options.value(QStringLiteral("profile"))),
                      model::ProviderId(options.value(QStringLiteral("provider"))),
                      options.value(QStringLiteral("user")),
                      options.value(QStringLiteral("method")),
                      {}};
    const core::Result<model::Account> account = invocation.core.accounts().find(options.value(QStringLiteral("account")));
    return account.ok() ? targetOf(options, *account) : core::Result<Target>(account.error());
}

/// What is said beside --account may not contradict the account's record, where it would be another account's sign-in.
core::Result<SignInCommand::Target> SignInCommand::targetOf(const QCommandLineParser &options, const model::Account &account)
{
    const auto contradicts = [&options](const char *name, const QString &known) {
        return options.isSet(QString::fromLatin1(name)) && options.value(QString::fromLatin1(name)) != known;
    };
    if (contradicts("profile", account.profile.toString()))
        return usageError(tr("That account is of the profile “%1”: leave --profile out.").arg(account.profile.toString()));
    if (contradicts("provider", account.wayIn().toString()))
        return usageError(account.wayIn().isEmpty() ? tr("That account signs in by password: leave --provider out.")
                                                    : tr("That account signs in by “%1”: leave --provider out.").arg(account.wayIn().toString()));
    Target target{account.profile, account.wayIn(), options.value(QStringLiteral("user")), options.value(QStringLiteral("method")), account.id};
    const bool byPassword = account.wayIn().isEmpty();
    if (!target.method.isEmpty() && (target.method == QLatin1String("password")) != byPassword)
        return usageError(byPassword ? tr("That account signs in by password: leave --method out.")
                                     : tr("That account signs in by “%1”, not by password: leave --method out.").arg(account.wayIn().toString()));
    if (target.user.isEmpty())
        target.user = byPassword ? userOf(account) : account.identity.email;
    if (target.method.isEmpty()) {
        const bool device = account.method == model::SignInMethod::Device && !asksForBrowser(options);
        target.method = byPassword ? QStringLiteral("password") : device ? QStringLiteral("device") : QStringLiteral("browser");
    }
    return target;
}

QString SignInCommand::usualMethod(const Invocation &invocation, const model::BackendProfile &profile)
{
    const QCommandLineParser &options = invocation.options;
    if (profile.password && !options.isSet(QStringLiteral("provider")))
        return QStringLiteral("password");
    const model::IdentityProvider *provider = meantProvider(profile, options.value(QStringLiteral("provider")));
    if (!provider || !provider->takesCodeAlone() || !provider->missingClient().isEmpty() || asksForBrowser(options))
        return QStringLiteral("browser");
    invocation.terminal.say(tr("%1 lets a program without a client secret in by a code alone.").arg(printable(provider->name)));
    return QStringLiteral("device");
}

core::Async<int> SignInCommand::byPassword(const Invocation &invocation, const Target &target)
{
    const QCommandLineParser &options = invocation.options;
    accounts::PasswordSignInRequest request;
    request.profile = target.profile;
    request.user = target.user;
    request.expected = target.expected;
    request.label = options.value(QStringLiteral("label"));
    if (request.user.isEmpty()) {
        const core::Result<QString> user =
            isPasswordPiped(options) ? core::Result<QString>(usageError({})) : invocation.terminal.ask(tr("E-mail or name:"));
        if (!user.ok() && user.error().kind == core::ErrorKind::Cancelled)
            return core::ready<int>(user.error());
        if (!user.ok() || user->isEmpty())
            return core::ready<int>(usageError(tr("Who? Say --user NAME.")));
        request.user = *user;
    }
    // Before the person types: whether what comes of it could be kept.
    return core::chain(invocation.core.signIn().ready(request.profile), this, [this, invocation, request]() -> core::Async<int> {
        const QString backend = invocation.core.profiles().find(request.profile)->name;
        core::Result<core::Secret> password = readPassword(invocation, request.user, backend);
        if (!password.ok())
            return core::ready<int>(password.error());
        accounts::PasswordSignInRequest whole = request;
        whole.password = std::move(password).value();
        m_flow = invocation.core.signIn().withPassword(std::move(whole));
        return runFlow(*m_flow, invocation, backend);
    });
}

core::Async<int> SignInCommand::byBrowser(const Invocation &invocation, const Target &target)
{
    const QCommandLineParser &options = invocation.options;
    accounts::BrowserSignInRequest request;
    request.profile = target.profile;
    request.provider = target.provider;
    request.loginHint = target.user;
    request.expected = target.expected;
    request.label = options.value(QStringLiteral("label"));
    request.openBrowser = !options.isSet(QStringLiteral("print-url"));
    request.prompt = options.value(QStringLiteral("prompt"));
    request.acrValues = options.value(QStringLiteral("acr-values")).split(u' ', Qt::SkipEmptyParts);
    if (options.isSet(QStringLiteral("paste")) && request.openBrowser)
        return core::ready<int>(usageError(tr("--paste goes with --print-url: a browser that is opened here brings its answer itself.")));
    if (options.isSet(QStringLiteral("timeout"))) {
        const std::optional<int> seconds = secondsOf(options, "timeout", 1, 3600);
        if (!seconds)
            return core::ready<int>(usageError(tr("--timeout wants seconds, from 1 to 3600.")));
        request.patience = std::chrono::seconds(*seconds);
    }
    if (options.isSet(QStringLiteral("max-age"))) {
        request.maxAge = secondsOf(options, "max-age", 0, longestAge);
        if (!request.maxAge)
            return core::ready<int>(usageError(tr("--max-age wants seconds, 0 or more.")));
    }
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(request.profile);
    const model::IdentityProvider *provider = meantProvider(*profile, request.provider.toString());
    const QString backend = provider ? provider->name : profile->name;
    // Before anything else is looked at: without it nothing can come of this.
    if (const QString client = provider ? provider->missingClient() : QString(); !client.isEmpty())
        return core::ready<int>(core::Error{core::ErrorKind::Configuration, QStringLiteral("client_id_missing"), client});
    if (provider && provider->isUnsafe())
        invocation.terminal.say(words::unsafeWay());
    const QString command = browserCommand(invocation, target.expected);
    const bool noDisplay = request.openBrowser && lacksDisplay(invocation, command);
    request.openBrowser = request.openBrowser && !noDisplay;
    m_browser = std::make_unique<oauth::CommandBrowserOpener>(command);
    const bool printUrl = !request.openBrowser;
    m_flow = invocation.core.signIn().withBrowser(std::move(request), m_browser.get());
    connect(m_flow.get(), &accounts::SignInFlow::authorizationUrlReady, this, [invocation, printUrl, noDisplay](const QUrl &url) {
        const QString address = QString::fromUtf8(url.toEncoded());
        if (!printUrl)
            return;
        // With --json stdout is kept for the one document at the end; and who did not ask for the address expects none there.
        if (invocation.terminal.json() || noDisplay)
            invocation.terminal.say(address);
        else
            invocation.terminal.line(address);
        drawQrCode(invocation.terminal, url);
    });
    const auto listen = [this, invocation, backend] { listenForAddress(invocation, backend); };
    if (printUrl && (options.isSet(QStringLiteral("paste")) || LineReader::isInteractive()))
        connect(m_flow.get(), &accounts::SignInFlow::authorizationUrlReady, this, listen);
    if (!printUrl && LineReader::isInteractive())
        connect(m_flow.get(), &accounts::SignInFlow::browserFailed, this, listen);
    return runFlow(*m_flow, invocation, backend);
}

/// The browser may be on another device, where our listener is not: what stands in its address bar in the end is all that is needed.
void SignInCommand::listenForAddress(const Invocation &invocation, const QString &backend)
{
    if (m_lines)
        return;
    invocation.terminal.say(tr("Is the browser on another device? Paste the address here that it ends on, though it shows no page."));
    m_lines = std::make_unique<LineReader>();
    connect(m_lines.get(), &LineReader::line, this, [this, invocation, backend](const QString &text) {
        if (const core::Result<void> taken = m_flow->takeAddress(text); !taken.ok())
            invocation.terminal.say(sentenceFor(taken.error(), backend));
    });
    connect(m_lines.get(), &LineReader::tooLong, this, [invocation, backend] {
        invocation.terminal.say(sentenceFor({core::ErrorKind::Rejected, QStringLiteral("address_not_ours"), {}}, backend));
    });
}

core::Async<int> SignInCommand::byDevice(const Invocation &invocation, const Target &target)
{
    const QCommandLineParser &options = invocation.options;
    for (const char *name : browserOptions) {
        if (options.isSet(QString::fromLatin1(name)))
            return core::ready<int>(usageError(tr("--%1 is for the browser; with --method device leave it out.").arg(QString::fromLatin1(name))));
    }
    accounts::DeviceSignInRequest request;
    request.profile = target.profile;
    request.provider = target.provider;
    request.loginHint = target.user;
    request.expected = target.expected;
    request.label = options.value(QStringLiteral("label"));
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(request.profile);
    const model::IdentityProvider *provider = meantProvider(*profile, request.provider.toString());
    const QString backend = provider ? provider->name : profile->name;
    m_flow = invocation.core.signIn().withDevice(std::move(request));
    return runFlow(*m_flow, invocation, backend);
}

bool SignInCommand::cancel()
{
    if (!m_flow)
        return false;
    m_flow->cancel();
    return true;
}

} // namespace keyturn::cli
