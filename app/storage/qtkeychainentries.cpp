// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/qtkeychainentries.h"

#include "storage/secretservice.h"
#include "storage/storageerror.h"

#include <QSettings>

#include <qt6keychain/keychain.h>

namespace keyturn::storage {

namespace {

constexpr std::chrono::seconds inquiryPatience{5};

/// What a job ended with; no error: `code` is NoError.
struct Outcome {
    QKeychain::Error code = QKeychain::NoError;
    QString words; ///< The keychain's own; in whatever language the desktop speaks.
    core::Secret text;
};

/// FAULTS 70: QtKeychain looks into `~/.config/<service>.conf` for what an older version may have left in clear, and believes it. A QSettings whose
/// format reads nothing has nothing to believe, whatever stands on the disk.
QSettings *emptySettings(QObject *parent)
{
    static const QSettings::Format nothing = QSettings::registerFormat(
        QStringLiteral("keyturn-nothing"), [](QIODevice &, QSettings::SettingsMap &) { return true; },
        [](QIODevice &, const QSettings::SettingsMap &) { return false; });
    return new QSettings(QStringLiteral("/nonexistent/keyturn.keyturn-nothing"), nothing, parent);
}

/// The job deletes itself at its end. Nothing of ours is captured but the promise, so that a job may outlive everything (FAULTS 65).
core::Async<Outcome> run(QKeychain::Job *job, const QString &name)
{
    const core::Promise<Outcome> promise;
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    job->setSettings(emptySettings(job));
    job->setKey(QLatin1String("Keyturn/") + name); // on Windows the key alone is the target's name
    QObject::connect(job, &QKeychain::Job::finished, job, [promise](QKeychain::Job *self) {
        Outcome outcome{self->error(), self->errorString(), {}};
        if (const auto *reading = qobject_cast<QKeychain::ReadPasswordJob *>(self); reading && self->error() == QKeychain::NoError)
            outcome.text = core::Secret::fromText(reading->textData());
        promise.finish(std::move(outcome));
    });
    core::Async<Outcome> future = promise.future();
    job->start();
    return future;
}

const QString &service()
{
    static const QString name = QStringLiteral("Keyturn");
    return name;
}

/// Gives a vague failure its reason.
core::Error explain(const Outcome &outcome, SecretServiceState state)
{
    const QString detail = QStringLiteral("keychain error %1: %2").arg(static_cast<int>(outcome.code)).arg(outcome.words);
    switch (outcome.code) {
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return storageError("keychain_locked", detail);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return storageError("keychain_absent", detail);
    default:
        break;
    }
    if (state == SecretServiceState::Locked)
        return storageError("keychain_locked", detail);
    if (state == SecretServiceState::Absent)
        return storageError("keychain_absent", detail);
    if (outcome.code == QKeychain::EntryNotFound)
        return storageError("secret_missing", detail);
    return storageError("keychain_failed", detail);
}

/// @p good makes the value of a job that went well.
template <class T, class F> core::Async<T> conclude(core::Async<Outcome> outcome, QObject *context, F good)
{
    return core::chain(std::move(outcome), context, [context, good](const Outcome &ended) -> core::Async<T> {
        if (ended.code == QKeychain::NoError)
            return core::ready<T>(good(ended));
        return core::chain(secretServiceState(inquiryPatience, context), context,
                           [ended](SecretServiceState state) -> core::Result<T> { return explain(ended, state); });
    });
}

} // namespace

core::Async<core::Secret> QtKeychainEntries::read(const QString &name)
{
    return conclude<core::Secret>(run(new QKeychain::ReadPasswordJob(service()), name), &m_context,
                                  [](const Outcome &outcome) { return core::Result<core::Secret>(outcome.text); });
}

core::Async<void> QtKeychainEntries::write(const QString &name, const core::Secret &text)
{
    auto *job = new QKeychain::WritePasswordJob(service());
    job->setTextData(QString::fromLatin1(text.reveal())); // text only: a binary entry would be a second one under the same key (FAULTS 67)
    return conclude<void>(run(job, name), &m_context, [](const Outcome &) { return core::Result<void>(); });
}

core::Async<bool> QtKeychainEntries::remove(const QString &name)
{
    const core::Promise<bool> promise;
    core::Async<void> removed =
        conclude<void>(run(new QKeychain::DeletePasswordJob(service()), name), &m_context, [](const Outcome &) { return core::Result<void>(); });
    core::whenDone(std::move(removed), &m_context, [promise](const core::Result<void> &result) {
        if (result.ok())
            promise.finish(true);
        else if (result.error().code == QLatin1String("secret_missing"))
            promise.finish(false);
        else
            promise.finish(result.error());
    });
    return promise.future();
}

} // namespace keyturn::storage
