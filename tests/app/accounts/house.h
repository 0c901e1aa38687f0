// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountmanager.h"
#include "accounts/grantclient.h"
#include "accounts/revocationqueue.h"
#include "accounts/sessionmanager.h"
#include "accounts/signincoordinator.h"
#include "support/fakebrowser.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/fakesecretstore.h"
#include "support/temporaryhome.h"

#include <QTest>

namespace keyturn::tests {

/// The rooms below accounts/ as they are, on a network, a keychain, a clock and a disk of the test's own. Profiles: `example` (password at
/// https://auth.example, provider `hub` by plain OAuth 2) and `moving` (embedded, at whatever address it was reloaded with).
struct House {
    House();

    TemporaryHome home;
    FakeClock clock;
    core::SystemRandom random;
    jose::ProofMaker proofs{clock, random};
    FakeHttpClient http;
    FakeSecretStore secrets;
    FakeBrowser browser;
    jose::JwksCache jwks;
    net::ExchangeLog log;
    net::Pauses pauses{clock};
    storage::ProfileStore profiles;
    storage::AccountStore records;
    backendapi::BackendClient backend;
    accounts::GrantClient grants;
    accounts::RevocationQueue revocations;
    tokens::TokenManager tokens;
    accounts::AccountManager manager;
    accounts::SignInCoordinator signIn;
    accounts::SessionManager sessions;

    [[nodiscard]] accounts::PasswordSignInRequest ada() const;
    /// `hub` gives tokens to whoever asks, and says that they are Ada's, its person 42.
    void answerHub();
    [[nodiscard]] static accounts::BrowserSignInRequest hub();
    /// Signs @p subject in at `example`; access and refresh token are `access-<subject>` and `refresh-<subject>`.
    model::AccountId signedIn(const QString &subject = QStringLiteral("u1"));
    /// From now on `example` has a second factor at /2fa, and /password, /forgot, /reset, /resend, /verify; @p change is more of `change`.
    void addAccountCare(const QByteArray &change = {});
    /// The backend's next answer to a sign-in.
    void answerSignIn(const QString &subject, const QByteArray &refreshToken, const QByteArray &address = "POST /login");
    [[nodiscard]] QList<model::Account> stored() const;
};

/// Runs a flow and remembers how it ended.
class Ending : public QObject
{
    Q_OBJECT
public:
    explicit Ending(accounts::SignInFlow &flow);
    /// Starts the flow and waits for its end.
    void run();
    void await();

    QList<accounts::SignInFlow::Step> steps;
    QList<model::AccountId> signedIn;
    QList<core::Error> failures;
    [[nodiscard]] qsizetype ends() const { return signedIn.size() + failures.size(); }
    [[nodiscard]] core::Error failure() const { return failures.value(0); }

private:
    accounts::SignInFlow &m_flow;
};

/// The answer of @p future, once it is there; an error `unanswered` after five seconds.
template <class T> [[nodiscard]] core::Result<T> answerOf(const core::Async<T> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }) || future.resultCount() == 0)
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("unanswered"), {}};
    return future.result();
}

} // namespace keyturn::tests
