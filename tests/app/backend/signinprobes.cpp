// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "defectprobes.h"

namespace keyturn::backend {

namespace {

QJsonObject with(QJsonObject object, const char *name, const QJsonValue &value)
{
    object.insert(QLatin1String(name), value);
    return object;
}

QJsonObject registeredPerson(DefectSite &site)
{
    const QJsonObject person = site.somebody();
    return site.http().postJson("/api/auth/register", person).status == 201 ? person : QJsonObject();
}

bool passwordChangeKeepsSessions(DefectSite &site)
{
    const QJsonObject person = registeredPerson(site);
    const QJsonObject here = site.signIn(person).json();
    const QJsonObject there = site.signIn(person).json();
    const QJsonObject change{{QStringLiteral("password"), person.value(QStringLiteral("password"))},
                             {QStringLiteral("newPassword"), QStringLiteral("another good one")}};
    return site.http().postJson("/api/auth/password", change, bearer(here)).status == 204 && site.profile(there) == 200;
}

/// A refusal that comes without hashing is not counted: the password was not looked at.
bool timeTellsAccounts(DefectSite &site)
{
    const QByteArray refused = "keyturn_backend_sign_ins_total{outcome=\"refused\"}";
    const double before = site.journey().backend().metric(refused);
    return before >= 0 && site.signIn(site.somebody()).status == 401 && site.journey().backend().metric(refused) == before;
}

bool truncatedPasswords(DefectSite &site)
{
    const QJsonObject person = with(site.somebody(), "password", QString(72, u'x') + QStringLiteral("one tail"));
    const bool taken = site.http().postJson("/api/auth/register", person).status == 201;
    return taken && site.signIn(with(person, "password", QString(72, u'x') + QStringLiteral("another"))).status == 200
        && site.signIn(with(person, "password", QString(71, u'x'))).status == 401;
}

bool weakPasswords(DefectSite &site)
{
    const QJsonObject person = with(site.somebody(), "password", QStringLiteral("abc"));
    return site.http().postJson("/api/auth/register", person).status == 201 && site.signIn(person).status == 200
        && site.signIn(with(person, "password", QStringLiteral("abd"))).status == 401;
}

bool emailAsTyped(DefectSite &site)
{
    const QJsonObject person = site.somebody();
    const QString email = text(person, "email");
    const QJsonObject typed = with(person, "email", QLatin1String(" ") + email.toUpper());
    return site.http().postJson("/api/auth/register", typed).status == 201 && site.signIn(typed).status == 401 && site.signIn(person).status == 200;
}

} // namespace

Probes signInProbes()
{
    return {
        {QStringLiteral("sign-in-tells-accounts"),
         [](DefectSite &site) {
             const QJsonObject wrong = with(registeredPerson(site), "password", QStringLiteral("something else"));
             return site.signIn(site.somebody()).code() != site.signIn(wrong).code();
         }},
        {QStringLiteral("reset-tells-accounts"),
         [](DefectSite &site) {
             const QJsonObject known = registeredPerson(site);
             return site.http().postJson("/api/auth/password/forgot", known).status == 202
                 && site.http().postJson("/api/auth/password/forgot", site.somebody()).status == 404;
         }},
        {QStringLiteral("time-tells-accounts"), timeTellsAccounts},
        {QStringLiteral("weak-passwords"), weakPasswords},
        {QStringLiteral("truncated-passwords"), truncatedPasswords},
        {QStringLiteral("email-as-typed"), emailAsTyped},
        {QStringLiteral("crash-on-input"),
         [](DefectSite &site) {
             const Answer broken = site.http().send("POST", "/api/auth/login", {{"Content-Type", "application/json"}}, "{\"email\":");
             return broken.status == 500 && site.signIn(with(site.somebody(), "password", 3)).status == 500
                 && site.signIn(site.somebody()).status == 401;
         }},
        {QStringLiteral("role-settable"),
         [](DefectSite &site) {
             const QJsonObject person = with(site.somebody(), "role", QStringLiteral("admin"));
             const QJsonObject tokens = site.http().postJson("/api/auth/register", person).json();
             return text(site.http().get("/api/profile", bearer(tokens)).json(), "role") == QLatin1String("admin");
         }},
        {QStringLiteral("password-change-keeps-sessions"), passwordChangeKeepsSessions},
        {QStringLiteral("sign-out-ignored"),
         [](DefectSite &site) {
             const QJsonObject tokens = site.tokens();
             const Answer out =
                 site.http().postJson("/api/auth/logout", {{QStringLiteral("refreshToken"), tokens.value(QStringLiteral("refreshToken"))}});
             return out.status == 204 && site.profile(tokens) == 200 && site.refresh(tokens.value(QStringLiteral("refreshToken"))).status == 200;
         }},
    };
}

} // namespace keyturn::backend
