// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilechecks.h"
#include "model/profileparser.h"

/// The parts of `password` that care for an account: its rules, the second factor, verification, change and reset.
namespace keyturn::model {

namespace {

/// The items of a list of @p words as their positions, each once.
template <class T> QList<T> chosen(ObjectReader &reader, const char *name, const QStringList &words)
{
    const QStringList texts = reader.texts(name, [&words](const QString &text) {
        return words.contains(text) ? QString() : QStringLiteral("expected one of %1").arg(words.join(QLatin1String(", ")));
    });
    QList<T> found;
    for (const QString &text : texts) {
        if (const auto one = static_cast<T>(words.indexOf(text)); words.contains(text) && !found.contains(one))
            found.append(one);
    }
    return found;
}

QUrl page(ObjectReader &reader)
{
    return QUrl(reader.text("page", Need::Optional, [](const QString &text) { return checkUrl(text, true); }));
}

} // namespace

PasswordRules ProfileParser::passwordRules(const QJsonValue &value, const QString &pointer, PasswordRules rules)
{
    constexpr int longest = 1024;
    ObjectReader reader(m_problem, value, pointer);
    rules.minimumLength = reader.number("minimumLength", rules.minimumLength, 1, longest);
    rules.maximumLength = reader.number("maximumLength", 0, 1, longest);
    rules.maximumBytes = reader.number("maximumBytes", 0, 1, longest);
    rules.wants =
        chosen<CharacterKind>(reader, "wants", {QStringLiteral("lower"), QStringLiteral("upper"), QStringLiteral("digit"), QStringLiteral("symbol")});
    rules.nameMinimumLength = reader.number("nameMinimumLength", 0, 0, longest);
    rules.nameMaximumLength = reader.number("nameMaximumLength", 0, 1, longest);
    reader.finish();
    for (const auto &[name, most] : {std::pair{"maximumLength", rules.maximumLength}, std::pair{"maximumBytes", rules.maximumBytes}}) {
        if (most > 0 && most < rules.minimumLength)
            reader.note(name, QStringLiteral("expected at least minimumLength, or no password fits"));
    }
    if (rules.nameMaximumLength > 0 && rules.nameMaximumLength < rules.nameMinimumLength)
        reader.note("nameMaximumLength", QStringLiteral("expected at least nameMinimumLength, or no name fits"));
    return rules;
}

/// A request of the secrets in @p needed, all of which it must hold, and of what else may stand in it.
std::optional<Endpoint> ProfileParser::careEndpoint(ObjectReader &reader, const char *name, const QStringList &needed, const QStringList &further)
{
    const std::optional<Endpoint> found = optionalEndpoint(reader, name, {{}, needed + further});
    if (found)
        mustHold(*found, reader.pointerTo(name), needed, QStringLiteral("the body"));
    return found;
}

SecondFactor ProfileParser::secondFactor(const QJsonValue &value, const QString &pointer)
{
    const QString challenge = QStringLiteral("challenge");
    const QString code = QStringLiteral("code");
    ObjectReader reader(m_problem, value, pointer);
    SecondFactor second;
    if (const QJsonValue when = reader.member("wantedWhen", Need::Required); !when.isUndefined()) {
        ObjectReader sign(m_problem, when, reader.pointerTo("wantedWhen"));
        second.status = sign.number("status", 0, 200, 499);
        second.wantedWhen.pointer = sign.text("pointer", Need::Optional, checkPointer);
        second.wantedWhen.equals = sign.member("equals", Need::Optional);
        if (second.wantedWhen.equals.isArray() || second.wantedWhen.equals.isObject())
            sign.note("equals", QStringLiteral("expected a text, a number, true, false or null"));
        sign.finish();
        if (second.wantedWhen.pointer.isEmpty() && (second.status == 0 || !second.wantedWhen.equals.isUndefined()))
            reader.note("wantedWhen", QStringLiteral("expected pointer, with or without equals, or a status that says nothing else; add one"));
    }
    second.challenge = valuePlace(reader, "challenge", Need::Optional);
    const auto request = [&](const char *name, Need need) -> std::optional<Endpoint> {
        const QJsonValue found = reader.member(name, need);
        if (found.isUndefined())
            return {};
        const Endpoint read = endpoint(found, reader.pointerTo(name), {{}, {challenge, code}, false, true});
        mustHold(read, reader.pointerTo(name), {code}, QStringLiteral("the body"));
        if (second.challenge.kind != ValuePlace::Kind::None && !second.challenge.isCookie() && !read.bearsChallenge)
            mustHold(read, reader.pointerTo(name), {challenge},
                     QStringLiteral("the body; or say \"authorization\": \"challenge\" where it goes as bearer"));
        return read;
    };
    second.endpoint = request("endpoint", Need::Required).value_or(Endpoint{});
    second.recovery = request("recovery", Need::Optional);
    if (reader.has("methods"))
        second.methods = chosen<SecondFactorMethod>(reader, "methods", {QStringLiteral("totp"), QStringLiteral("recoveryCode")});
    if (second.methods.isEmpty())
        reader.note("methods", QStringLiteral("expected at least one method; leave the member out for totp alone"));
    second.digits = reader.number("digits", second.digits, 4, 10);
    if (reader.has("tokens"))
        second.tokens = tokens(reader.member("tokens", Need::Optional), reader.pointerTo("tokens"));
    reader.finish();
    return second;
}

EmailVerification ProfileParser::emailVerification(const QJsonValue &value, const QString &pointer)
{
    const QStringList user{QStringLiteral("user")};
    ObjectReader reader(m_problem, value, pointer);
    EmailVerification verification;
    verification.resend = careEndpoint(reader, "resend", user, {});
    verification.confirm = careEndpoint(reader, "confirm", {QStringLiteral("code")}, user);
    verification.page = page(reader);
    reader.finish();
    return verification;
}

PasswordChange ProfileParser::passwordChange(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    PasswordChange change;
    change.endpoint = careEndpoint(reader, "endpoint", {QStringLiteral("password"), QStringLiteral("newPassword")}, {});
    if (reader.has("tokens"))
        change.tokens = tokens(reader.member("tokens", Need::Optional), reader.pointerTo("tokens"));
    change.endsSession = reader.truth("endsSession");
    change.page = page(reader);
    reader.finish();
    if (!change.endpoint && change.page.isEmpty())
        m_problem.note(pointer, QStringLiteral("expected endpoint, or page where a web page does it; add one"));
    if (change.tokens && change.endsSession)
        reader.note("endsSession", QStringLiteral("expected only without tokens, which go on with the session; remove one of the two"));
    return change;
}

PasswordReset ProfileParser::passwordReset(const QJsonValue &value, const QString &pointer)
{
    const QStringList user{QStringLiteral("user")};
    ObjectReader reader(m_problem, value, pointer);
    PasswordReset reset;
    reset.request = careEndpoint(reader, "request", user, {});
    reset.confirm = careEndpoint(reader, "confirm", {QStringLiteral("code"), QStringLiteral("newPassword")}, user);
    reset.page = page(reader);
    reader.finish();
    if (!reset.request && reset.page.isEmpty())
        m_problem.note(pointer, QStringLiteral("expected request, or page where a web page does it; add one"));
    return reset;
}

} // namespace keyturn::model
