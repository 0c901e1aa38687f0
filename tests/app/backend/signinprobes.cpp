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

/// Whether somebody registers with @p password and signs in by it, and by nothing like it.
bool serves(DefectSite &site, const QString &password)
{
    const QJsonObject person = with(site.somebody(), "password", password);
    return site.http().postJson("/api/auth/register", person).status == 201 && site.signIn(person).status == 200
        && site.signIn(with(person, "password", password.chopped(1) + u'!')).status == 401;
}

const QString shortPassword = QStringLiteral("abc");
const QString commonPassword = QStringLiteral("Password1");
const QString longPassword = QString(8, u'x') + QStringLiteral(" and a sentence that takes this password to 64 characters");

/// By text or status; what a backend answers that mails a code is the same for everybody.
bool registerTellsAccounts(DefectSite &site)
{
    const auto mailing = site.with({QStringLiteral("--verified-email")});
    const QJsonObject person = mailing->somebody();
    const Answer first = mailing->http().postJson("/api/auth/register", person);
    const Answer second = mailing->http().postJson("/api/auth/register", person);
    return first.status == 201 && (second.status != first.status || second.body != first.body);
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
        {QStringLiteral("register-tells-accounts"), registerTellsAccounts},
        {QStringLiteral("reset-tells-accounts"),
         [](DefectSite &site) {
             const QJsonObject known = registeredPerson(site);
             return site.http().postJson("/api/auth/password/forgot", known).status == 202
                 && site.http().postJson("/api/auth/password/forgot", site.somebody()).status == 404;
         }},
        {QStringLiteral("time-tells-accounts"), timeTellsAccounts},
        {QStringLiteral("short-passwords"), [](DefectSite &site) { return serves(site, shortPassword) && !serves(site, commonPassword); }},
        {QStringLiteral("common-passwords"), [](DefectSite &site) { return serves(site, commonPassword) && !serves(site, shortPassword); }},
        {QStringLiteral("no-long-passwords"),
         [](DefectSite &site) { return !serves(site, longPassword) && serves(site, QStringLiteral("a password like others")); }},
        {QStringLiteral("truncated-passwords"), truncatedPasswords},
        {QStringLiteral("email-as-typed"), emailAsTyped},
    };
}

} // namespace keyturn::backend
