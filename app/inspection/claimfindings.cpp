// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspection/claimfindings.h"

#include "jose/jwt.h"
#include "net/secretshapes.h"

#include <QJsonArray>

#include <algorithm>

namespace keyturn::inspection {

namespace {

/// Two clocks may differ by so much (RFC 7519 §4.1.4, "a few minutes"; FAULTS 91).
constexpr std::chrono::seconds tolerance{60};

/// From here on a NumericDate can only have been meant in milliseconds: the year 5138 in seconds, 1973 in milliseconds.
constexpr double leastMilliseconds = 1e11;

QDateTime timeOf(const QJsonValue &value)
{
    const std::optional<qint64> seconds = jose::numericDate(value);
    return seconds ? QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC) : QDateTime();
}

std::chrono::seconds between(const QDateTime &from, const QDateTime &to)
{
    return std::chrono::seconds(from.secsTo(to));
}

/// `exp`, `nbf`, `iat` that are none.
QList<Finding> brokenTimes(const Members &claims)
{
    QList<Finding> findings;
    for (const char *name : {"exp", "nbf", "iat"}) {
        const QJsonValue value = claims.value(QLatin1String(name));
        if (value.isUndefined())
            continue;
        const QString word = QString::fromLatin1(name);
        if (value.isDouble() && value.toDouble() >= leastMilliseconds)
            findings.append({QStringLiteral("time_milliseconds"),
                             Severity::High,
                             QStringLiteral("RFC 7519 §2"),
                             {word},
                             QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(std::min(value.toDouble(), 2.5e14)), Qt::UTC)});
        else if (!timeOf(value).isValid())
            findings.append({QStringLiteral("time_invalid"), Severity::High, QStringLiteral("RFC 7519 §2"), {word, value.toVariant().toString()}});
    }
    return findings;
}

QList<Finding> expiryFindings(const Members &claims, Use use, const QDateTime &now)
{
    if (use == Use::Proof || use == Use::Logout) // the one has none, the other may have
        return {};
    if (!claims.has(QStringLiteral("exp")))
        return {{QStringLiteral("exp_missing"), use == Use::Unknown ? Severity::Medium : Severity::High, QStringLiteral("RFC 9068 §2.2")}};
    const QDateTime expires = timeOf(claims.value(QStringLiteral("exp")));
    if (!expires.isValid())
        return {};
    if (expires <= now)
        return {{QStringLiteral("exp_past"), Severity::High, QStringLiteral("RFC 7519 §4.1.4"), {}, expires, between(expires, now)}};
    return {};
}

QList<Finding> timeFindings(const Members &claims, Use use, const QDateTime &now)
{
    QList<Finding> findings = brokenTimes(claims) + expiryFindings(claims, use, now);
    const QDateTime from = timeOf(claims.value(QStringLiteral("nbf")));
    const QDateTime issued = timeOf(claims.value(QStringLiteral("iat")));
    const QDateTime expires = timeOf(claims.value(QStringLiteral("exp")));
    const QDateTime latest = now.addSecs(tolerance.count());
    if (from.isValid() && from > latest)
        findings.append({QStringLiteral("nbf_future"), Severity::High, QStringLiteral("RFC 7519 §4.1.5"), {}, from, between(now, from)});
    if (issued.isValid() && issued > latest)
        findings.append({QStringLiteral("iat_future"), Severity::Medium, QStringLiteral("RFC 7519 §4.1.6"), {}, issued, between(now, issued)});
    if (!issued.isValid() || !expires.isValid())
        return findings;
    const std::chrono::seconds life = between(issued, expires);
    if (life.count() <= 0)
        findings.append({QStringLiteral("life_none"), Severity::High, QStringLiteral("RFC 7519 §4.1.4"), {}, expires, -life});
    else if ((use == Use::Access || use == Use::Unknown) && life > goodLife)
        findings.append(
            {QStringLiteral("life_long"), life > longestLife ? Severity::Medium : Severity::Low, QStringLiteral("RFC 6750 §5.3"), {}, {}, life});
    return findings;
}

QStringList audiencesOf(const QJsonValue &audience)
{
    QStringList names;
    const QJsonArray all = audience.isArray() ? audience.toArray() : QJsonArray{audience};
    for (const QJsonValue &one : all)
        names.append(one.toString());
    return names;
}

QList<Finding> partyFindings(const Members &claims, Use use, const Expectation &expected)
{
    QList<Finding> findings;
    const QString issuer = claims.textOf(QStringLiteral("iss"));
    const QStringList audiences = audiencesOf(claims.value(QStringLiteral("aud")));
    if (!expected.issuer.isEmpty() && issuer != expected.issuer)
        findings.append({claims.has(QStringLiteral("iss")) ? QStringLiteral("iss_other") : QStringLiteral("iss_absent"),
                         Severity::High,
                         QStringLiteral("RFC 8725 §3.8"),
                         {issuer, expected.issuer}});
    if (!expected.audience.isEmpty() && !audiences.contains(expected.audience))
        findings.append({claims.has(QStringLiteral("aud")) ? QStringLiteral("aud_other") : QStringLiteral("aud_absent"),
                         Severity::High,
                         QStringLiteral("RFC 8725 §3.9"),
                         {audiences.join(QStringLiteral(", ")), expected.audience}});
    struct Wanted {
        const char *claim;
        Severity severity;
        const char *reference;
    };
    constexpr Wanted wanted[] = {{"iss", Severity::Medium, "RFC 8725 §3.8"},
                                 {"aud", Severity::Medium, "RFC 8725 §3.9"},
                                 {"sub", Severity::Low, "RFC 9068 §2.2"},
                                 {"jti", Severity::Low, "RFC 9068 §2.2"},
                                 {"iat", Severity::Low, "RFC 9068 §2.2"}};
    for (const Wanted &one : wanted) {
        const QString name = QString::fromLatin1(one.claim);
        const bool asked = use == Use::Proof ? name == QLatin1String("jti") || name == QLatin1String("iat")
            : use == Use::Id                 ? name != QLatin1String("jti")
                                             : true;
        const bool told =
            (name == QLatin1String("iss") && !expected.issuer.isEmpty()) || (name == QLatin1String("aud") && !expected.audience.isEmpty());
        if (asked && !told && !claims.has(name))
            findings.append({QStringLiteral("claim_missing"), one.severity, QString::fromUtf8(one.reference), {name}});
    }
    return findings;
}

/// A name without what people write between its words.
QString plain(const QString &name)
{
    QString letters = name.toLower();
    return letters.remove(u'_').remove(u'-').remove(u'.');
}

bool isPersonal(const QString &name)
{
    static const QStringList names =
        QStringLiteral(
            "email mail emailaddress name fullname givenname familyname firstname lastname middlename nickname preferredusername phone phonenumber "
            "mobile telephone address street streetaddress postalcode zip birthdate birthday dateofbirth dob gender sex picture photo avatar "
            "profile website ssn socialsecuritynumber nationalid passport taxid iban creditcard cardnumber")
            .split(u' ');
    return names.contains(plain(name));
}

bool isSecret(const QString &name, const QJsonValue &value)
{
    static const QStringList names =
        QStringLiteral(
            "password passwd pwd passphrase passwordhash hashedpassword secret clientsecret secretkey apikey apisecret privatekey accesstoken "
            "refreshtoken idtoken sessiontoken credential credentials otp totp totpsecret mfasecret pin cvv cvc recoverycode recoverycodes")
            .split(u' ');
    const QString text = value.toString();
    const bool looksSecret = text.startsWith(QLatin1String("-----BEGIN")) || text.startsWith(QLatin1String("$2a$"))
        || text.startsWith(QLatin1String("$2b$")) || text.startsWith(QLatin1String("$argon2"))
        || (text.startsWith(QLatin1String("ey")) && net::looksLikeToken(text));
    return looksSecret || (names.contains(plain(name)) && !value.isBool() && !value.isNull());
}

/// Names of what is found in @p object, however deep, as a path.
void search(const QJsonObject &object, const QString &before, QStringList &personal, QStringList &secret)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString path = before + it.key();
        if (isSecret(it.key(), it.value()))
            secret.append(path);
        else if (isPersonal(it.key()))
            personal.append(path);
        else if (it->isObject() && it.key() != QLatin1String("cnf")) // keys stand there (RFC 7800 §3)
            search(it->toObject(), path + u'.', personal, secret);
    }
}

QList<Finding> privacyFindings(const Members &claims, Use use)
{
    QStringList personal;
    QStringList secret;
    search(claims.object, {}, personal, secret);
    QList<Finding> findings;
    if (!secret.isEmpty())
        findings.append({QStringLiteral("secret_claims"), Severity::High, QStringLiteral("RFC 7519 §12"), {secret.join(QStringLiteral(", "))}});
    if (!personal.isEmpty() && use != Use::Id) // which is there to tell of the person
        findings.append({QStringLiteral("personal_claims"), Severity::Medium, QStringLiteral("RFC 9068 §6"), {personal.join(QStringLiteral(", "))}});
    return findings;
}

} // namespace

QList<Finding> claimFindings(const Members &claims, Use use, const Expectation &expected)
{
    return timeFindings(claims, use, expected.now) + partyFindings(claims, use, expected) + privacyFindings(claims, use);
}

} // namespace keyturn::inspection
