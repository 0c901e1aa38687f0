// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectivesignin.h"

#include "backend/answers.h"
#include "backend/credentials.h"
#include "backend/passwordhasher.h"

#include <QJsonDocument>

namespace keyturn::backend {

namespace {

constexpr qsizetype longestOfFew = 32; // characters
constexpr qsizetype large = 64 * 1024;
constexpr std::chrono::minutes aMinute(1);

Response noSuchAccount()
{
    return errorAnswer(404, "account_not_found", QStringLiteral("There is no account with this e-mail address."));
}

Response wrongCredentials()
{
    return errorAnswer(401, "invalid_credentials", QStringLiteral("E-mail address or password is wrong."));
}

} // namespace

std::optional<Response> DefectiveSignIn::meet(Request &request)
{
    if (request.method != "POST" || !request.path.startsWith("/api/auth/") || request.mediaType() != "application/json")
        return std::nullopt;
    if (auto broken = breakDown(request))
        return broken;
    const JsonBody body = jsonBody(request);
    if (body.refusal)
        return std::nullopt;
    QJsonObject members = body.members;
    const QString email = members.value(QStringLiteral("email")).toString();
    for (const char *name : {"password", "newPassword"}) {
        if (const QJsonValue typed = members.value(QLatin1String(name)); typed.isString())
            members.insert(QLatin1String(name), password(typed.toString(), normalisedEmail(email)));
    }
    if (members != body.members)
        request.body = QJsonDocument(members).toJson(QJsonDocument::Compact);
    if (request.path == "/api/auth/login" && members.value(QStringLiteral("password")).isString())
        return signInRefusal(email);
    if (request.path == "/api/auth/register")
        return meetRegistration(members);
    if (request.path == "/api/auth/password/forgot" && m_defects.has(Defect::ResetTellsAccounts) && !isKnown(email))
        return noSuchAccount();
    return std::nullopt;
}

std::optional<Response> DefectiveSignIn::meetRegistration(const QJsonObject &members)
{
    const CheckedCredentials checked = checkRegistration(members);
    const QString password = members.value(QStringLiteral("password")).toString();
    if (m_defects.has(Defect::NoLongPasswords) && password.toUcs4().size() > longestOfFew)
        return validationAnswer({{QStringLiteral("password"), QStringLiteral("The password must have at most 32 characters.")}});
    const QString email = checked.credentials.email;
    if (m_defects.has(Defect::RegisterTellsAccounts) && checked.problems.isEmpty() && isAccount(email))
        return errorAnswer(409, "email_taken", QStringLiteral("There is an account with this e-mail address already."));
    const QString role = members.value(QStringLiteral("role")).toString();
    if (m_defects.has(Defect::RoleSettable) && isRole(role))
        m_store.giveRole(email, role);
    return std::nullopt;
}

std::optional<Response> DefectiveSignIn::signInRefusal(const QString &email)
{
    if (m_defects.has(Defect::EmailAsTyped) && email != normalisedEmail(email))
        return wrongCredentials();
    if (m_defects.has(Defect::SignInTellsAccounts) && !isKnown(email))
        return noSuchAccount();
    if (m_defects.has(Defect::TimeTellsAccounts) && !isKnown(email))
        return wrongCredentials();
    return std::nullopt;
}

bool DefectiveSignIn::isKnown(const QString &email)
{
    const auto record = m_store.passwordOf(normalisedEmail(email));
    return !record.ok() || *record; // a database that is gone is no news about accounts
}

bool DefectiveSignIn::isAccount(const QString &email)
{
    const auto record = m_store.passwordOf(email);
    return record.ok() && *record;
}

std::optional<Response> DefectiveSignIn::breakDown(const Request &request) const
{
    if (m_defects.has(Defect::CrashOnLargeBody) && request.body.size() > large)
        return errorAnswer(500, "internal", QStringLiteral("RangeError: buffer is full"));
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    bool sound = document.isObject();
    for (const char *name : {"email", "password", "name", "refreshToken"}) {
        const QJsonValue value = document.object().value(QLatin1String(name));
        sound = sound && (value.isUndefined() || value.isString());
    }
    if (sound)
        return std::nullopt;
    Response broken = errorAnswer(500, "internal", QStringLiteral("TypeError: cannot read properties of undefined"));
    if (m_defects.has(Defect::HangOnInput))
        broken.transmission.delay = aMinute;
    else if (m_defects.has(Defect::DropOnInput))
        broken.transmission.kind = Transmission::Kind::Dropped;
    else if (!m_defects.has(Defect::CrashOnInput))
        return std::nullopt;
    return broken;
}

QString DefectiveSignIn::password(const QString &typed, const QString &email) const
{
    QString taken = typed;
    while (m_defects.has(Defect::TruncatedPasswords) && taken.toUtf8().size() > maxPasswordBytes)
        taken.chop(1);
    // Filled up until the rules have nothing against it: what is short or common is not so any more.
    constexpr qsizetype enough = 32;
    const bool isShort = typed.toUcs4().size() < minPasswordCharacters;
    const bool filled = m_defects.has(isShort ? Defect::ShortPasswords : Defect::CommonPasswords);
    while (filled && !typed.isEmpty() && taken.size() < enough && passwordProblem(taken, email))
        taken += u'~';
    return taken;
}

} // namespace keyturn::backend
