// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/secondfactorprompt.h"

#include "cli/codeoptions.h"
#include "cli/sentences.h"

#include <QCoreApplication>

#include <algorithm>
#include <memory>

namespace keyturn::cli {

namespace {

using accounts::SignInFlow;
using model::SecondFactorMethod;

QString tr(const char *text)
{
    return QCoreApplication::translate("SecondFactorPrompt", text);
}

struct Asking {
    Invocation invocation;
    QString backend;
    core::Promise<model::AccountId> promise;
    QList<SecondFactorMethod> methods = {};
    int digits = 6;

    [[nodiscard]] bool offers(SecondFactorMethod method) const { return methods.contains(method); }
    /// Commands without these options have nothing that could be piped.
    [[nodiscard]] bool isPiped() const
    {
        return invocation.options.optionNames().contains(QLatin1String("code-stdin"))
            || invocation.options.optionNames().contains(QLatin1String("code-fd"));
    }
};

void end(SignInFlow &flow, const Asking &asking, const core::Error &error)
{
    asking.promise.finish(error);
    flow.cancel();
}

QString question(const Asking &asking)
{
    if (asking.offers(SecondFactorMethod::Totp) && asking.offers(SecondFactorMethod::RecoveryCode))
        return tr("Code of your authenticator app for %1, or a recovery code:").arg(asking.backend);
    if (asking.offers(SecondFactorMethod::RecoveryCode))
        return tr("Recovery code for %1:").arg(asking.backend);
    return tr("Code of your authenticator app for %1:").arg(asking.backend);
}

/// A few digits, and nothing else but gaps, are meant for the app's code, even where one is missing.
SecondFactorMethod methodOf(const Asking &asking, const core::Secret &code)
{
    const QByteArrayView bytes = code.reveal();
    const auto digits = std::count_if(bytes.begin(), bytes.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
    const auto gaps = std::count_if(bytes.begin(), bytes.end(), [](char byte) { return byte == ' ' || byte == '-'; });
    const bool looksLikeTotp = digits <= asking.digits && digits + gaps == bytes.size();
    if (asking.offers(SecondFactorMethod::RecoveryCode) && (!looksLikeTotp || !asking.offers(SecondFactorMethod::Totp)))
        return SecondFactorMethod::RecoveryCode;
    return SecondFactorMethod::Totp;
}

void ask(SignInFlow &flow, const Asking &asking)
{
    if (!asking.isPiped() && !Terminal::canAsk())
        return end(flow, asking, {core::ErrorKind::SignInAgain, QStringLiteral("code_required"), {}});
    const core::Result<core::Secret> code = readSecret(asking.invocation, {QStringLiteral("code"), question(asking)});
    if (!code.ok())
        return end(flow, asking, code.error());
    const core::Result<void> taken = flow.takeCode(*code, methodOf(asking, *code));
    if (taken.ok())
        return;
    if (asking.isPiped() || taken.error().code != QLatin1String("code_malformed"))
        return end(flow, asking, taken.error());
    asking.invocation.terminal.say(sentenceFor(taken.error(), asking.backend));
    ask(flow, asking);
}

} // namespace

void answerSecondFactor(SignInFlow &flow, const Invocation &invocation, const QString &backend, const core::Promise<model::AccountId> &promise)
{
    const auto asking = std::make_shared<Asking>(Asking{invocation, backend, promise});
    QObject::connect(&flow, &SignInFlow::secondFactorWanted, &flow, [asking](const QList<SecondFactorMethod> &methods, int digits) {
        asking->methods = methods;
        asking->digits = digits;
    });
    QObject::connect(&flow, &SignInFlow::secondFactorRefused, &flow, [&flow, asking](const core::Error &error) {
        if (asking->isPiped() || error.kind != core::ErrorKind::Rejected)
            return end(flow, *asking, error);
        asking->invocation.terminal.say(sentenceFor(error, asking->backend));
    });
    // Later: whoever types holds up the program, and the flow is to have done its step by then.
    QObject::connect(
        &flow, &SignInFlow::stepChanged, &flow,
        [&flow, asking](SignInFlow::Step step) {
            if (step == SignInFlow::Step::WaitingForCode)
                ask(flow, *asking);
        },
        Qt::QueuedConnection);
}

} // namespace keyturn::cli
