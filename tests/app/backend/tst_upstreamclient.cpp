// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/handoff/idtokenverifier.h"
#include "backend/handoff/upstreamclient.h"
#include "backend/signingkey.h"
#include "support/fakeclock.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QMap>
#include <QTest>
#include <QUrlQuery>

namespace keyturn::backend {

namespace {

/// Answers by address what the test wrote down; anything else is not there.
class FakeOutgoing final : public Outgoing
{
public:
    void send(const OutgoingRequest &request, std::function<void(const OutgoingAnswer &)> done) override
    {
        requests.append(request);
        done(answers.value(request.url.path(), {404, {}}));
    }
    void answer(const char *path, const QJsonObject &body, int status = 200)
    {
        answers.insert(QLatin1String(path), {status, QJsonDocument(body).toJson()});
    }
    QMap<QString, OutgoingAnswer> answers;
    QList<OutgoingRequest> requests;
};

SigningKey newKey(SigningKey::Algorithm algorithm = SigningKey::Algorithm::Rs256)
{
    const auto key = SigningKey::generate(algorithm);
    if (!key.ok())
        qFatal("no key");
    return *key;
}

} // namespace

/// The backend as a provider's client: what it asks, and what it does not believe (OpenID Connect Core §3.1.3.7).
class TstUpstreamClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_clock = tests::FakeClock();
        m_outgoing = {};
        m_outgoing.answer("/.well-known/openid-configuration", metadata());
        m_outgoing.answer("/jwks", {{QStringLiteral("keys"), QJsonArray{m_key.publicJwk()}}});
        sign(claims());
    }

    void thePersonIsTheIdTokens()
    {
        const auto person = identify();
        QVERIFY(person && person->ok());
        QCOMPARE((*person)->issuer, QStringLiteral("kept:id"));
        QCOMPARE((*person)->subject, QStringLiteral("4711"));
        QCOMPARE((*person)->email, QStringLiteral("ada@example.com"));
        QVERIFY((*person)->emailVerified);
        const QUrlQuery posted(QString::fromLatin1(*m_outgoing.requests.at(1).form));
        QCOMPARE(posted.queryItemValue(QStringLiteral("grant_type")), QStringLiteral("authorization_code"));
        QCOMPARE(posted.queryItemValue(QStringLiteral("code_verifier")), QStringLiteral("the-verifier"));
        QCOMPARE(posted.queryItemValue(QStringLiteral("client_secret")), QStringLiteral("web-secret"));
    }

    void theSecretStaysOutOfTheAddress()
    {
        QByteArray address;
        UpstreamClient client(m_clock, m_outgoing, upstream());
        client.authorizationUrl({QStringLiteral("https://b.example/cb"), QStringLiteral("s"), QStringLiteral("n"), core::Secret("the-verifier"),
                                 QStringLiteral("ada@example.com"), QStringLiteral("login")},
                                [&address](const core::Result<QByteArray> &url) { address = url.ok() ? *url : QByteArray(); });
        QVERIFY2(address.startsWith("https://id.example/authorize?"), address.constData());
        QVERIFY(!address.contains("web-secret") && !address.contains("the-verifier"));
        QCOMPARE(QUrlQuery(QUrl::fromEncoded(address)).queryItemValue(QStringLiteral("login_hint"), QUrl::FullyDecoded),
                 QStringLiteral("ada@example.com"));
    }

    void idTokensThatAreNotBelieved_data()
    {
        QTest::addColumn<QJsonObject>("wrong");
        const auto row = [](const char *title, const char *name, const QJsonValue &value) {
            QTest::newRow(title) << QJsonObject{{QLatin1String(name), value}};
        };
        row("another issuer", "iss", QStringLiteral("https://evil.example"));
        row("issuer with a slash (FAULTS 90)", "iss", QStringLiteral("https://id.example/"));
        row("for another client", "aud", QStringLiteral("another"));
        row("for us among others, without azp (FAULTS 90)", "aud", QJsonArray{QStringLiteral("web"), QStringLiteral("another")});
        row("authorized for another", "azp", QStringLiteral("another"));
        row("nonce of another sign-in (FAULTS 92)", "nonce", QStringLiteral("another"));
        row("no nonce", "nonce", QJsonValue(QJsonValue::Undefined));
        row("expired (FAULTS 91)", "exp", 1767323045 - 61);
        row("exp as text (FAULTS 93)", "exp", QStringLiteral("1767323999"));
        row("from the future (FAULTS 91)", "iat", 1767323045 + 61);
        row("nobody", "sub", QString());
    }

    void idTokensThatAreNotBelieved()
    {
        QFETCH(QJsonObject, wrong);
        QJsonObject changed = claims();
        for (auto it = wrong.begin(); it != wrong.end(); ++it)
            changed.insert(it.key(), it.value());
        if (wrong.isEmpty()) // a member that is not there cannot stand in a row
            changed.remove(QStringLiteral("nonce"));
        sign(changed);
        QCOMPARE(refusal().kind, core::ErrorKind::BadReply);
    }

    void clocksMayDifferByAMinute()
    {
        QJsonObject late = claims();
        late.insert(QStringLiteral("exp"), 1767323045 - 59);
        late.insert(QStringLiteral("iat"), 1767323045 + 59);
        sign(late);
        QVERIFY(identify()->ok());
    }

    void signaturesThatAreNotBelieved_data()
    {
        QTest::addColumn<QString>("attack");
        for (const char *attack : {"another key", "none (FAULTS 86)", "HS256 with the public key (FAULTS 87)", "four parts (FAULTS 94)", "no token"})
            QTest::newRow(attack) << QString::fromLatin1(attack);
    }

    void signaturesThatAreNotBelieved()
    {
        QFETCH(QString, attack);
        const auto part = [](const QJsonObject &object) {
            return QJsonDocument(object).toJson(QJsonDocument::Compact).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        };
        const QByteArray good = *m_key.sign("JWT", claims());
        if (attack.startsWith(QLatin1String("another")))
            give(*newKey().sign("JWT", claims()));
        else if (attack.startsWith(QLatin1String("none")))
            give(part({{QStringLiteral("alg"), QStringLiteral("none")}}) + '.' + part(claims()) + '.');
        else if (attack.startsWith(QLatin1String("HS256")))
            give(*newKey(SigningKey::Algorithm::Hs256).sign("JWT", claims()));
        else
            give(attack.startsWith(QLatin1String("four")) ? good + ".x" : QByteArray());
        QCOMPARE(refusal().kind, core::ErrorKind::BadReply);
    }

    void aNewKeyIsLookedFor()
    {
        UpstreamClient client(m_clock, m_outgoing, upstream());
        QVERIFY(identify(client)->ok());
        QVERIFY(identify(client)->ok());
        const auto looks = [this] {
            return std::count_if(m_outgoing.requests.begin(), m_outgoing.requests.end(),
                                 [](const OutgoingRequest &one) { return one.url.path() == QLatin1String("/jwks"); });
        };
        QCOMPARE(looks(), 1);
        const SigningKey next = newKey();
        m_outgoing.answer("/jwks", {{QStringLiteral("keys"), QJsonArray{m_key.publicJwk(), next.publicJwk()}}});
        give(*next.sign("JWT", claims()));
        QVERIFY(identify(client)->ok());
        QCOMPARE(looks(), 2);
    }

    void unknownKeysAreNotLookedForAllTheTime()
    {
        UpstreamClient client(m_clock, m_outgoing, upstream());
        QVERIFY(identify(client)->ok());
        for (int i = 0; i < 3; ++i) {
            give(*newKey().sign("JWT", claims()));
            QVERIFY(!identify(client)->ok());
        }
        QCOMPARE(asked("/jwks"), 2);
        m_clock.advance(std::chrono::seconds(10));
        QVERIFY(!identify(client)->ok());
        QCOMPARE(asked("/jwks"), 3);
        sign(claims());
        QVERIFY(identify(client)->ok());
        QCOMPARE(asked("/jwks"), 3);
    }

    void metadataAndKeysGrowOld()
    {
        UpstreamClient client(m_clock, m_outgoing, upstream());
        QVERIFY(identify(client)->ok());
        m_clock.advance(std::chrono::minutes(59));
        sign(claims());
        (void)identify(client);
        QCOMPARE(asked("/.well-known/openid-configuration"), 1);
        QCOMPARE(asked("/jwks"), 1);
        m_clock.advance(std::chrono::minutes(1));
        (void)identify(client);
        QCOMPARE(asked("/.well-known/openid-configuration"), 2);
        QCOMPARE(asked("/jwks"), 2);
    }

    void anAccessTokenOfAnotherAnswerIsNotBelieved() // OpenID Connect Core §3.1.3.8
    {
        QJsonObject bound = claims();
        bound.insert(QStringLiteral("at_hash"), QStringLiteral("ypeBEsobvcr6wjGzmiPcTQ")); // of "a"
        sign(bound);
        QVERIFY(identify()->ok());
        bound.insert(QStringLiteral("at_hash"), QStringLiteral("ypeBEsobvcr6wjGzmiPcTR"));
        sign(bound);
        QCOMPARE(refusal().kind, core::ErrorKind::BadReply);
    }

    void theSecretGoesAsTheProviderTakesIt()
    {
        QJsonObject document = metadata();
        document.insert(QStringLiteral("token_endpoint_auth_methods_supported"), QJsonArray{QStringLiteral("client_secret_basic")});
        m_outgoing.answer("/.well-known/openid-configuration", document);
        QVERIFY(identify()->ok());
        const OutgoingRequest &sent = m_outgoing.requests.at(1);
        QVERIFY(!sent.form->contains("web-secret"));
        QCOMPARE(sent.headers.value(0).value, "Basic " + QByteArray("web:web-secret").toBase64());
    }

    void aPromisedIssuerMustCome_data() // RFC 9207 §2.4, FAULTS 25
    {
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<bool>("promised");
        QTest::addColumn<bool>("good");
        QTest::newRow("promised and there") << QStringLiteral("https://id.example") << true << true;
        QTest::newRow("promised and missing") << QString() << true << false;
        QTest::newRow("not promised") << QString() << false << true;
        QTest::newRow("not promised, and another's") << QStringLiteral("https://evil.example") << false << false;
    }

    void aPromisedIssuerMustCome()
    {
        QFETCH(QString, issuer);
        QFETCH(bool, promised);
        QJsonObject document = metadata();
        document.insert(QStringLiteral("authorization_response_iss_parameter_supported"), promised);
        m_outgoing.answer("/.well-known/openid-configuration", document);
        UpstreamClient client(m_clock, m_outgoing, upstream());
        const auto person = identify(client, issuer);
        QTEST(person->ok(), "good");
    }

    void metadataThatIsNotUsed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("another issuer's") << QStringLiteral("issuer") << QStringLiteral("https://evil.example");
        QTest::newRow("token endpoint over plain http") << QStringLiteral("token_endpoint") << QStringLiteral("http://id.example/token");
        QTest::newRow("no keys") << QStringLiteral("jwks_uri") << QString();
        QTest::newRow("keys in a file") << QStringLiteral("jwks_uri") << QStringLiteral("file:///etc/passwd");
    }

    void metadataThatIsNotUsed()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QJsonObject document = metadata();
        document.insert(name, value);
        m_outgoing.answer("/.well-known/openid-configuration", document);
        QCOMPARE(refusal().kind, core::ErrorKind::BadReply);
    }

    void whatDoesNotAnswerIsOffline_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("status");
        QTest::newRow("discovery") << QStringLiteral("/.well-known/openid-configuration") << 0;
        QTest::newRow("token endpoint") << QStringLiteral("/token") << 503;
        QTest::newRow("keys") << QStringLiteral("/jwks") << 0;
    }

    void whatDoesNotAnswerIsOffline()
    {
        QFETCH(QString, path);
        QFETCH(int, status);
        m_outgoing.answers.insert(path, {status, {}});
        QCOMPARE(refusal().kind, core::ErrorKind::Offline);
    }

    void aRefusalWithAGoodStatusIsOne() // FAULTS 34, as GitHub does
    {
        m_outgoing.answer("/token", {{QStringLiteral("error"), QStringLiteral("bad_verification_code")}});
        QCOMPARE(refusal().kind, core::ErrorKind::Rejected);
    }

private:
    static QJsonObject metadata()
    {
        return {{QStringLiteral("issuer"), QStringLiteral("https://id.example")},
                {QStringLiteral("authorization_endpoint"), QStringLiteral("https://id.example/authorize")},
                {QStringLiteral("token_endpoint"), QStringLiteral("https://id.example/token")},
                {QStringLiteral("jwks_uri"), QStringLiteral("https://id.example/jwks")},
                {QStringLiteral("token_endpoint_auth_methods_supported"), QJsonArray{QStringLiteral("client_secret_post")}}};
    }
    static QJsonObject claims()
    {
        return {{QStringLiteral("iss"), QStringLiteral("https://id.example")},
                {QStringLiteral("aud"), QStringLiteral("web")},
                {QStringLiteral("sub"), QStringLiteral("4711")},
                {QStringLiteral("nonce"), QStringLiteral("the-nonce")},
                {QStringLiteral("iat"), 1767323045}, // the fake clock's
                {QStringLiteral("exp"), 1767323045 + 3600},
                {QStringLiteral("email"), QStringLiteral("ada@example.com")},
                {QStringLiteral("email_verified"), true}};
    }
    static Upstream upstream()
    {
        return {QStringLiteral("id"),      QStringLiteral("Id"),  Upstream::Kind::OpenIdConnect, QStringLiteral("https://id.example"),
                QStringLiteral("kept:id"), QStringLiteral("web"), core::Secret("web-secret"),    {QStringLiteral("openid"), QStringLiteral("email")}};
    }
    [[nodiscard]] qsizetype asked(const char *path) const
    {
        return std::count_if(m_outgoing.requests.begin(), m_outgoing.requests.end(),
                             [path](const OutgoingRequest &one) { return one.url.path() == QLatin1String(path); });
    }
    void sign(const QJsonObject &content) { give(*m_key.sign("JWT", content)); }
    void give(const QByteArray &idToken)
    {
        m_outgoing.answer("/token",
                          {{QStringLiteral("access_token"), QStringLiteral("a")}, {QStringLiteral("id_token"), QString::fromLatin1(idToken)}});
    }
    static std::optional<core::Result<UpstreamIdentity>> identify(UpstreamClient &client, const QString &issuer = {})
    {
        std::optional<core::Result<UpstreamIdentity>> found;
        client.identify(
            {QStringLiteral("code"), issuer, QStringLiteral("https://b.example/cb"), QStringLiteral("the-nonce"), core::Secret("the-verifier")},
            [&found](const core::Result<UpstreamIdentity> &person) { found = person; });
        return found;
    }
    std::optional<core::Result<UpstreamIdentity>> identify()
    {
        UpstreamClient client(m_clock, m_outgoing, upstream());
        return identify(client);
    }
    core::Error refusal()
    {
        const auto person = identify();
        return person && !person->ok() ? person->error() : core::Error{core::ErrorKind::Cancelled, QStringLiteral("believed"), {}};
    }

    tests::FakeClock m_clock;
    FakeOutgoing m_outgoing;
    const SigningKey m_key = newKey();
};

} // namespace keyturn::backend

using keyturn::backend::TstUpstreamClient;
KEYTURN_TEST(TstUpstreamClient)
#include "tst_upstreamclient.moc"
