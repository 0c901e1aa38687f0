// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/profilevalidate.h"

#include "cli/checkwords.h"
#include "cli/exitstatus.h"
#include "cli/flowrunner.h"
#include "cli/profileverbs.h"
#include "cli/table.h"
#include "composition/profiles/certificates.h"
#include "model/profilereader.h"
#include "words/checkwords.h"

#include <QJsonArray>

#include <algorithm>

namespace keyturn::cli {

namespace {

using composition::CheckStep;

const QString documentStep = QStringLiteral("document");

/// Every place of a document that is no profile.
QList<CheckStep> problemsOf(const core::Error &error)
{
    QList<CheckStep> steps{
        CheckStep::fails(documentStep, error.detail.section(QLatin1String(": "), 0, 0), error.code, error.detail.section(QLatin1String(": "), 1))};
    for (const core::FieldError &further : error.fields)
        steps += CheckStep::fails(documentStep, further.field, error.code, further.message);
    return steps;
}

/// What works, and must not go unsaid.
QList<CheckStep> unsafeWays(const model::BackendProfile &profile)
{
    QList<CheckStep> steps;
    for (qsizetype i = 0; i < profile.providers.size(); ++i) {
        if (profile.providers.at(i).isUnsafe())
            steps += CheckStep::works(QStringLiteral("handoff_unsafe"), QStringLiteral("/providers/%1/handoff/tokenParameter").arg(i), {},
                                      QStringLiteral("token_in_address"));
    }
    return steps;
}

} // namespace

core::Async<int> ProfileValidation::run(const Invocation &invocation, const QString &file)
{
    if (file == QLatin1String("-") && invocation.options.isSet(QStringLiteral("password-stdin")))
        return core::ready<int>(usageError(tr("Profile and password cannot both come from standard input; use --password-fd.")));
    const core::Result<QByteArray> text = readProfileText(file);
    if (!text.ok())
        return core::ready<int>(text.error());
    core::Result<model::BackendProfile> read = model::readProfile(*text, invocation.core.backend().lastUrl());
    if (read.ok()) {
        if (const core::Result<void> certificates = composition::checkCertificates(*read); !certificates.ok())
            read = certificates.error();
    }
    if (!read.ok()) {
        const QList<CheckStep> problems = problemsOf(read.error());
        for (const CheckStep &step : problems)
            tell(invocation.terminal, step);
        return core::ready<int>(finish(invocation, problems));
    }
    model::BackendProfile profile = *read;
    storage::fillInClients(profile, invocation.core.profiles().clients());
    m_id = profile.id.toString();
    m_backend = profile.name;
    const core::Result<std::optional<backendapi::Credentials>> given = credentials(invocation, profile);
    if (!given.ok())
        return core::ready<int>(given.error());
    const QList<CheckStep> document = QList<CheckStep>{CheckStep::works(documentStep, QString(), printable(profile.name))} + unsafeWays(profile);
    for (const CheckStep &step : document)
        tell(invocation.terminal, step);
    if (invocation.options.isSet(QStringLiteral("offline")))
        return core::ready<int>(finish(invocation, document));
    invocation.core.trustAlso(profile);
    m_check = std::make_unique<composition::ProfileCheck>(invocation.core.clock(), invocation.core.random(), invocation.core.http(), profile, *given);
    connect(m_check.get(), &composition::ProfileCheck::stepDone, this,
            [this, invocation](const CheckStep &step) { tell(invocation.terminal, step); });
    return core::chain(m_check->run(), this, [this, invocation, document](const QList<CheckStep> &steps) -> core::Result<int> {
        if (m_cancelled)
            return core::Error{core::ErrorKind::Cancelled, QStringLiteral("interrupted"), {}};
        return finish(invocation, document + steps);
    });
}

bool ProfileValidation::cancel()
{
    if (!m_check)
        return false;
    m_cancelled = true;
    m_check->cancel();
    return true;
}

core::Result<std::optional<backendapi::Credentials>> ProfileValidation::credentials(const Invocation &invocation,
                                                                                    const model::BackendProfile &profile) const
{
    const QString user = invocation.options.value(QStringLiteral("user"));
    if (const core::Result<void> fine = checkPasswordOptions(invocation.options); !fine.ok())
        return fine.error();
    if (user.isEmpty())
        return isPasswordPiped(invocation.options)
            ? core::Result<std::optional<backendapi::Credentials>>(usageError(tr("Whose password? Say --user NAME.")))
            : std::optional<backendapi::Credentials>();
    if (!profile.password || invocation.options.isSet(QStringLiteral("offline")))
        return usageError(profile.password ? tr("--user and --offline do not go together.") : tr("This profile has no sign-in by password."));
    core::Result<core::Secret> password = readPassword(invocation, user, profile.name);
    if (!password.ok())
        return password.error();
    return std::optional(backendapi::Credentials{user, std::move(password).value()});
}

void ProfileValidation::tell(Terminal &terminal, const CheckStep &step) const
{
    if (terminal.json())
        return;
    QString line = words::outcomeWord(step.outcome).leftJustified(13) + words::checkTitle(step);
    if (!step.place.isEmpty())
        line = line.leftJustified(60) + QLatin1String("  ") + printable(step.place);
    terminal.line(line);
    const QString remark = checkRemark(step, m_backend);
    for (const QString &part : remark.split(u'\n', Qt::SkipEmptyParts))
        terminal.line(QString(13, u' ') + part);
}

int ProfileValidation::finish(const Invocation &invocation, const QList<CheckStep> &steps) const
{
    const auto count = [&steps](CheckStep::Outcome outcome) {
        return static_cast<int>(std::count_if(steps.begin(), steps.end(), [outcome](const CheckStep &one) { return one.outcome == outcome; }));
    };
    const int failed = count(CheckStep::Outcome::Fails);
    if (invocation.terminal.json()) {
        QJsonArray list;
        for (const CheckStep &step : steps)
            list.append(checkJson(step, m_backend));
        QJsonObject object{{QStringLiteral("valid"), failed == 0}, {QStringLiteral("steps"), list}};
        if (!m_id.isEmpty())
            object.insert(QStringLiteral("id"), m_id);
        invocation.terminal.document(object);
    }
    invocation.terminal.say(
        tr("Works: %1. Fails: %2. Cannot be told: %3.").arg(count(CheckStep::Outcome::Works)).arg(failed).arg(count(CheckStep::Outcome::CannotTell)));
    return failed == 0 ? Done : AnswerIsNo;
}

} // namespace keyturn::cli
