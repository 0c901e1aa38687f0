// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "defectprobes.h"

namespace keyturn::backend {

namespace {

constexpr int allowed = 3;

QStringList limited(const QStringList &more = {})
{
    return QStringList{QStringLiteral("--rate-limit"), QStringLiteral("%1/600").arg(allowed)} + more;
}

/// The answer to one failed sign-in more than is allowed, @p who telling for each one the person and the headers.
struct Try {
    QJsonObject person;
    SentHeaders headers;
};

Answer oneTooMany(DefectSite &site, const std::function<Try(int)> &who)
{
    Answer answer;
    for (int i = 0; i <= allowed; ++i) {
        const Try one = who(i);
        answer = site.http().postJson("/api/auth/login", one.person, one.headers);
    }
    return answer;
}

SentHeaders forwardedFor(int number)
{
    return {{"X-Forwarded-For", "203.0.113." + QByteArray::number(number + 1)}};
}

/// How the backend answers to one registration, and one refresh of a session, more than is allowed.
int lastRegistration(DefectSite &site)
{
    int status = 0;
    for (int i = 0; i <= allowed; ++i)
        status = site.http().postJson("/api/auth/register", site.somebody()).status;
    return status;
}

int lastRefresh(DefectSite &site)
{
    const QString name = QStringLiteral("refreshToken");
    QJsonValue token = site.tokens().value(name);
    int status = 0;
    for (int i = 0; i <= allowed; ++i) {
        const Answer answer = site.refresh(token);
        status = answer.status;
        token = answer.json().value(name);
    }
    return status;
}

int lastSignIn(DefectSite &site)
{
    const QJsonObject person = site.somebody();
    return oneTooMany(site, [&](int) { return Try{person, {}}; }).status;
}

/// The three that AUDIT 30 asks for, each with the answer to one too many where nothing is counted.
Probe unlimited(const char *what)
{
    return [name = QByteArray(what)](DefectSite &site) {
        const auto counting = site.with(limited());
        const int refresh = lastRefresh(*counting);
        const int registration = lastRegistration(*counting);
        const int signIn = lastSignIn(*counting);
        return refresh == (name == "refresh" ? 200 : 429) && registration == (name == "registration" ? 201 : 429)
            && signIn == (name == "sign-in" ? 401 : 429);
    };
}

} // namespace

Probes limitProbes()
{
    return {
        {QStringLiteral("no-rate-limits"),
         [](DefectSite &site) {
             const auto counting = site.with(limited());
             const QJsonObject person = counting->somebody();
             return oneTooMany(*counting, [&](int) { return Try{person, {}}; }).status == 401;
         }},
        {QStringLiteral("unlimited-sign-in"), unlimited("sign-in")},
        {QStringLiteral("unlimited-registration"), unlimited("registration")},
        {QStringLiteral("unlimited-refresh"), unlimited("refresh")},
        {QStringLiteral("silent-limits"),
         [](DefectSite &site) {
             const auto counting = site.with(limited());
             const QJsonObject person = counting->somebody();
             const Answer answer = oneTooMany(*counting, [&](int) { return Try{person, {}}; });
             return answer.status == 429 && answer.header("retry-after").isEmpty() && answer.header("ratelimit").isEmpty()
                 && answer.header("ratelimit-policy").isEmpty();
         }},
        {QStringLiteral("forwarded-for-believed"),
         [](DefectSite &site) {
             const auto counting = site.with(limited());
             return oneTooMany(*counting, [&](int i) { return Try{counting->somebody(), forwardedFor(i)}; }).status == 401;
         }},
        {QStringLiteral("no-account-limit"),
         [](DefectSite &site) {
             const auto counting = site.with(limited({QStringLiteral("--trusted-proxy"), QStringLiteral("127.0.0.1")}));
             const QJsonObject person = counting->somebody();
             return oneTooMany(*counting,
                               [&](int i) {
                                   return Try{person, forwardedFor(i)};
                               })
                        .status
                 == 401
                 && oneTooMany(*counting,
                               [&](int) {
                                   return Try{counting->somebody(), forwardedFor(100)};
                               })
                        .status
                 == 429;
         }},
    };
}

} // namespace keyturn::backend
