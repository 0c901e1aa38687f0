// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/inspection.h"

#include "cli/humantime.h"

#include <QJsonArray>

#include <cmath>

namespace keyturn::cli {

namespace {

using inspection::CannotVerify;
using inspection::Verification;

void insert(QJsonObject &object, const char *name, const QString &value)
{
    if (!value.isEmpty())
        object.insert(QLatin1String(name), value);
}

QString word(const char *text)
{
    return QString::fromLatin1(text);
}

QString wordOf(inspection::Severity severity)
{
    constexpr const char *words[] = {"info", "low", "medium", "high"};
    return word(words[int(severity)]);
}

QString wordOf(inspection::Form form)
{
    constexpr const char *words[] = {"compact", "flattened", "general"};
    return word(words[int(form)]);
}

QString wordOf(inspection::Use use)
{
    constexpr const char *words[] = {"", "access", "id", "logout", "dpop"};
    return word(words[int(use)]);
}

QString wordOf(inspection::Alphabet alphabet)
{
    constexpr const char *words[] = {"digits", "hexadecimal", "alphanumeric", "base64url", "base64", "printable"};
    return word(words[int(alphabet)]);
}

QString wordOf(inspection::KeyFit fit)
{
    constexpr const char *words[] = {"tried", "otherId", "otherKind", "otherAlgorithm", "notForSigning"};
    return word(words[int(fit)]);
}

QString wordOf(CannotVerify::Why why)
{
    constexpr const char *words[] = {"encrypted",          "opaque",   "unsigned", "unknownAlgorithm", "noKeys", "secretForPublicKey",
                                     "publicKeyForSecret", "extension"};
    return word(words[int(why)]);
}

QJsonObject keyJson(const inspection::KeyLook &key)
{
    QJsonObject object{{QStringLiteral("kind"), key.kind}};
    insert(object, "id", key.id);
    return object;
}

QJsonArray keysJson(const QList<inspection::KeyLook> &keys)
{
    QJsonArray array;
    for (const inspection::KeyLook &key : keys) {
        QJsonObject object = keyJson(key);
        object.insert(QStringLiteral("fit"), wordOf(key.fit));
        array.append(object);
    }
    return array;
}

QJsonObject signatureJson(const Verification &verification)
{
    const QString state = QStringLiteral("state");
    if (const auto *verified = std::get_if<inspection::Verified>(&verification))
        return {{state, word("verified")}, {QStringLiteral("key"), keyJson(verified->key)}};
    if (const auto *wrong = std::get_if<inspection::SignatureWrong>(&verification))
        return {{state, word("wrong")}, {QStringLiteral("keys"), keysJson(wrong->tried)}};
    if (const auto *none = std::get_if<inspection::NoKeyFits>(&verification))
        return {{state, word("noKeyFits")}, {QStringLiteral("keys"), keysJson(none->seen)}};
    if (const auto *cannot = std::get_if<CannotVerify>(&verification)) {
        QJsonObject object{{state, word("cannotVerify")}, {QStringLiteral("reason"), wordOf(cannot->why)}};
        insert(object, "algorithm", cannot->algorithm);
        return object;
    }
    return {{state, word("notChecked")}};
}

void insertTimes(QJsonObject &object, const inspection::Members &claims)
{
    struct Time {
        const char *claim;
        const char *name;
    };
    constexpr Time times[] = {{"iat", "issuedAt"}, {"nbf", "notBefore"}, {"exp", "expiresAt"}};
    for (const inspection::Member &member : claims.list) {
        for (const Time &time : times) {
            if (member.name == QLatin1String(time.claim))
                insert(object, time.name, isoTime(inspection::timeOfClaim(member)));
        }
    }
}

QJsonObject contentJson(const inspection::Token &token)
{
    if (const auto *jws = std::get_if<inspection::SignedToken>(&token.content)) {
        QJsonObject object{{QStringLiteral("kind"), word(jws->claims ? "jwt" : "jws")},
                           {QStringLiteral("form"), wordOf(jws->form)},
                           {QStringLiteral("header"), jws->header.object}};
        insert(object, "use", wordOf(inspection::useOf(*jws)));
        if (jws->claims) {
            object.insert(QStringLiteral("claims"), jws->claims->object);
            insertTimes(object, *jws->claims);
        }
        return object;
    }
    if (const auto *jwe = std::get_if<inspection::EncryptedToken>(&token.content))
        return {{QStringLiteral("kind"), word("jwe")}, {QStringLiteral("form"), wordOf(jwe->form)}, {QStringLiteral("header"), jwe->header.object}};
    const auto &opaque = std::get<inspection::OpaqueToken>(token.content);
    QJsonObject object{{QStringLiteral("kind"), word("opaque")},
                       {QStringLiteral("length"), opaque.length},
                       {QStringLiteral("alphabet"), wordOf(opaque.alphabet)},
                       {QStringLiteral("entropyBits"), int(std::round(opaque.bits))}};
    insert(object, "shape", opaque.shape);
    insert(object, "issuer", opaque.issuer);
    return object;
}

QJsonArray findingsJson(const Inspection &inspection)
{
    const words::Voice voice{&isoTime, &spanOfTime, [](const QString &text) { return text; }};
    QJsonArray array;
    for (const inspection::Finding &finding : inspection.findings)
        array.append(QJsonObject{{QStringLiteral("id"), finding.id},
                                 {QStringLiteral("severity"), wordOf(finding.severity)},
                                 {QStringLiteral("reference"), finding.reference},
                                 {QStringLiteral("message"), words::findingSentence(finding, voice)}});
    return array;
}

QJsonArray changesJson(const QList<inspection::Change> &changes)
{
    constexpr const char *kinds[] = {"added", "removed", "changed"};
    QJsonArray array;
    for (const inspection::Change &change : changes) {
        QJsonObject object{{QStringLiteral("kind"), word(kinds[int(change.kind)])},
                           {QStringLiteral("part"), word(change.part == inspection::Change::Part::Header ? "header" : "claims")},
                           {QStringLiteral("name"), change.name}};
        if (change.kind != inspection::Change::Kind::Added)
            object.insert(QStringLiteral("before"), change.timeBefore.isValid() ? isoTime(change.timeBefore) : change.before);
        if (change.kind != inspection::Change::Kind::Removed)
            object.insert(QStringLiteral("after"), change.timeAfter.isValid() ? isoTime(change.timeAfter) : change.after);
        array.append(object);
    }
    return array;
}

} // namespace

QJsonObject inspectionJson(const Inspection &inspection)
{
    QJsonObject object = contentJson(inspection.token);
    object.insert(QStringLiteral("bytes"), inspection.token.bytes);
    object.insert(QStringLiteral("signature"), signatureJson(inspection.verification));
    object.insert(QStringLiteral("findings"), findingsJson(inspection));
    if (inspection.changes)
        object.insert(QStringLiteral("changes"), changesJson(*inspection.changes));
    object.insert(QStringLiteral("sound"), inspection.isSound());
    return object;
}

} // namespace keyturn::cli
