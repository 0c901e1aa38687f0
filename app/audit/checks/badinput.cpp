// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/ratelimit.h"
#include "audit/requestfields.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::audit::checks {

namespace {

constexpr qsizetype large = 1'000'000;
constexpr qsizetype deep = 20'000;

struct BadBody {
    QString what;
    QByteArray bytes;
    bool isLarge = false;
};

/// One thing at a time that no client means.
QList<BadBody> badBodies(const QJsonObject &fields)
{
    const auto json = [](const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); };
    QList<BadBody> bodies{{QStringLiteral("broken JSON"), "{\"keyturn\":"},
                          {QStringLiteral("null"), "null"},
                          {QStringLiteral("a list"), "[]"},
                          {QStringLiteral("an empty object"), "{}"},
                          {QStringLiteral("bytes that are no UTF-8"), "{\"keyturn\":\"\xff\xfe\"}"},
                          {QStringLiteral("twenty thousand lists in one another"), QByteArray(deep, '[')}};
    const QList<std::pair<QString, QJsonValue>> values{{QStringLiteral("numbers"), 3},
                                                       {QStringLiteral("objects"), QJsonObject{{QStringLiteral("$ne"), QString()}}},
                                                       {QStringLiteral("lists"), QJsonArray{QStringLiteral("x")}},
                                                       {QStringLiteral("nulls"), QJsonValue::Null}};
    for (const auto &[what, value] : values) {
        QJsonObject wrong = fields;
        for (const QString &name : fields.keys())
            wrong.insert(name, value);
        if (!fields.isEmpty())
            bodies.append({what + QStringLiteral(" in the place of texts"), json(wrong)});
    }
    QJsonObject filled = fields;
    filled.insert(fields.isEmpty() ? QStringLiteral("keyturn") : fields.keys().constFirst(), QString(large, u'x'));
    bodies.append({QStringLiteral("a megabyte"), json(filled), true});
    return bodies;
}

struct Door {
    QString what;
    net::HttpRequest request;
    QJsonObject fields;
};

/// All that take JSON from anybody.
QList<Door> doorsOf(Site &site)
{
    const Person person = site.stranger();
    const backendapi::Placeholders values{{{QStringLiteral("user"), person.user}, {QStringLiteral("name"), person.name}},
                                          {{QStringLiteral("password"), person.password},
                                           {QStringLiteral("newPassword"), person.password},
                                           {QStringLiteral("code"), core::Secret(QByteArrayView("keyturn"))},
                                           {QStringLiteral("refreshToken"), core::Secret(QByteArrayView("keyturn"))}}};
    QList<Door> doors;
    const auto add = [&](const QString &what, const model::Endpoint &endpoint) {
        const core::Result<net::HttpRequest> built = site.request(endpoint, values);
        const std::optional<QJsonObject> fields = built.ok() && isJson(*built) ? fieldsOf(*built) : std::nullopt;
        if (fields)
            doors.append({what, *built, *fields});
    };
    const model::BackendProfile &profile = site.profile();
    if (profile.password) {
        add(QStringLiteral("the sign-in"), profile.password->signIn);
        if (profile.password->registration)
            add(QStringLiteral("the registration"), *profile.password->registration);
        if (profile.password->reset && profile.password->reset->request)
            add(QStringLiteral("asking for a new password"), *profile.password->reset->request);
        if (profile.password->reset && profile.password->reset->confirm)
            add(QStringLiteral("setting a new password"), *profile.password->reset->confirm);
    }
    if (profile.refresh)
        add(QStringLiteral("the refresh"), profile.refresh->endpoint);
    return doors;
}

bool isAlive(Site &site)
{
    const Answer answer = site.get(site.address(QStringLiteral("/")));
    return answer.arrived();
}

/// Whether the door need be tried no further.
enum class After { GoOn, LeaveDoor, Stop };

/// There was no answer. Who sends much may be cut off before the end: that is a refusal too.
After judgeSilence(Site &site, const QString &what, const BadBody &body, const Answer &answer, Verdict &verdict)
{
    if (answer.failure && answer.failure->code == QLatin1String("response_too_large")) { // it did answer, by saying it all back
        verdict.addGap(QStringLiteral("At %1 the answer to %2 was longer than what the audit reads.").arg(what, body.what));
        return After::GoOn;
    }
    const bool hung = answer.failure && answer.failure->code == QLatin1String("timeout");
    if (!isAlive(site)) {
        verdict.addFailure(QStringLiteral("After %1 at %2 the backend answers nobody any more.").arg(body.what, what), answer);
        return After::Stop;
    }
    if (hung)
        verdict.addFailure(QStringLiteral("At %1 there was no answer to %2 within %3 seconds.")
                               .arg(what, body.what)
                               .arg(std::chrono::duration_cast<std::chrono::seconds>(site.target().limits.requestDeadline).count()),
                           answer);
    else if (body.isLarge)
        verdict.addGap(QStringLiteral("At %1 the connection ended before %2 was through (%3).").arg(what, body.what, answer.told()));
    else
        verdict.addFailure(QStringLiteral("At %1 the connection ends without an answer to %2 (%3).").arg(what, body.what, answer.told()), answer);
    return hung ? After::Stop : After::LeaveDoor; // each that hangs costs a whole deadline
}

After judge(Site &site, const QString &what, const BadBody &body, const Answer &answer, Verdict &verdict)
{
    if (!answer.arrived())
        return judgeSilence(site, what, body, answer, verdict);
    if (isLimit(answer)) {
        verdict.addGap(QStringLiteral("The rate limit of %1 stopped it before %2.").arg(what, body.what));
        return After::LeaveDoor;
    }
    if (answer.status < 500 && !answer.isRefusal())
        verdict.addGap(QStringLiteral("At %1, %2 got %3, which is no refusal.").arg(what, body.what, answer.told()));
    return After::GoOn;
}

/// False: that was enough.
bool lookAt(Site &site, const Door &door, Verdict &verdict)
{
    const bool hadFailed = verdict.hasFailed();
    net::HttpRequest request = door.request;
    if (const core::Result<void> ready = site.protect(request, {}); !ready.ok()) {
        verdict.addGap(ready.error().detail);
        return true;
    }
    QStringList broke;
    bool isRead = false; // who refuses none of it may not look at what it is sent
    After after = After::GoOn;
    for (const BadBody &body : badBodies(door.fields)) {
        request.body = core::Secret(body.bytes);
        const Answer answer = site.ask(request);
        after = judge(site, door.what, body, answer, verdict);
        isRead = isRead || answer.isRefusal();
        if (answer.status >= 500) {
            broke.append(body.what);
            verdict.show(answer);
        }
        if (after != After::GoOn)
            break;
    }
    if (!broke.isEmpty())
        verdict.addFailure(QStringLiteral("At %1 the backend fails (5xx) at %2.").arg(door.what, broke.join(QStringLiteral(", "))));
    else if (hadFailed == verdict.hasFailed() && after == After::GoOn && isRead)
        verdict.addPass(QStringLiteral("At %1 nothing breaks that no client means.").arg(door.what));
    return after != After::Stop;
}

Verdict look(Site &site)
{
    const QList<Door> doors = doorsOf(site);
    if (doors.isEmpty())
        return Verdict::notApplicable(QStringLiteral("The profile has nothing that takes JSON from anybody."));
    if (!isAlive(site))
        return Verdict::inconclusive(QStringLiteral("The backend does not answer, whatever it is sent."));
    Verdict verdict;
    bool goesOn = true;
    for (const Door &door : doors)
        goesOn = goesOn && lookAt(site, door, verdict);
    if (goesOn && !isAlive(site))
        verdict.addFailure(QStringLiteral("The backend answers nobody any more."));
    return verdict;
}

} // namespace

Check badInput()
{
    return {
        36,
        QStringLiteral("bad-input"),
        QStringLiteral("Broken, wrong and large input is refused, and breaks nothing"),
        Severity::Medium,
        Mode::Stress,
        {reference(QStringLiteral("WSTG-INPV")), reference(QStringLiteral("WSTG-ERRH-01"))},
        QStringLiteral("Look at the type of every field before it is used, limit the size of a body, and end the chain with a handler for "
                       "errors.\n\napp.use(express.json({ limit: '100kb' }));\nif (typeof email !== 'string') return res.status(422).json(error);\n"
                       "app.use((err, req, res, next) => res.status(err.status ?? 500).json({ error: { code: 'invalid_request' } }));"),
        &look};
}

} // namespace keyturn::audit::checks
