// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/tokens/tokenworld.h"
#include "lab/lab.h"
#include "support/fakehttpclient.h"
#include "support/temporaryhome.h"

namespace keyturn::tests {

/// Takes note of whom it was told of, and ends their session at the refresher where it means what it says.
class FakeRevoker final : public accounts::Revoker
{
public:
    explicit FakeRevoker(FakeRefresher &backend) : m_backend(backend) { }
    [[nodiscard]] core::Async<void> revoke(const model::Account &, const model::TokenSet &tokens) override
    {
        told += tokens.refreshToken.reveal().toByteArray();
        if (error)
            return core::ready<void>(*error);
        if (means)
            m_backend.revoke();
        return core::ready<void>({});
    }
    [[nodiscard]] core::Async<void> revokeOthers(const model::Account &, const model::TokenSet &) override { return core::ready<void>({}); }

    QByteArrayList told;
    bool means = true;
    std::optional<core::Error> error;

private:
    FakeRefresher &m_backend;
};

/// A lab over a backend, a keychain and a clock in memory, with `ada` signed in; her profile `own` has its backend at https://auth.example/api.
struct LabRig {
    LabRig();

    /// The report of @p experiment; one without steps where there is none.
    [[nodiscard]] lab::Report run(lab::Experiment experiment);
    [[nodiscard]] QString verdict(lab::Experiment experiment) { return lab::wordOf(run(experiment).verdict); }
    [[nodiscard]] QByteArray ofANewProcess() { return accessOf(answerOf(world.start()->manager.tokens(world.id))); }

    TokenWorld world;
    TemporaryHome home;
    lab::SkewedClock skewed{world.clock};
    lab::InterruptibleRefresher refresher{world.refresher};
    storage::AccountStore records{world.directory.filePath(QStringLiteral("data"))};
    tokens::TokenManager tokens{skewed, world.random, world.secrets, records, refresher, world.state()};
    net::ExchangeLog log;
    net::Pauses pauses{world.clock};
    storage::ProfileStore profiles{home.paths()};
    core::SystemRandom random;
    jose::ProofMaker proofs{world.clock, random};
    accounts::SessionManager sessions{world.clock, log, pauses, records, profiles, tokens, proofs};
    FakeRevoker revoker{world.refresher};
    FakeHttpClient http;
    lab::Lab lab{{world.clock, skewed, log, records, tokens, refresher, revoker, sessions}, http, profiles};
    QList<lab::Report> finished;
};

} // namespace keyturn::tests
