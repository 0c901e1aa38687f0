// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/confirmation.h"

#include "cli/codeoptions.h"
#include "cli/exitstatus.h"
#include "cli/flowrunner.h"
#include "cli/signinagain.h"

namespace keyturn::cli {

namespace {

QString quoted(QString word)
{
    return u'\'' + word.replace(u'\'', QLatin1String("'\\''")) + u'\'';
}

} // namespace

void Confirmation::addOptions(QCommandLineParser &parser)
{
    addStepUpOptions(parser);
    addPasswordOptions(parser);
    addCodeOptions(parser);
}

void Confirmation::addStepUpOptions(QCommandLineParser &parser)
{
    parser.addOptions({{QStringLiteral("step-up"),
                        tr("Where the answer is that you must prove again, or better, who you are: asks you to, and sends the request once more.")},
                       {QStringLiteral("browser"), tr("The command that opens the browser; %s stands for the address."), QStringLiteral("command")},
                       {QStringLiteral("print-url"), tr("Prints the address on standard error instead of opening a browser.")}});
}

bool Confirmation::isWanted(const QCommandLineParser &options)
{
    return options.isSet(QStringLiteral("step-up"));
}

core::Result<void> Confirmation::checkStepUp(const QCommandLineParser &options, std::initializer_list<const char *> itsOwn)
{
    for (const char *name : itsOwn) {
        if (options.isSet(QString::fromLatin1(name)) && !isWanted(options))
            return usageError(tr("--%1 goes with --step-up.").arg(QString::fromLatin1(name)));
    }
    return {};
}

core::Result<void> Confirmation::check(const QCommandLineParser &options)
{
    const core::Result<void> own = checkStepUp(options, {"browser", "print-url", "password-stdin", "password-fd", "code-stdin", "code-fd"});
    if (!own.ok())
        return own;
    const core::Result<void> fine = checkPasswordOptions(options);
    return fine.ok() ? checkSecretOptions(options, QStringLiteral("code")) : fine;
}

core::Async<model::AccountId> Confirmation::ask(const Invocation &invocation, const model::Account &account, const accounts::StepUp &stepUp)
{
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(account.profile);
    if (!profile.ok())
        return core::ready<model::AccountId>(profile.error());
    const model::IdentityProvider *provider = profile->provider(account.wayIn());
    const QString backend = provider ? provider->name : profile->name;
    invocation.terminal.say(tr("%1 wants you to prove again that it is you.").arg(backend));
    return provider ? byBrowser(invocation, account, stepUp, backend) : byPassword(invocation, account, backend);
}

core::Async<model::AccountId> Confirmation::byPassword(const Invocation &invocation, const model::Account &account, const QString &backend)
{
    accounts::PasswordSignInRequest request;
    request.profile = account.profile;
    request.user = userOf(account);
    request.expected = account.id;
    core::Result<core::Secret> password =
        m_password.isEmpty() ? readPassword(invocation, request.user, backend) : core::Result<core::Secret>(m_password);
    if (!password.ok())
        return core::ready<model::AccountId>(password.error());
    request.password = std::move(password).value();
    m_flow = invocation.core.signIn().withPassword(std::move(request));
    return followFlow(*m_flow, invocation, backend);
}

core::Async<model::AccountId> Confirmation::byBrowser(const Invocation &invocation, const model::Account &account, const accounts::StepUp &stepUp,
                                                      const QString &backend)
{
    const QCommandLineParser &options = invocation.options;
    accounts::BrowserSignInRequest request = accounts::stepUpRequest(account, stepUp);
    const QString command = browserCommand(invocation, account.id);
    request.openBrowser = !options.isSet(QStringLiteral("print-url")) && !lacksDisplay(invocation, command);
    m_browser = std::make_unique<oauth::CommandBrowserOpener>(command);
    const bool printUrl = !request.openBrowser;
    m_flow = invocation.core.signIn().withBrowser(std::move(request), m_browser.get());
    connect(m_flow.get(), &accounts::SignInFlow::authorizationUrlReady, this, [invocation, printUrl](const QUrl &url) {
        if (!printUrl)
            return;
        invocation.terminal.say(QString::fromUtf8(url.toEncoded())); // standard output is the answer's
        drawQrCode(invocation.terminal, url);
    });
    return followFlow(*m_flow, invocation, backend);
}

core::Async<void> Confirmation::perform(const Invocation &invocation, const model::Account &account, const std::function<core::Async<void>()> &act)
{
    const core::Promise<void> promise;
    const auto end = [promise, account](const core::Result<void> &done, bool proved) {
        promise.finish(done.ok() ? done : core::Result<void>(unmet(done.error(), account, proved)));
    };
    core::whenDone(act(), this, [this, invocation, account, act, promise, end](const core::Result<void> &done) {
        const std::optional<accounts::StepUp> wanted = done.ok() ? std::nullopt : accounts::stepUpAskedBy(done.error());
        if (!wanted || !isWanted(invocation.options))
            return end(done, false);
        core::whenDone(ask(invocation, account, *wanted), this, [this, act, promise, end](const core::Result<model::AccountId> &proved) {
            if (!proved.ok())
                return promise.finish(proved.error());
            core::whenDone(act(), this, [end](const core::Result<void> &again) { end(again, true); });
        });
    });
    return promise.future();
}

core::Error Confirmation::unmet(const core::Error &error, const model::Account &account, bool proved)
{
    const std::optional<accounts::StepUp> wanted = accounts::stepUpAskedBy(error);
    if (!wanted)
        return error;
    if (proved)
        return {core::ErrorKind::Rejected, QStringLiteral("step_up_refused"), {}};
    QString command = signInAgainCommand(account);
    if (!wanted->acrValues.isEmpty() && !account.wayIn().isEmpty())
        command += QLatin1String(" --acr-values ") + quoted(wanted->acrValues.join(u' '));
    if (wanted->maxAge && !account.wayIn().isEmpty())
        command += QLatin1String(" --max-age ") + QString::number(*wanted->maxAge);
    return {error.kind, error.code, command};
}

bool Confirmation::cancel()
{
    if (!m_flow)
        return false;
    m_flow->cancel();
    return true;
}

} // namespace keyturn::cli
