// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/answer.h"
#include "audit/target.h"
#include "audit/wire.h"
#include "backendapi/requestbuilder.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "model/tokenset.h"

#include <QHash>
#include <QJsonObject>

namespace keyturn::audit {

/// Somebody who is signed in, by an answer of the backend's.
struct Visit {
    Person person;
    Answer answer; ///< Of the sign-in or registration.
    model::TokenSet tokens;
    QString subject; ///< The backend's id of the person; empty: it does not tell.
};

/// What came of a refresh.
struct Renewal {
    Answer answer;
    std::optional<model::TokenSet> tokens; ///< Empty: it was refused, or could not be read.
};

/// Something that was seen of the backend, and by what name it is spoken of: "the sign-in".
struct Sight {
    QString what;
    Answer answer;
};

/// What a tour's sights are called.
namespace sights {
inline const QString firstPage = QStringLiteral("the first page");
inline const QString unknownPage = QStringLiteral("an address that there is not");
inline const QString nobody = QStringLiteral("the profile without a token");
inline const QString brokenSignIn = QStringLiteral("a sign-in of broken JSON");
inline const QString signIn = QStringLiteral("the sign-in");
inline const QString person = QStringLiteral("the profile");
inline const QString refresh = QStringLiteral("the refresh");
} // namespace sights

/// The backend as a check sees it: its verbs, by the profile, and people to use them. All of it blocks; all of it is used in the audit's thread.
///
/// Errors say in `detail`, as a sentence, why something cannot be had; Verdict::without() makes a verdict of them. Configuration: there is no such
/// thing (not applicable); any other kind: it did not work (inconclusive).
class Site
{
public:
    /// All must outlive it.
    Site(const Target &target, Wire &wire, Meter &meter, core::Clock &clock, core::Random &random);

    [[nodiscard]] const Target &target() const { return m_target; }
    [[nodiscard]] const model::BackendProfile &profile() const { return m_target.profile; }
    [[nodiscard]] Wire &wire() { return m_wire; }
    [[nodiscard]] core::Clock &clock() { return m_clock; }
    /// `https`, or `http` on a loopback address, where nobody reads along.
    [[nodiscard]] bool isLoopback() const;
    [[nodiscard]] bool isSecure() const { return profile().baseUrl.scheme() == QLatin1String("https"); }
    /// An address below the backend's; @p path begins with a slash and may have a query.
    [[nodiscard]] QUrl address(const QString &path) const;
    [[nodiscard]] QString randomWord(int letters = 10); ///< Lower-case letters and digits.

    // Sending
    [[nodiscard]] Answer ask(const net::HttpRequest &request) { return m_wire.ask(request); }
    [[nodiscard]] Answer get(const QUrl &url, const QList<net::Header> &headers = {});
    /// What @p endpoint describes. Errors: Configuration where the profile cannot say it.
    [[nodiscard]] core::Result<net::HttpRequest> request(const model::Endpoint &endpoint, const backendapi::Placeholders &values = {}) const;
    /// Adds what a request that changes something needs beside the session that @p tokens are.
    [[nodiscard]] core::Result<void> protect(net::HttpRequest &request, const model::TokenSet &tokens);
    /// request(), signed with the access token, protected, and sent.
    [[nodiscard]] core::Result<Answer> act(const model::Endpoint &endpoint, const model::TokenSet &tokens,
                                           const backendapi::Placeholders &values = {});

    // People
    /// The test account, or one that was registered in its place. Errors: Configuration `no_account`.
    [[nodiscard]] core::Result<Person> owner();
    /// Somebody that nobody has registered yet: nothing is sent.
    [[nodiscard]] Person stranger();
    [[nodiscard]] core::Secret goodPassword(int length = 20); ///< By the profile's rules, never the same twice.
    /// A registration of @p person, whatever comes of it; @p more goes along in its body. Errors: Configuration where there is none, or where it was
    /// not consented to.
    [[nodiscard]] core::Result<Answer> tryRegister(const Person &person, const QJsonObject &more = {});
    /// Somebody new who is signed in.
    [[nodiscard]] core::Result<Visit> newcomer();

    // Verbs
    /// A sign-in, whatever comes of it.
    [[nodiscard]] core::Result<Answer> trySignIn(const Person &person);
    [[nodiscard]] core::Result<Visit> signIn(const Person &person);
    /// A sign-in of the owner's, anew: for checks that use it up.
    [[nodiscard]] core::Result<Visit> signIn();
    /// One sign-in of the owner's that all checks share which leave it as it is.
    [[nodiscard]] core::Result<Visit> shared();
    /// Errors: Configuration where there is no refresh.
    [[nodiscard]] core::Result<Renewal> refresh(const model::TokenSet &tokens);
    [[nodiscard]] core::Result<net::HttpRequest> refreshRequest(const model::TokenSet &tokens);
    /// What @p answer to a refresh of @p before came to. Errors: RateLimited.
    [[nodiscard]] core::Result<Renewal> renewalOf(const Answer &answer, const model::TokenSet &before);
    [[nodiscard]] core::Result<Answer> signOut(const model::TokenSet &tokens);
    /// "Who am I" with that token, which may be anything. Errors: Configuration where the profile has no such address.
    [[nodiscard]] core::Result<Answer> whoAmI(const core::Secret &accessToken);
    /// The same without any token.
    [[nodiscard]] core::Result<Answer> whoAmI();
    /// Whether the access token is taken. Answers that are neither yes (2xx) nor no (401, 403) are errors.
    [[nodiscard]] core::Result<bool> isTaken(const core::Secret &accessToken);
    /// Reads tokens of an answer to a sign-in or registration.
    [[nodiscard]] core::Result<Visit> read(const Answer &answer, const Person &person);

    // Seeing
    [[nodiscard]] const Answer &firstPage(); ///< Of the backend's address. Asked for once.
    /// What the passive checks look at: pages and refusals that anybody gets, and with a test account the sign-in, the person and a refresh. Asked
    /// for once.
    [[nodiscard]] const QList<Sight> &tour();

    // Time
    /// Lets @p time pass for the backend: waits where that is within the limits, moves the clock of a keyturn-backend with --faults. Errors: Offline
    /// `too_long` where neither can be.
    [[nodiscard]] core::Result<void> passTime(std::chrono::seconds time);
    /// The backend's clock is right again.
    void resetTime();

private:
    [[nodiscard]] bool canMoveClock();
    void seeAnybodys();
    void seeOwners();

    const Target &m_target;
    Wire &m_wire;
    Meter &m_meter;
    core::Clock &m_clock;
    core::Random &m_random;
    std::optional<Person> m_registered; ///< In the place of a test account.
    std::optional<core::Result<Visit>> m_shared;
    std::optional<Answer> m_firstPage;
    std::optional<QList<Sight>> m_tour;
    std::optional<bool> m_movesClock;
    std::chrono::seconds m_moved{0};
    QString m_skewId; ///< Of the fault that moves the clock; empty: it is right.
};

} // namespace keyturn::audit
