// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/keychaincheck.h"

namespace keyturn::composition::doctor {

namespace {

using storage::SecretKey;
using storage::SecretStore;

constexpr qsizetype randomBytes = 2250; // 3,000 characters: as long as a set of tokens, longer than one Windows entry

Fact worksFact(storage::SecretStoreKind kind)
{
    switch (kind) {
    case storage::SecretStoreKind::Keychain:
        return {Code::KeychainWorks};
    case storage::SecretStoreKind::EncryptedFile:
        return {Code::VaultWorks};
    case storage::SecretStoreKind::SessionOnly:
        return {Code::MemoryWorks};
    }
    return {Code::KeychainWorks};
}

Fact failure(const core::Error &error)
{
    constexpr struct {
        const char *errorCode;
        Code code;
    } known[] = {
        {"keychain_locked", Code::KeychainLocked},      {"keychain_absent", Code::KeychainAbsent}, {"keychain_timeout", Code::KeychainFrozen},
        {"keychain_write_lost", Code::KeychainForgets}, {"secret_missing", Code::KeychainForgets}, {"passphrase_wrong", Code::VaultPassphrase},
    };
    for (const auto &entry : known) {
        if (error.code == QLatin1String(entry.errorCode))
            return {entry.code, Outcome::Problem};
    }
    return {Code::KeychainFails, Outcome::Problem, {error.code, error.detail}};
}

/// A store that is shut took nothing, and to ask it again would only cost another wait.
bool mayHaveWritten(const Fact &fact)
{
    return fact.code == Code::KeychainForgets || fact.code == Code::KeychainFails;
}

class Trial
{
public:
    Trial(SecretStore &secrets, core::Random &random, QObject *context)
        : m_secrets(secrets),
          m_context(context),
          m_key{model::AccountId(QStringLiteral("doctor-") + QString::fromLatin1(core::randomToken(random, 12))), 0},
          m_value(core::randomToken(random, randomBytes))
    { }

    [[nodiscard]] core::Async<Facts> start() const
    {
        core::whenDone(m_secrets.write(m_key, m_value), m_context, [trial = *this](const core::Result<void> &written) {
            if (written.ok())
                trial.readBack();
            else if (const Fact fact = failure(written.error()); mayHaveWritten(fact))
                trial.remove(fact);
            else
                trial.m_promise.finish(Facts{fact});
        });
        return m_promise.future();
    }

private:
    void readBack() const
    {
        core::whenDone(m_secrets.read(m_key), m_context, [trial = *this](const core::Result<core::Secret> &found) {
            if (!found.ok())
                trial.remove(failure(found.error()));
            else if (!(*found == trial.m_value))
                trial.remove({Code::KeychainForgets, Outcome::Problem});
            else
                trial.remove(worksFact(trial.m_secrets.kind()));
        });
    }

    void remove(const Fact &sofar) const
    {
        core::whenDone(m_secrets.remove(m_key), m_context, [trial = *this, sofar](const core::Result<void> &removed) {
            Facts facts{sofar};
            if (!removed.ok() && sofar.outcome == Outcome::Ok)
                facts = {{Code::KeychainKeeps, Outcome::Problem, {trial.m_key.toString()}}};
            trial.m_promise.finish(facts);
        });
    }

    SecretStore &m_secrets;
    QObject *m_context;
    SecretKey m_key;
    core::Secret m_value;
    core::Promise<Facts> m_promise;
};

} // namespace

core::Async<Facts> checkKeychain(SecretStore &secrets, core::Random &random, QObject *context)
{
    return Trial(secrets, random, context).start();
}

} // namespace keyturn::composition::doctor
