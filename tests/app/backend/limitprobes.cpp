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
