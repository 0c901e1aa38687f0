// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"
#include "jsonedit.h"
#include "model/profilereader.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>

using namespace keyturn;
using namespace keyturn::model;

/// Providers that the backend signs people in at itself.
class TstProfileHandoff : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theDemoHandsOverByCode();
    void tokensAndPersonComeAsByPasswordUnlessSaid();
    void aTokenInTheAddressIsUnsafe();
    void aProfileMayHaveAHandoffAlone();
    void saysWhereAndWhatIsExpected_data();
    void saysWhereAndWhatIsExpected();
    void theSchemaKnowsTheSameMembers();

private:
    static constexpr int place = 2; // among the demo's providers
    static QJsonObject seedForm();
    static BackendProfile read(const QJsonObject &profile);
    static QString refusal(const QJsonObject &profile);
};

BackendProfile TstProfileHandoff::read(const QJsonObject &profile)
{
    const core::Result<BackendProfile> result = readProfile(tests::text(profile), QUrl(QStringLiteral("http://127.0.0.1:8085")));
    if (!result.ok())
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

QString TstProfileHandoff::refusal(const QJsonObject &profile)
{
    const core::Result<BackendProfile> result = readProfile(tests::text(profile));
    return result.ok() ? QString() : result.error().detail;
}

/// The demo profile, whose hand-off has become one by a token in the address.
QJsonObject TstProfileHandoff::seedForm()
{
    const QJsonObject handoff{{QStringLiteral("start"), QStringLiteral("/api/auth/google")},
                              {QStringLiteral("tokenParameter"), QStringLiteral("token")}};
    const QJsonObject provider{{QStringLiteral("id"), QStringLiteral("seed-google")},
                               {QStringLiteral("name"), QStringLiteral("Google, through the backend")},
                               {QStringLiteral("kind"), QStringLiteral("backend")},
                               {QStringLiteral("redirectUri"), QStringLiteral("http://localhost:5173/auth/callback")},
                               {QStringLiteral("handoff"), handoff}};
    return tests::edited(tests::demoProfile(), QStringLiteral("/providers/2"), provider);
}

void TstProfileHandoff::theDemoHandsOverByCode()
{
    const BackendProfile profile = read(tests::demoProfile());
    const IdentityProvider *provider = profile.provider(ProviderId(QStringLiteral("demo-google")));
    QVERIFY(provider && provider->kind == ProviderKind::Backend && provider->handoff);
    QVERIFY(provider->handoff->isSafe() && !provider->isUnsafe());
    QVERIFY(provider->missingClient().isEmpty());
    QVERIFY(provider->handoff->start.startsWith(QLatin1String("/api/auth/google?")));
    QCOMPARE(provider->handoff->exchange->path, QStringLiteral("/api/auth/handoff"));
    QVERIFY(profile.provider(ProviderId(QStringLiteral("demo-github"))));
    QVERIFY(!profile.provider(ProviderId(QStringLiteral("google")))->handoff);
}

void TstProfileHandoff::tokensAndPersonComeAsByPasswordUnlessSaid()
{
    const BackendProfile profile = read(tests::demoProfile());
    QCOMPARE(profile.providers.at(place).handoff->tokens, profile.password->tokens);
    QCOMPARE(profile.providers.at(place).handoff->identity, profile.password->identity);
    QJsonObject own = tests::edited(tests::demoProfile(), QStringLiteral("/providers/2/handoff/tokens"),
                                    QJsonObject{{QStringLiteral("accessToken"), QStringLiteral("/data/token")}});
    own = tests::edited(own, QStringLiteral("/providers/2/handoff/identity"), QJsonObject{{QStringLiteral("subject"), QStringLiteral("/data/id")}});
    const Handoff handoff = *read(own).providers.at(place).handoff;
    QCOMPARE(handoff.tokens.accessToken, ValuePlace::body(QStringLiteral("/data/token")));
    QCOMPARE(handoff.identity.subject, QStringLiteral("/data/id"));
}

void TstProfileHandoff::aTokenInTheAddressIsUnsafe()
{
    const IdentityProvider provider = read(seedForm()).providers.at(place);
    QVERIFY(provider.isUnsafe());
    QCOMPARE(provider.handoff->tokenParameter, QStringLiteral("token"));
    QCOMPARE(provider.redirectUri, QUrl(QStringLiteral("http://localhost:5173/auth/callback")));
}

void TstProfileHandoff::aProfileMayHaveAHandoffAlone()
{
    QJsonObject profile = tests::edited(tests::demoProfile(), QStringLiteral("/password"), QJsonValue(QJsonValue::Undefined));
    profile = tests::edited(profile, QStringLiteral("/providers"), QJsonArray{profile.value(QStringLiteral("providers")).toArray().at(place)});
    const QJsonObject tokens{{QStringLiteral("accessToken"), QStringLiteral("/accessToken")},
                             {QStringLiteral("refreshToken"), QJsonObject{{QStringLiteral("cookie"), QStringLiteral("refreshToken")}}}};
    QVERIFY(refusal(profile).startsWith(QLatin1String("/providers/0/handoff/tokens: this member is required where there is no password")));
    const BackendProfile alone = read(tests::edited(profile, QStringLiteral("/providers/0/handoff/tokens"), tokens));
    QVERIFY(!alone.password && alone.refresh); // its tokens are the backend's own, to be renewed there
    QVERIFY(alone.providers.first().handoff->identity.subject.isEmpty()); // the profile's identity tells
}

void TstProfileHandoff::saysWhereAndWhatIsExpected_data()
{
    QTest::addColumn<QJsonObject>("profile");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("detail"); // what the answer starts with
    const QJsonValue nothing(QJsonValue::Undefined);
    const auto safe = [](const char *name, const char *pointer, const QJsonValue &value, const char *detail) {
        QTest::newRow(name) << tests::demoProfile() << QString::fromLatin1(pointer) << value << QString::fromLatin1(detail);
    };
    safe("no handoff", "/providers/2/handoff", nothing, "/providers/2/handoff: this member is required");
    safe("handoff beside another kind", "/providers/2/kind", QStringLiteral("openIdConnect"),
         "/providers/2/handoff: expected only with kind backend");
    safe("a client id", "/providers/2/clientId", QStringLiteral("x"), "/providers/2/clientId: unknown member");
    safe("no start", "/providers/2/handoff/start", nothing, "/providers/2/handoff/start: this member is required");
    safe("start elsewhere", "/providers/2/handoff/start", QStringLiteral("https://evil.example/"), "/providers/2/handoff/start: expected a percent-");
    safe("start that names a host", "/providers/2/handoff/start", QStringLiteral("//evil.example/"),
         "/providers/2/handoff/start: expected a percent-");
    safe("start with a verifier", "/providers/2/handoff/start", QStringLiteral("/x?v={codeVerifier}"),
         "/providers/2/handoff/start: unknown placeholder {codeVerifier}");
    safe("start with a state of its own", "/providers/2/handoff/start", QStringLiteral("/x?a=b&state=1"),
         "/providers/2/handoff/start: state is set by Keyturn itself");
    safe("start with a redirect of its own", "/providers/2/handoff/start", QStringLiteral("/x?redirect_uri=1"),
         "/providers/2/handoff/start: redirect_uri is set by Keyturn itself");
    safe("neither form", "/providers/2/handoff/exchange", nothing, "/providers/2/handoff/exchange: expected exactly one of exchange");
    safe("both forms", "/providers/2/handoff/tokenParameter", QStringLiteral("token"),
         "/providers/2/handoff/exchange: expected exactly one of exchange");
    safe("exchange without the verifier (FAULTS 26)", "/providers/2/handoff/exchange/body",
         QJsonObject{{QStringLiteral("c"), QStringLiteral("{code}")}}, "/providers/2/handoff/exchange: expected the placeholder {codeVerifier}");
    safe("code in the path", "/providers/2/handoff/exchange/path", QStringLiteral("/x/{code}"),
         "/providers/2/handoff/exchange/path: unknown placeholder {code}");
    safe("a password in the exchange", "/providers/2/handoff/exchange/body/p", QStringLiteral("{password}"),
         "/providers/2/handoff/exchange/body/p: unknown placeholder {password}");
    safe("misspelt member", "/providers/2/handoff/exchnage", QJsonObject(), "/providers/2/handoff/exchnage: unknown member");
    safe("code outside of a hand-off", "/signOut/body", QJsonObject{{QStringLiteral("c"), QStringLiteral("{code}")}},
         "/signOut/body/c: unknown placeholder {code}");
    const auto seed = [](const char *name, const char *pointer, const QJsonValue &value, const char *detail) {
        QTest::newRow(name) << seedForm() << QString::fromLatin1(pointer) << value << QString::fromLatin1(detail);
    };
    seed("token without an address", "/providers/2/redirectUri", nothing, "/providers/2/redirectUri: expected, beside tokenParameter, the whole");
    seed("token at any port", "/providers/2/redirectUri", QStringLiteral("http://localhost/cb"),
         "/providers/2/redirectUri: expected, beside tokenParameter, the whole");
    seed("token at another computer", "/providers/2/redirectUri", QStringLiteral("http://192.0.2.1:5173/cb"),
         "/providers/2/redirectUri: expected an");
    seed("an issuer that nobody names", "/providers/2/issuer", QStringLiteral("https://a.example"), "/providers/2/issuer: expected no issuer");
    seed("token in error", "/providers/2/handoff/tokenParameter", QStringLiteral("error"), "/providers/2/handoff/tokenParameter: error means");
    seed("token with a space", "/providers/2/handoff/tokenParameter", QStringLiteral("a b"), "/providers/2/handoff/tokenParameter: expected a query");
    seed("tokens beside it", "/providers/2/handoff/tokens", QJsonObject{{QStringLiteral("accessToken"), QStringLiteral("/a")}},
         "/providers/2/handoff/tokens: expected only beside exchange");
    seed("identity beside it", "/providers/2/handoff/identity", QJsonObject{{QStringLiteral("subject"), QStringLiteral("/a")}},
         "/providers/2/handoff/identity: expected only beside exchange");
    seed("nobody tells who signed in", "/identity", nothing, "/identity: expected the request that tells who is signed in");
}

void TstProfileHandoff::saysWhereAndWhatIsExpected()
{
    QFETCH(QJsonObject, profile);
    QFETCH(QString, pointer);
    QFETCH(QJsonValue, value);
    QFETCH(QString, detail);
    const QString said = refusal(tests::edited(profile, pointer, value));
    QVERIFY2(said.startsWith(detail), qPrintable(said));
}

void TstProfileHandoff::theSchemaKnowsTheSameMembers()
{
    const QJsonObject schema = core::atPointer(tests::profileSchema(), QStringLiteral("/$defs/handoff")).toObject();
    const QString lead = QStringLiteral("/providers/2/handoff/zz: unknown member; expected one of ");
    const QString said = refusal(tests::edited(tests::demoProfile(), QStringLiteral("/providers/2/handoff/zz"), 1));
    QVERIFY2(said.startsWith(lead), qPrintable(said));
    const QStringList words = said.mid(lead.size()).split(QStringLiteral(", "));
    const QStringList names = schema.value(QStringLiteral("properties")).toObject().keys();
    QCOMPARE(QSet<QString>(words.cbegin(), words.cend()), QSet<QString>(names.cbegin(), names.cend()));
}

KEYTURN_TEST(TstProfileHandoff)
#include "tst_profilehandoff.moc"
