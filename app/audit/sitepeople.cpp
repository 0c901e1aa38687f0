// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/requestfields.h"
#include "audit/site.h"

namespace keyturn::audit {

namespace {

core::Error none(const char *code, const QString &sentence)
{
    return {core::ErrorKind::Configuration, QLatin1String(code), sentence};
}

constexpr int longestMadePassword = 64;

} // namespace

core::Result<Person> Site::owner()
{
    if (m_target.account)
        return *m_target.account;
    if (m_registered)
        return *m_registered;
    if (!m_target.mayRegister)
        return none("no_account", QStringLiteral("This needs a test account, which was not given."));
    const Person person = stranger();
    const core::Result<Answer> answer = tryRegister(person);
    if (!answer.ok())
        return answer.error();
    if (answer->isRateLimited())
        return core::Error{core::ErrorKind::RateLimited, QStringLiteral("rate_limited"),
                           QStringLiteral("The backend's rate limit stopped the audit's registrations: raise it for the audit, or try again later.")};
    if (!answer->isGood())
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("registration_failed"),
                           QStringLiteral("No test account could be registered: %1.").arg(answer->told())};
    m_registered = person;
    return person;
}

/// Mail to such a one comes to whoever gave the test account (RFC 5233), or to nobody (RFC 2606 §3).
Person Site::stranger()
{
    Person person;
    const QString word = QStringLiteral("kt") + randomWord();
    const QString user = m_target.account ? m_target.account->user : QString();
    const qsizetype at = user.lastIndexOf(u'@');
    person.user = at > 0 ? user.left(at).section(u'+', 0, 0) + u'+' + word + user.mid(at) : word + QStringLiteral("@example.com");
    person.password = goodPassword();
    return person;
}

core::Secret Site::goodPassword(int length)
{
    const model::PasswordRules rules = profile().password ? profile().password->rules : model::PasswordRules();
    const int most = rules.maximumLength > 0 ? rules.maximumLength : longestMadePassword;
    const int wanted = qBound(rules.minimumLength, length, qMax(rules.minimumLength, most));
    return core::Secret::fromText(QStringLiteral("Kt5-") + randomWord(qMax(4, wanted - 4))); // one of each kind
}

core::Result<Answer> Site::tryRegister(const Person &person, const QJsonObject &more)
{
    if (!profile().password || !profile().password->registration)
        return none("not_applicable", QStringLiteral("The profile has no registration."));
    if (!m_target.mayRegister)
        return none("registration_not_allowed", QStringLiteral("This registers accounts, which was not allowed (--register)."));
    const backendapi::Placeholders values{{{QStringLiteral("user"), person.user}, {QStringLiteral("name"), person.name}},
                                          {{QStringLiteral("password"), person.password}}};
    core::Result<net::HttpRequest> built = request(*profile().password->registration, values);
    if (!built.ok())
        return built.error();
    if (std::optional<QJsonObject> fields = more.isEmpty() ? std::nullopt : fieldsOf(*built)) {
        for (auto it = more.begin(); it != more.end(); ++it)
            fields->insert(it.key(), it.value());
        setFields(built.value(), *fields);
    }
    if (const core::Result<void> ready = protect(built.value(), {}); !ready.ok())
        return ready.error();
    const Answer answer = ask(*built);
    if (answer.isGood())
        m_meter.countRegistration();
    return answer;
}

core::Result<Visit> Site::newcomer()
{
    const Person person = stranger();
    const core::Result<Answer> answer = tryRegister(person);
    if (!answer.ok())
        return answer.error();
    if (core::Result<Visit> visit = read(*answer, person); visit.ok() || !answer->isGood())
        return visit;
    return signIn(person); // a registration need not sign in
}

} // namespace keyturn::audit
