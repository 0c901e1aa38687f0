// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/flowrunner.h"

#include "cli/exitstatus.h"
#include "cli/identityprompt.h"
#include "cli/jsonshapes.h"
#include "cli/qrtext.h"
#include "cli/secondfactorprompt.h"
#include "cli/sentences.h"
#include "cli/table.h"

#include <QCoreApplication>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("FlowRunner", text);
}

using Step = accounts::SignInFlow::Step;

QString stepSentence(Step step, const QString &backend)
{
    switch (step) {
    case Step::Preparing:
        return {};
    case Step::AskingBackend:
        return tr("Asking %1 …").arg(backend);
    case Step::WaitingForBrowser:
        return tr("Waiting for you to sign in in the browser …");
    case Step::WaitingForCode: // the question for it says so
    case Step::WaitingForDevice: // said below the code
        return {};
    case Step::ExchangingCode:
        return tr("The browser is back; exchanging its code for tokens …");
    case Step::VerifyingIdentity:
        return tr("Checking who signed in …");
    case Step::Confirming: // the question says so
        return {};
    case Step::Storing:
        return tr("Storing the tokens safely …");
    }
    return {};
}

void showWhoSignedIn(const Invocation &invocation, const model::AccountId &id, const QString &backend)
{
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return;
    const model::Account *account = invocation.core.accounts().account(id);
    if (!account)
        return;
    if (invocation.terminal.json()) {
        invocation.terminal.document({{QStringLiteral("account"), accountJson(*account, invocation.core.accounts().state(id))}});
        return;
    }
    const QString who = account->identity.email.isEmpty() ? account->identity.subject : account->identity.email;
    invocation.terminal.say(tr("Signed in at %1 as %2 (%3).").arg(backend, printable(titleOf(*account)), printable(who)));
    if (!account->withheldScopes.isEmpty())
        invocation.terminal.say(
            tr("%1 did not grant all that was asked for. Missing: %2.").arg(backend, printable(account->withheldScopes.join(u' '))));
    if (const std::optional<model::TokenSet> tokens = invocation.core.tokens().current(id);
        tokens && !tokens->canRefresh() && tokens->accessExpiresAt.isValid())
        invocation.terminal.say(tr("%1 gave nothing to renew the sign-in with: it ends at %2.")
                                    .arg(backend, tokens->accessExpiresAt.toLocalTime().toString(QStringLiteral("HH:mm"))));
    invocation.terminal.line(id.toString());
}

void showUserCode(const Invocation &invocation, const QString &code, const QUrl &where, const QUrl &complete, const QDateTime &expiresAt)
{
    invocation.terminal.say(
        tr("Open this address on any device and enter the code. It serves until %1.").arg(expiresAt.toLocalTime().toString(QStringLiteral("HH:mm"))));
    invocation.terminal.say(tr("Address: %1").arg(QString::fromUtf8(where.toEncoded())));
    invocation.terminal.say(tr("Code:    %1").arg(printable(code)));
    drawQrCode(invocation.terminal, complete.isEmpty() ? where : complete);
    invocation.terminal.say(tr("Waiting for you to sign in there …"));
}

} // namespace

void drawQrCode(Terminal &terminal, const QUrl &url)
{
    if (terminal.json() || !Terminal::canDraw())
        return;
    if (const std::optional<composition::QrCode> code = composition::makeQrCode(url.toEncoded()))
        terminal.say(qrText(*code));
}

core::Async<model::AccountId> followFlow(accounts::SignInFlow &flow, const Invocation &invocation, const QString &backend)
{
    const core::Promise<model::AccountId> promise;
    const Invocation given = invocation;
    QObject::connect(&flow, &accounts::SignInFlow::stepChanged, &flow, [given, backend](Step step) {
        if (const QString said = stepSentence(step, backend); !said.isEmpty())
            given.terminal.say(said);
    });
    QObject::connect(&flow, &accounts::SignInFlow::browserFailed, &flow, [given, backend, &flow](const core::Error &error) {
        given.terminal.say(sentenceFor(error, backend));
        if (const QUrl url = flow.authorizationUrl(); !url.isEmpty()) {
            given.terminal.say(tr("Address: %1").arg(QString::fromUtf8(url.toEncoded())));
            drawQrCode(given.terminal, url);
        }
    });
    QObject::connect(&flow, &accounts::SignInFlow::consentNeeded, &flow, [given, backend] {
        given.terminal.say(tr("%1 knows this program already and gave nothing to renew the sign-in with. Allow it there once more …").arg(backend));
    });
    QObject::connect(&flow, &accounts::SignInFlow::userCode, &flow,
                     [given](const QString &code, const QUrl &where, const QUrl &complete, const QDateTime &expiresAt) {
                         showUserCode(given, code, where, complete, expiresAt);
                     });
    QObject::connect(&flow, &accounts::SignInFlow::signedIn, &flow, [promise](const model::AccountId &id) { promise.finish(id); });
    QObject::connect(&flow, &accounts::SignInFlow::failed, &flow, [promise](const core::Error &error) { promise.finish(error); });
    answerSecondFactor(flow, invocation, backend, promise);
    flow.start();
    return promise.future();
}

core::Async<int> runFlow(accounts::SignInFlow &flow, const Invocation &invocation, const QString &backend)
{
    answerUnexpectedIdentity(flow, invocation);
    return core::chain(followFlow(flow, invocation, backend), &flow, [invocation, backend](const model::AccountId &id) -> core::Result<int> {
        showWhoSignedIn(invocation, id, backend);
        return int(Done);
    });
}

QString browserCommand(const Invocation &invocation, const model::AccountId &account)
{
    if (invocation.options.isSet(QStringLiteral("browser")))
        return invocation.options.value(QStringLiteral("browser"));
    const core::Result<storage::Settings> settings = invocation.core.settings().load();
    const QString own = settings.ok() ? settings->accountBrowsers.value(account.toString()) : QString();
    return own.isEmpty() && settings.ok() ? settings->browser : own;
}

bool lacksDisplay(const Invocation &invocation, const QString &command)
{
    if (oauth::canOpenBrowser(command))
        return false;
    invocation.terminal.say(tr("There is no display here for a browser. Open this address on any device:"));
    return true;
}

void addPasswordOptions(QCommandLineParser &parser)
{
    QCommandLineOption forbidden(QStringLiteral("password"), {}, QStringLiteral("password"));
    forbidden.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({{QStringLiteral("password-stdin"), tr("Reads the password from the first line of standard input.")},
                       {QStringLiteral("password-fd"), tr("Reads the password from a file descriptor."), QStringLiteral("number")},
                       forbidden});
}

core::Result<void> checkPasswordOptions(const QCommandLineParser &options)
{
    if (options.isSet(QStringLiteral("password")))
        return usageError(
            tr("A password on the command line can be read by every program on this machine: use --password-stdin, --password-fd or the prompt."));
    if (!options.isSet(QStringLiteral("password-fd")))
        return {};
    bool isNumber = false;
    if (options.value(QStringLiteral("password-fd")).toInt(&isNumber) < 0 || !isNumber)
        return usageError(tr("--password-fd wants the number of an open file descriptor."));
    return {};
}

core::Result<core::Secret> readPassword(const Invocation &invocation, const QString &user, const QString &backend)
{
    const QCommandLineParser &options = invocation.options;
    if (options.isSet(QStringLiteral("password-stdin")))
        return Terminal::readSecretLine(0);
    if (options.isSet(QStringLiteral("password-fd")))
        return Terminal::readSecretLine(options.value(QStringLiteral("password-fd")).toInt());
    return invocation.terminal.askSecret(tr("Password of %1 at %2:").arg(printable(user), printable(backend)));
}

core::Result<core::Secret> readNewPassword(const Invocation &invocation, const QString &user, const QString &backend)
{
    core::Result<core::Secret> first = readPassword(invocation, user, backend);
    if (!first.ok() || isPasswordPiped(invocation.options))
        return first;
    const core::Result<core::Secret> second = invocation.terminal.askSecret(tr("Once more:"));
    if (!second.ok())
        return second.error();
    if (!(*first == *second))
        return usageError(tr("The two passwords are not the same. Nothing was sent."));
    return first;
}

bool isPasswordPiped(const QCommandLineParser &options)
{
    return options.isSet(QStringLiteral("password-stdin")) || options.isSet(QStringLiteral("password-fd"));
}

} // namespace keyturn::cli
