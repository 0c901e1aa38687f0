// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/authorizationresponse.h"
#include "oauth/deviceauthorization.h"
#include "oauth/tokenendpoint.h"
#include "oauth/tokenresponse.h"

#include "support/documentedanswer.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

#include <QMetaEnum>
#include <QTest>
#include <QUrlQuery>

namespace keyturn::oauth {

using tests::documentedAnswer;

/// What Google and GitHub document (tests/fixtures), each answer fed to the code that reads it in the program.
class TstDocumentedAnswers : public QObject
{
    Q_OBJECT
public:
    enum class Reader { Token, Refresh, Revocation, Device, Redirect, Metadata };
    Q_ENUM(Reader)

private Q_SLOTS:
    void eachIsReadForWhatItSays_data();
    void eachIsReadForWhatItSays();
    void eachNamesItsDocumentation_data();
    void eachNamesItsDocumentation();

private:
    [[nodiscard]] static QString outcomeOf(const core::Error &error);
    [[nodiscard]] QString outcomeOf(const core::Result<model::TokenSet> &tokens) const;
    [[nodiscard]] QString outcomeOf(Reader reader, const QString &fixture);
    [[nodiscard]] core::Result<model::TokenSet> refreshed(const net::HttpResponse &answer);
    [[nodiscard]] core::Result<void> revoked(const QString &fixture, const net::HttpResponse &answer);
    [[nodiscard]] QString redirected(const net::HttpResponse &answer) const;

    tests::FakeClock m_clock;
};

using Reader = TstDocumentedAnswers::Reader;

QString TstDocumentedAnswers::outcomeOf(const core::Error &error)
{
    static const QMap<core::ErrorKind, QString> kinds{
        {core::ErrorKind::Offline, QStringLiteral("Offline")},         {core::ErrorKind::Cancelled, QStringLiteral("Cancelled")},
        {core::ErrorKind::Rejected, QStringLiteral("Rejected")},       {core::ErrorKind::RateLimited, QStringLiteral("RateLimited")},
        {core::ErrorKind::SignInAgain, QStringLiteral("SignInAgain")}, {core::ErrorKind::BadReply, QStringLiteral("BadReply")}};
    const QString wait = error.retryAfter ? QStringLiteral(" for %1 s").arg(error.retryAfter->count()) : QString();
    return kinds.value(error.kind) + u' ' + error.code + wait;
}

QString TstDocumentedAnswers::outcomeOf(const core::Result<model::TokenSet> &tokens) const
{
    if (!tokens.ok())
        return outcomeOf(tokens.error());
    const auto life = [this](const QDateTime &end) { return end.isValid() ? QString::number(m_clock.now().secsTo(end)) : QStringLiteral("no end"); };
    const auto start = [](const core::Secret &token) { return QString::fromLatin1(token.reveal().first(std::min<qsizetype>(token.size(), 6))); };
    QString said = QStringLiteral("%1 (%2)").arg(start(tokens->accessToken), life(tokens->accessExpiresAt));
    if (tokens->canRefresh())
        said += QStringLiteral(", %1 (%2)").arg(start(tokens->refreshToken), life(tokens->refreshExpiresAt));
    return said + QStringLiteral(": ") + tokens->scopes.join(u' ') + (tokens->idToken.isEmpty() ? QString() : QStringLiteral(", ID token"));
}

core::Result<model::TokenSet> TstDocumentedAnswers::refreshed(const net::HttpResponse &answer)
{
    tests::FakeHttpClient http;
    http.on("POST /token", [answer](const net::HttpRequest &) { return answer; });
    ProviderMetadata metadata;
    metadata.endpoints.token = QUrl(QStringLiteral("https://id.example/token"));
    model::TokenSet held;
    held.refreshToken = core::Secret("held-before");
    QObject context;
    const auto fresh = refreshTokens(http, m_clock, metadata, {}, held, {}, &context);
    return QTest::qWaitFor([&fresh] { return fresh.isFinished(); }) ? fresh.result() : core::Result<model::TokenSet>(core::abandoned());
}

core::Result<void> TstDocumentedAnswers::revoked(const QString &fixture, const net::HttpResponse &answer)
{
    tests::FakeHttpClient http;
    tests::FakeClock clock;
    http.on("POST /revoke", [answer](const net::HttpRequest &) { return answer; });
    http.on("DELETE /applications/Iv1.8a61f9b3a7aba766/token", [answer](const net::HttpRequest &) { return answer; });
    model::IdentityProvider provider;
    provider.clientId = QStringLiteral("Iv1.8a61f9b3a7aba766");
    provider.clientSecret = core::Secret("0123456789abcdef");
    ProviderMetadata metadata;
    metadata.endpoints.revocation =
        QUrl(fixture.startsWith(QLatin1String("github")) ? QStringLiteral("https://api.github.com/applications/%7BclientId%7D/token")
                                                         : QStringLiteral("https://oauth2.googleapis.com/revoke"));
    model::TokenSet tokens;
    tokens.accessToken = core::Secret("gho_16C7e42F292c6912E7710c838347Ae178B4a");
    QObject context;
    const auto done = revokeTokens(http, clock, metadata, provider, tokens, &context);
    return QTest::qWaitFor([&done] { return done.isFinished(); }) ? done.result() : core::Result<void>(core::abandoned());
}

QString TstDocumentedAnswers::redirected(const net::HttpResponse &answer) const
{
    const QUrl back = QUrl::fromEncoded(answer.header("Location"), QUrl::StrictMode);
    const AuthorizationAnswer read = readAuthorizationResponse(back.query(QUrl::FullyEncoded), {"STATE", QString(), false});
    const auto *ours = std::get_if<core::Result<core::Secret>>(&read);
    if (!ours)
        return QStringLiteral("foreign");
    return ours->ok() ? QString::fromLatin1((*ours)->reveal()) : outcomeOf(ours->error());
}

QString TstDocumentedAnswers::outcomeOf(Reader reader, const QString &fixture)
{
    const net::HttpResponse answer = documentedAnswer(fixture).response;
    switch (reader) {
    case Reader::Token:
        return outcomeOf(readTokenResponse(answer, {QStringLiteral("asked")}, m_clock.now()));
    case Reader::Refresh:
        return outcomeOf(refreshed(answer));
    case Reader::Revocation: {
        const core::Result<void> done = revoked(fixture, answer);
        return done.ok() ? QStringLiteral("done") : outcomeOf(done.error());
    }
    case Reader::Device: {
        const auto read = readDeviceAuthorization(answer, false, m_clock.now());
        if (!read.ok())
            return outcomeOf(read.error());
        return QStringLiteral("%1 at %2, %3 s, every %4 s")
            .arg(read->userCode, read->verificationUri.toString())
            .arg(read->lifetime.count())
            .arg(read->interval.count());
    }
    case Reader::Redirect:
        return redirected(answer);
    case Reader::Metadata: {
        const auto read = readProviderMetadata(answer.body.reveal(), QStringLiteral("https://accounts.google.com"));
        if (!read.ok())
            return outcomeOf(read.error());
        QStringList places;
        for (const QUrl &url : {read->endpoints.authorization, read->endpoints.token, read->endpoints.revocation, read->endpoints.userinfo,
                                read->endpoints.deviceAuthorization, read->jwks})
            places += url.host() + url.path();
        return places.join(u' ');
    }
    }
    return {};
}

void TstDocumentedAnswers::eachIsReadForWhatItSays_data()
{
    QTest::addColumn<Reader>("reader");
    QTest::addColumn<QString>("outcome");
    const auto row = [](const char *fixture, Reader reader, const char *outcome) { QTest::newRow(fixture) << reader << QString::fromUtf8(outcome); };
    const char *google = "openid https://www.googleapis.com/auth/userinfo.profile https://www.googleapis.com/auth/userinfo.email";
    const auto granted = [google](const char *start, const char *end = "") { return QByteArray(start) + google + end; };
    row("google/token-first-consent", Reader::Token, granted("1/fFAG (3920), 1//xEo (no end): ", ", ID token"));
    row("google/token-later", Reader::Token, granted("1/fFAG (3920): ", ", ID token"));
    row("google/token-bad-code", Reader::Token, "SignInAgain invalid_grant"); // the flow makes a refusal of it
    row("google/token-no-secret", Reader::Token, "Rejected client_secret_missing");
    row("google/token-unknown-client", Reader::Token, "Rejected invalid_client");
    row("google/refresh", Reader::Refresh, granted("1/fFAG (3920), held-b (no end): ")); // fault 50
    row("google/refresh-invalid-grant", Reader::Refresh, "SignInAgain invalid_grant");
    row("google/discovery", Reader::Metadata,
        "accounts.google.com/o/oauth2/v2/auth oauth2.googleapis.com/token oauth2.googleapis.com/revoke openidconnect.googleapis.com/v1/userinfo "
        "oauth2.googleapis.com/device/code www.googleapis.com/oauth2/v3/certs");
    row("google/revoke", Reader::Revocation, "done");
    row("google/revoke-gone", Reader::Revocation, "done");
    row("google/device-code", Reader::Device, "GQVQ-JKEC at https://www.google.com/device, 1800 s, every 5 s");
    row("google/device-quota", Reader::Device, "RateLimited rate_limited");
    row("google/device-pending", Reader::Token, "Rejected authorization_pending");
    row("google/device-slow-down", Reader::Token, "Rejected slow_down");
    row("google/device-denied", Reader::Token, "Rejected access_denied");
    row("google/redirect-code", Reader::Redirect, "4/P7q7W91a-oMsCeLvIaQm6bTrgtp7");
    row("google/redirect-denied", Reader::Redirect, "Cancelled access_denied");
    row("github/token-form", Reader::Token, "gho_16 (no end): repo gist");
    row("github/token-json", Reader::Token, "gho_16 (no end): repo gist");
    row("github/token-no-scope", Reader::Token, "gho_16 (no end): asked");
    row("github/app-token", Reader::Token, "ghu_16 (28800), ghr_1B (15897600): asked");
    row("github/app-refresh", Reader::Refresh, "ghu_16 (28800), ghr_1B (15897600): ");
    row("github/bad-refresh-token", Reader::Refresh, "SignInAgain bad_refresh_token"); // fault 34
    row("github/token-incorrect-client-credentials", Reader::Token, "Rejected incorrect_client_credentials");
    row("github/token-redirect-uri-mismatch", Reader::Token, "Rejected redirect_uri_mismatch");
    row("github/token-bad-verification-code", Reader::Token, "Rejected bad_verification_code");
    row("github/token-unverified-user-email", Reader::Token, "Rejected unverified_user_email");
    row("github/redirect-code", Reader::Redirect, "1a2b3c4d5e6f7a8b9c0d");
    row("github/redirect-denied", Reader::Redirect, "Cancelled access_denied");
    row("github/device-code-form", Reader::Device, "WDJB-MJHT at https://github.com/login/device, 900 s, every 5 s");
    row("github/device-code-json", Reader::Device, "WDJB-MJHT at https://github.com/login/device, 900 s, every 5 s");
    row("github/device-authorization-pending", Reader::Token, "Rejected authorization_pending");
    row("github/device-slow-down", Reader::Token, "Rejected slow_down");
    row("github/device-expired-token", Reader::Token, "Rejected expired_token");
    row("github/device-access-denied", Reader::Token, "Rejected access_denied");
    row("github/device-incorrect-device-code", Reader::Token, "Rejected incorrect_device_code");
    row("github/device-device-flow-disabled", Reader::Device, "Rejected device_flow_disabled");
    row("github/delete-token", Reader::Revocation, "done");
    row("github/delete-token-gone", Reader::Revocation, "done");
    row("github/delete-token-invalid", Reader::Revocation, "Rejected revocation_refused");
    row("github/secondary-limit", Reader::Revocation, "RateLimited rate_limited for 60 s");
    row("github/primary-limit", Reader::Token, "RateLimited rate_limited for 3600 s"); // fault 42
}

void TstDocumentedAnswers::eachIsReadForWhatItSays()
{
    QFETCH(const Reader, reader);
    QTEST(outcomeOf(reader, QString::fromLatin1(QTest::currentDataTag())), "outcome");
}

void TstDocumentedAnswers::eachNamesItsDocumentation_data()
{
    QTest::addColumn<QString>("fixture");
    for (const QString &name : tests::documentedAnswers())
        QTest::newRow(qPrintable(name)) << name;
}

void TstDocumentedAnswers::eachNamesItsDocumentation()
{
    QFETCH(const QString, fixture);
    const tests::DocumentedAnswer answer = documentedAnswer(fixture);
    const QUrl url = QUrl::fromEncoded(answer.documentation, QUrl::StrictMode);
    const QString home = fixture.startsWith(QLatin1String("google/")) ? QStringLiteral("developers.google.com") : QStringLiteral("docs.github.com");
    QCOMPARE(url.host(), home);
    QCOMPARE(url.scheme(), QStringLiteral("https"));
    QVERIFY(answer.response.status >= 200);
}

} // namespace keyturn::oauth

using keyturn::oauth::TstDocumentedAnswers;
KEYTURN_TEST(TstDocumentedAnswers)
#include "tst_documentedanswers.moc"
