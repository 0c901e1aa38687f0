// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"
#include "jose/jwt.h"

#include <QJsonArray>

#include <algorithm>

namespace keyturn::audit::checks {

namespace {

/// What is told of somebody's rights.
struct Rights {
    bool told = false; ///< There is something about rights at all.
    bool isAdministrator = false;
};

bool isAboutRights(const QString &name)
{
    static const QStringList names{QStringLiteral("role"),     QStringLiteral("roles"), QStringLiteral("userrole"),    QStringLiteral("isadmin"),
                                   QStringLiteral("admin"),    QStringLiteral("group"), QStringLiteral("groups"),      QStringLiteral("isstaff"),
                                   QStringLiteral("usertype"), QStringLiteral("scope"), QStringLiteral("permissions"), QStringLiteral("issuperuser")};
    QString plain = name.toLower();
    return names.contains(plain.remove(u'_').remove(u'-'));
}

bool saysAdministrator(const QJsonValue &value)
{
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::any_of(array.begin(), array.end(), [](const QJsonValue &one) { return saysAdministrator(one); });
    }
    const QString text = value.toString().toLower();
    return value.toBool() || text == QLatin1String("admin") || text == QLatin1String("administrator");
}

void read(const QJsonValue &value, Rights &rights)
{
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (isAboutRights(it.key())) {
            rights.told = true;
            rights.isAdministrator = rights.isAdministrator || saysAdministrator(it.value());
        }
        read(it.value(), rights);
    }
}

/// By what the backend says of the person, and by the token that it gave.
Rights rightsOf(Site &site, const model::TokenSet &tokens)
{
    Rights rights;
    if (const core::Result<Answer> who = site.whoAmI(tokens.accessToken); who.ok() && who->isGood())
        read(who->json(), rights);
    if (const core::Result<jose::Jwt> jwt = jose::readJwt(tokens.accessToken); jwt.ok())
        read(jwt->claims, rights);
    return rights;
}

const QJsonObject plainWish{{QStringLiteral("role"), QStringLiteral("admin")}};

QJsonObject wish()
{
    QJsonObject all = plainWish;
    all.insert(QStringLiteral("roles"), QJsonArray{QStringLiteral("admin")});
    all.insert(QStringLiteral("isAdmin"), true);
    return all;
}

/// Somebody who asked for an administrator's role; nullopt: it came to nothing, and the verdict says so.
std::optional<Visit> ambitious(Site &site, Verdict &verdict)
{
    const Person person = site.stranger();
    core::Result<Answer> answer = site.tryRegister(person, wish());
    if (answer.ok() && answer->isRefusal() && !answer->isRateLimited()) // what it does not know may be all that it minds
        answer = site.tryRegister(person, plainWish);
    if (!answer.ok() || !answer->isGood()) {
        if (answer.ok() && answer->isRefusal() && !answer->isRateLimited())
            verdict.addPass(QStringLiteral("A registration with a role is refused (%1).").arg(answer->told()));
        else
            verdict.addGap(
                QStringLiteral("A registration with a role came to nothing: %1.").arg(answer.ok() ? answer->told() : answer.error().detail));
        return std::nullopt;
    }
    core::Result<Visit> visit = site.read(*answer, person);
    if (!visit.ok())
        visit = site.signIn(person);
    if (visit.ok())
        return *visit;
    verdict.addGap(visit.error().detail);
    return std::nullopt;
}

void lookAtRegistration(Site &site, const Visit &visit, Verdict &verdict)
{
    const Rights rights = rightsOf(site, visit.tokens);
    if (rights.isAdministrator)
        verdict.addFailure(QStringLiteral("Whoever asks for the role admin in a registration gets it."), visit.answer);
    else if (rights.told)
        verdict.addPass(QStringLiteral("A registration does not take the role that it asks for."));
    else
        verdict.addGap(QStringLiteral("Neither profile nor token tells anybody's role, so that it was not seen whether a registration takes one."));
}

void lookAtProfile(Site &site, const Visit &visit, Verdict &verdict)
{
    model::Endpoint endpoint = *site.profile().identity;
    endpoint.bodyType = model::BodyType::Json;
    endpoint.body = plainWish;
    core::Result<Answer> answer = core::Error{};
    for (const char *method : {"PATCH", "PUT"}) {
        endpoint.method = method;
        answer = site.act(endpoint, visit.tokens);
        if (!answer.ok())
            return verdict.addGap(answer.error().detail);
        if (answer->status != 404 && answer->status != 405)
            break;
    }
    const QString what = QStringLiteral("%1 %2 with the role admin").arg(QString::fromLatin1(endpoint.method), endpoint.path);
    if (answer->status == 404 || answer->status == 405)
        return verdict.addGap(
            QStringLiteral("No address was found at which people change what is known of them (tried: PATCH and PUT %1).").arg(endpoint.path));
    verdict.show(*answer);
    if (answer->isRefusal() && !answer->isRateLimited())
        return verdict.addPass(QStringLiteral("%1 is refused (%2).").arg(what, answer->told()));
    const Rights rights = rightsOf(site, visit.tokens);
    if (rights.isAdministrator)
        verdict.addFailure(QStringLiteral("%1 makes anybody an administrator.").arg(what), *answer);
    else if (rights.told && answer->isGood())
        verdict.addPass(QStringLiteral("%1 changes no role.").arg(what));
    else
        verdict.addGap(QStringLiteral("%1 got %2, and nothing tells the role.").arg(what, answer->told()));
}

/// Where backends commonly have their users, seen from where this one tells who is signed in.
QStringList userAddresses(const QString &identityPath, const QString &id)
{
    const QString parent = identityPath.section(u'?', 0, 0).section(u'/', 0, -2);
    const QString last = parent.section(u'/', -1);
    const bool isThere = last == QLatin1String("users") || last == QLatin1String("user") || last == QLatin1String("accounts");
    QStringList addresses{parent + (isThere ? QStringLiteral("/") : QStringLiteral("/users/")) + id, QStringLiteral("/api/users/") + id,
                          QStringLiteral("/users/") + id};
    addresses.removeDuplicates();
    return addresses;
}

bool isGone(Site &site, const Visit &visit)
{
    const core::Result<bool> taken = site.isTaken(visit.tokens.accessToken);
    if (!taken.ok() || *taken)
        return false;
    const core::Result<Answer> again = site.trySignIn(visit.person);
    return again.ok() && again->isRefusal() && !again->isRateLimited();
}

void lookAtDeletion(Site &site, const Visit &who, const Visit &victim, Verdict &verdict)
{
    if (victim.subject.isEmpty())
        return verdict.addGap(QStringLiteral("The backend tells nobody's id, so that it was not tried to delete somebody else."));
    model::Endpoint endpoint = *site.profile().identity;
    endpoint.method = "DELETE";
    endpoint.bodyType = model::BodyType::None;
    QStringList tried;
    for (const QString &path : userAddresses(endpoint.path, QString::fromLatin1(QUrl::toPercentEncoding(victim.subject)))) {
        endpoint.path = path;
        const core::Result<Answer> answer = site.act(endpoint, who.tokens);
        if (!answer.ok())
            return verdict.addGap(answer.error().detail);
        tried.append(path.section(u'/', 0, -2) + QStringLiteral("/ID"));
        const QString what = QStringLiteral("DELETE %1 of somebody else").arg(tried.constLast());
        if (answer->isGood() && isGone(site, victim))
            return verdict.addFailure(QStringLiteral("%1 deletes them, for anybody who is signed in.").arg(what), *answer);
        verdict.show(*answer);
        if (answer->status == 403)
            return verdict.addPass(QStringLiteral("%1 is refused (403).").arg(what));
    }
    verdict.addGap(QStringLiteral("No address was found at which users are deleted (tried: %1).").arg(tried.join(QStringLiteral(", "))));
}

Verdict look(Site &site)
{
    if (!site.profile().identity)
        return Verdict::notApplicable(QStringLiteral("The profile names no address that tells who is signed in."));
    const core::Result<Visit> plain = site.newcomer();
    if (!plain.ok())
        return Verdict::without(plain.error());
    Verdict verdict;
    if (const std::optional<Visit> victim = ambitious(site, verdict)) {
        lookAtRegistration(site, *victim, verdict);
        lookAtDeletion(site, *plain, *victim, verdict); // before whoever deletes may have become an administrator
    }
    lookAtProfile(site, *plain, verdict);
    return verdict;
}

} // namespace

Check roles()
{
    return {37,
            QStringLiteral("roles"),
            QStringLiteral("Nobody gives themselves a role or deletes somebody else"),
            Severity::Critical,
            Mode::Active,
            {reference(QStringLiteral("WSTG-ATHZ-02")), reference(QStringLiteral("WSTG-ATHZ-03"))},
            QStringLiteral("Take the fields that people may set from a list, never the whole body, and look at the caller's own role or id before "
                           "anything is done to a user.\n\nconst { name, email, password } = req.body;\n"
                           "if (req.user.role !== 'admin' && req.user.id !== req.params.id) return res.sendStatus(403);"),
            &look};
}

} // namespace keyturn::audit::checks
