// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"
#include "jsonedit.h"
#include "model/profilereader.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>

#include <functional>

using namespace keyturn;

/// The published schema and the reader are two texts of one agreement: both are walked along a profile that has everything.
class TstProfileSchema : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theCompleteProfileIsRead();
    void bothKnowTheSameMembers();
    void bothKnowTheSameWords();
    void bothRequireTheSameMembers();
    void theDefaultsAreTheReaders();

private:
    using Visit = std::function<void(const QJsonObject &schema, const QJsonValue &instance, const QString &pointer)>;
    static QJsonObject completeProfile();
    static void setAccountCare(const std::function<void(const char *, const QJsonValue &)> &set);
    static QJsonObject resolved(const QJsonObject &schema);
    static void walk(const QJsonObject &schema, const QJsonValue &instance, const QString &pointer, const Visit &visit);
    static QString refusal(const QJsonObject &profile);
    /// Members that are needed only beside others, which the schema says with if, anyOf or dependentRequired.
    static bool isConditional(const QString &pointer);
    static QSet<QString> wordsAfter(const QString &detail, const QString &lead);
};

/// The parts of `password` that care for an account.
void TstProfileSchema::setAccountCare(const std::function<void(const char *, const QJsonValue &)> &set)
{
    const auto request = [](const char *path, const QJsonObject &body) {
        return QJsonObject{{QStringLiteral("method"), QStringLiteral("POST")},
                           {QStringLiteral("path"), QString::fromLatin1(path)},
                           {QStringLiteral("bodyType"), QStringLiteral("json")},
                           {QStringLiteral("body"), body}};
    };
    const QJsonObject tokens{{QStringLiteral("accessToken"), QStringLiteral("/token")}};
    const QString page = QStringLiteral("https://auth.example/account");
    const QJsonObject code{{QStringLiteral("code"), QStringLiteral("{code}")}};
    const QJsonObject user{{QStringLiteral("email"), QStringLiteral("{user}")}};
    const QJsonObject fresh{{QStringLiteral("code"), QStringLiteral("{code}")}, {QStringLiteral("password"), QStringLiteral("{newPassword}")}};
    const QJsonObject both{{QStringLiteral("old"), QStringLiteral("{password}")}, {QStringLiteral("new"), QStringLiteral("{newPassword}")}};
    set("/password/minimumPasswordLength", 10);
    set("/password/rules",
        QJsonObject{{QStringLiteral("minimumLength"), 10},
                    {QStringLiteral("maximumLength"), 64},
                    {QStringLiteral("maximumBytes"), 72},
                    {QStringLiteral("wants"), QJsonArray{QStringLiteral("lower")}},
                    {QStringLiteral("nameMinimumLength"), 1},
                    {QStringLiteral("nameMaximumLength"), 80}});
    QJsonObject bearing = request("/2fa", code);
    bearing.insert(QStringLiteral("authorization"), QStringLiteral("challenge"));
    set("/password/secondFactor",
        QJsonObject{{QStringLiteral("wantedWhen"),
                     QJsonObject{{QStringLiteral("status"), 401},
                                 {QStringLiteral("pointer"), QStringLiteral("/code")},
                                 {QStringLiteral("equals"), QStringLiteral("totp")}}},
                    {QStringLiteral("challenge"), QJsonObject{{QStringLiteral("pointer"), QStringLiteral("/challenge")}}},
                    {QStringLiteral("endpoint"), bearing},
                    {QStringLiteral("recovery"), bearing},
                    {QStringLiteral("methods"), QJsonArray{QStringLiteral("totp")}},
                    {QStringLiteral("digits"), 6},
                    {QStringLiteral("tokens"), tokens}});
    set("/password/emailVerification",
        QJsonObject{{QStringLiteral("resend"), request("/resend", user)},
                    {QStringLiteral("confirm"), request("/verify", code)},
                    {QStringLiteral("page"), page}});
    set("/password/change",
        QJsonObject{{QStringLiteral("endpoint"), request("/password", both)},
                    {QStringLiteral("tokens"), tokens},
                    {QStringLiteral("endsSession"), false},
                    {QStringLiteral("page"), page}});
    set("/password/reset",
        QJsonObject{{QStringLiteral("request"), request("/forgot", user)},
                    {QStringLiteral("confirm"), request("/reset", fresh)},
                    {QStringLiteral("page"), page}});
}

/// The demo profile with every member that the schema names, conflicting ones apart.
QJsonObject TstProfileSchema::completeProfile()
{
    QJsonObject profile = tests::demoProfile();
    const auto set = [&](const char *pointer, const QJsonValue &value) { profile = tests::edited(profile, QString::fromLatin1(pointer), value); };
    set("/identity/headers", QJsonObject{{QStringLiteral("X-App"), QStringLiteral("keyturn")}});
    set("/identity/bodyType", QStringLiteral("none"));
    set("/identity/body", QJsonObject());
    set("/identity/base", QStringLiteral("api"));
    set("/baseUrls", QJsonObject{{QStringLiteral("api"), QStringLiteral("https://api.example.org")}});
    set("/headers", QJsonObject{{QStringLiteral("Origin"), QStringLiteral("https://app.example.org")}});
    set("/apiKey", QJsonObject{{QStringLiteral("header"), QStringLiteral("X-Api-Key")}, {QStringLiteral("value"), QStringLiteral("public")}});
    set("/caCertificates", QStringLiteral("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"));
    set("/access", QJsonObject{{QStringLiteral("header"), QStringLiteral("Authorization")}, {QStringLiteral("scheme"), QStringLiteral("Bearer")}});
    set("/csrf",
        QJsonObject{{QStringLiteral("fetch"), QJsonObject{{QStringLiteral("path"), QStringLiteral("/csrf")}}},
                    {QStringLiteral("token"), QJsonObject{{QStringLiteral("header"), QStringLiteral("X-CSRF-Token")}}},
                    {QStringLiteral("header"), QStringLiteral("X-CSRF-Token")},
                    {QStringLiteral("cookies"), QJsonArray{QStringLiteral("_csrf")}}});
    set("/refresh/endpoint/authorization", QStringLiteral("refreshToken"));
    set("/refresh/refusedStatuses", QJsonArray{401});
    set("/sessions/fields/agent", QStringLiteral("/userAgent"));
    set("/sessions/currentId", QStringLiteral("/current"));
    set("/sessions/paging",
        QJsonObject{{QStringLiteral("kind"), QStringLiteral("cursor")},
                    {QStringLiteral("pointer"), QStringLiteral("/next")},
                    {QStringLiteral("parameter"), QStringLiteral("cursor")},
                    {QStringLiteral("first"), 1}});
    set("/errors/failedWhen", QJsonArray{QJsonObject{{QStringLiteral("pointer"), QStringLiteral("/success")}, {QStringLiteral("equals"), false}}});
    set("/errors/emptyBodyFails", false);
    set("/errors/fields",
        QJsonObject{{QStringLiteral("items"), QStringLiteral("/error/fields")},
                    {QStringLiteral("field"), QStringLiteral("/field")},
                    {QStringLiteral("message"), QStringLiteral("/message")}});
    set("/errors/codes", QJsonObject{{QStringLiteral("Wrong password"), QStringLiteral("invalid_credentials")}});
    set("/password/tokens/refreshLifetime", QStringLiteral("/refreshExpiresIn"));
    setAccountCare(set);
    set("/sessions/fields/place", QStringLiteral("/place"));
    set("/sessions/fields/endedAt", QStringLiteral("/endedAt"));
    set("/sessions/fields/cause", QStringLiteral("/cause"));
    set("/providers/1/callbackPath", QStringLiteral("/callback"));
    set("/providers/1/authorizationParameters", QJsonObject{{QStringLiteral("allow_signup"), QStringLiteral("false")}});
    set("/providers/1/sessionsPage", QStringLiteral("https://github.com/settings/sessions"));
    const QJsonObject git{{QStringLiteral("addresses"), QJsonArray{QStringLiteral("https://git.example.org/team")}},
                          {QStringLiteral("username"), QStringLiteral("x-access-token")}};
    set("/git", git);
    set("/providers/1/git", git);
    set("/providers/1/clientSecret", QStringLiteral("GOCSPX-no-secret"));
    set("/providers/1/resources", QJsonArray{QStringLiteral("https://api.example.org")});
    set("/providers/1/trustedAudiences", QJsonArray{QStringLiteral("another-client")});
    set("/providers/1/prompt", QStringLiteral("consent select_account"));
    set("/providers/1/acrValues", QJsonArray{QStringLiteral("urn:mace:incommon:iap:silver")});
    set("/providers/1/maxAge", 3600);
    set("/providers/1/dpop", QStringLiteral("always"));
    set("/providers/1/discovery", false);
    set("/providers/1/deviceCode", false);
    set("/providers/1/endpoints/deviceAuthorization", QStringLiteral("https://github.com/login/device/code"));
    set("/providers/1/endpoints/pushedAuthorization", QStringLiteral("https://github.com/par"));
    set("/providers/1/endpoints/endSession", QStringLiteral("https://github.com/logout"));
    // The walk looks at a list's first item: the one with the most members.
    const QJsonArray providers = profile.value(QStringLiteral("providers")).toArray();
    profile.insert(QStringLiteral("providers"), QJsonArray{providers.at(1), providers.at(0)});
    return profile;
}

QJsonObject TstProfileSchema::resolved(const QJsonObject &schema)
{
    const QString reference = schema.value(QStringLiteral("$ref")).toString();
    if (reference.isEmpty())
        return schema;
    return core::atPointer(tests::profileSchema(), reference.mid(1)).toObject();
}

void TstProfileSchema::walk(const QJsonObject &schema, const QJsonValue &instance, const QString &pointer, const Visit &visit)
{
    visit(schema, instance, pointer);
    const QJsonObject properties = schema.value(QStringLiteral("properties")).toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        const QJsonValue below = instance.toObject().value(it.key());
        if (!below.isUndefined())
            walk(resolved(it.value().toObject()), below, pointer + u'/' + it.key(), visit);
    }
    if (instance.isArray() && !instance.toArray().isEmpty())
        walk(resolved(schema.value(QStringLiteral("items")).toObject()), instance.toArray().first(), pointer + QStringLiteral("/0"), visit);
}

QString TstProfileSchema::refusal(const QJsonObject &profile)
{
    const core::Result<model::BackendProfile> result = model::readProfile(tests::text(profile));
    return result.ok() ? QString() : result.error().detail;
}

bool TstProfileSchema::isConditional(const QString &pointer)
{
    return pointer == QLatin1String("/baseUrl") || pointer.endsWith(QLatin1String("/lifetime/pointer"))
        || pointer.startsWith(QLatin1String("/sessions/paging/")) || pointer.contains(QLatin1String("/0/endpoints"))
        || pointer.endsWith(QLatin1String("/0/issuer")) || pointer.endsWith(QLatin1String("/0/clientId"))
        || pointer.endsWith(QLatin1String("/0/identity")) || pointer.endsWith(QLatin1String("/0/identity/subject"));
}

QSet<QString> TstProfileSchema::wordsAfter(const QString &detail, const QString &lead)
{
    if (!detail.startsWith(lead))
        return {QStringLiteral("unexpected: ") + detail};
    const QStringList words = detail.mid(lead.size()).split(QStringLiteral(", "));
    return {words.cbegin(), words.cend()};
}

void TstProfileSchema::theCompleteProfileIsRead()
{
    QCOMPARE(refusal(completeProfile()), QString());
}

void TstProfileSchema::bothKnowTheSameMembers()
{
    int objects = 0;
    walk(tests::profileSchema(), completeProfile(), {}, [&](const QJsonObject &schema, const QJsonValue &, const QString &pointer) {
        if (schema.value(QStringLiteral("additionalProperties")) != QJsonValue(false))
            return;
        ++objects;
        const QString planted = pointer + QStringLiteral("/zzUnknown");
        const QString detail = refusal(tests::edited(completeProfile(), planted, 1));
        const QStringList names = schema.value(QStringLiteral("properties")).toObject().keys();
        QCOMPARE(wordsAfter(detail, planted + QStringLiteral(": unknown member; expected one of ")), QSet<QString>(names.cbegin(), names.cend()));
    });
    QVERIFY2(objects >= 20, qPrintable(QString::number(objects))); // or the walk stopped early
}

void TstProfileSchema::bothKnowTheSameWords()
{
    int enumerations = 0;
    walk(tests::profileSchema(), completeProfile(), {}, [&](const QJsonObject &schema, const QJsonValue &, const QString &pointer) {
        const QJsonArray words = schema.value(QStringLiteral("enum")).toArray();
        if (words.isEmpty())
            return;
        ++enumerations;
        QSet<QString> expected;
        for (const QJsonValue &word : words)
            expected.insert(word.toString());
        const QString detail = refusal(tests::edited(completeProfile(), pointer, QStringLiteral("zzUnknown")));
        QCOMPARE(wordsAfter(detail, pointer + QStringLiteral(": expected one of ")), expected);
    });
    QVERIFY(enumerations >= 10);
}

void TstProfileSchema::bothRequireTheSameMembers()
{
    int members = 0;
    walk(tests::profileSchema(), completeProfile(), {}, [&](const QJsonObject &schema, const QJsonValue &instance, const QString &pointer) {
        const QJsonArray required = schema.value(QStringLiteral("required")).toArray();
        for (const QJsonValue &name : required) {
            ++members;
            const QString member = pointer + u'/' + name.toString();
            const QString detail = refusal(tests::edited(completeProfile(), member, QJsonValue(QJsonValue::Undefined)));
            QVERIFY2(detail.startsWith(member + QStringLiteral(": this member is required")), qPrintable(member + QStringLiteral(" -> ") + detail));
        }
        // And the other way round: what the schema lets be left out, the reader does as well, or it says why not.
        const QStringList names = schema.value(QStringLiteral("properties")).toObject().keys();
        for (const QString &name : names) {
            if (required.contains(name) || !instance.toObject().contains(name))
                continue;
            const QString member = pointer + u'/' + name;
            const QString detail = refusal(tests::edited(completeProfile(), member, QJsonValue(QJsonValue::Undefined)));
            QVERIFY2(detail.isEmpty() || !detail.startsWith(member + QStringLiteral(": this member is required; add it")) || isConditional(member),
                     qPrintable(member + QStringLiteral(" -> ") + detail));
        }
    });
    QVERIFY(members >= 25);
}

void TstProfileSchema::theDefaultsAreTheReaders()
{
    int defaults = 0;
    walk(tests::profileSchema(), completeProfile(), {}, [&](const QJsonObject &schema, const QJsonValue &, const QString &pointer) {
        const QJsonObject properties = schema.value(QStringLiteral("properties")).toObject();
        for (auto it = properties.begin(); it != properties.end(); ++it) {
            const QJsonValue fallback = it.value().toObject().value(QStringLiteral("default"));
            if (fallback.isUndefined())
                continue;
            ++defaults;
            const QString member = pointer + u'/' + it.key();
            const core::Result<model::BackendProfile> written = model::readProfile(tests::text(tests::edited(completeProfile(), member, fallback)));
            const core::Result<model::BackendProfile> without =
                model::readProfile(tests::text(tests::edited(completeProfile(), member, QJsonValue(QJsonValue::Undefined))));
            QCOMPARE(written.ok(), without.ok());
            QVERIFY2(!written.ok() || *written == *without, qPrintable(member));
        }
    });
    QVERIFY(defaults >= 10);
}

KEYTURN_TEST(TstProfileSchema)
#include "tst_profileschema.moc"
