// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/limits/ratelimits.h"

#include "backend/answers.h"
#include "backend/limits/clientaddress.h"

#include <QMessageAuthenticationCode>

namespace keyturn::backend {

namespace {

using namespace std::chrono;

constexpr qsizetype digestBytes = 16;
constexpr auto addressName = "address";

QByteArray nameOf(const RateLimits::Rule &rule, qsizetype index)
{
    return index == 0 ? addressName : rule.accountName;
}

/// Whole seconds, at least one: who comes back then is not turned away for a moment's part.
qint64 secondsOf(milliseconds wait)
{
    return std::max<qint64>(1, ceil<seconds>(wait).count());
}

QString sentence(qint64 wait)
{
    if (wait < 120)
        return QStringLiteral("Too many attempts; please try again in %1 seconds.").arg(wait);
    return QStringLiteral("Too many attempts; please try again in %1 minutes.").arg(ceil<minutes>(seconds(wait)).count());
}

} // namespace

Response limitsUnreachable()
{
    Response response =
        errorAnswer(503, "limits_unreachable",
                    QStringLiteral("Attempts cannot be counted right now, and none is let through uncounted; please try again shortly."));
    response.headers.append(HttpHeader{"Retry-After", "2"});
    return response;
}

QByteArray RateLimits::keyOf(const char *scope, const char *name, const QByteArray &value) const
{
    QMessageAuthenticationCode code(QCryptographicHash::Sha256, m_parts.key.reveal().toByteArray());
    for (const QByteArray &part : {QByteArray(scope), QByteArray(name)})
        code.addData(part + '\0');
    code.addData(value);
    return code.result().left(digestBytes);
}

void RateLimits::guard(Router &router, const QByteArray &method, const QByteArray &pattern, const Rule &rule)
{
    if (m_parts.unlimited.contains(rule.scope))
        return;
    router.guard(method, pattern, [this, pattern, rule](const Call &call, const Replier &reply, const Router::Handler &next) {
        if (rule.applies && !rule.applies(call.request))
            return next(call, reply);
        Use use{pattern, rule, {keyOf(rule.scope, addressName, limitedNetwork(call.request.peer))}};
        if (rule.account && m_parts.byAccount) {
            const core::Result<QByteArray> account = rule.account(call.request);
            if (!account.ok())
                return reply(failureAnswer(account.error()));
            if (!account->isEmpty())
                use.keys.append(keyOf(rule.scope, rule.accountName, *account));
        }
        stand(std::move(use), call, reply, next);
    });
}

void RateLimits::guardHealth(Router &router)
{
    router.guard("GET", "/healthz", [this](const Call &call, const Replier &reply, const Router::Handler &next) {
        m_parts.limiter.ping([call, reply, next](const core::Result<void> &reached) {
            if (reached.ok())
                next(call, reply);
            else
                reply(limitsUnreachable());
        });
    });
}

void RateLimits::stand(Use use, const Call &call, const Replier &reply, const Router::Handler &next)
{
    const QList<QByteArray> keys = use.keys;
    m_parts.limiter.take(keys, [this, use = std::move(use), call, reply, next](core::Result<Taken> taken) mutable {
        if (!taken.ok()) {
            m_parts.metrics.countLimited(use.route, "unreachable");
            return reply(limitsUnreachable());
        }
        use.taken = std::move(taken).value();
        if (!use.taken.granted)
            return reply(refusal(use));
        next(call, counted(use, reply));
    });
}

/// The way back: gives back what the answer says was none, and then tells what is left.
Replier RateLimits::counted(const Use &use, const Replier &reply) const
{
    return Replier([this, use, reply](Response response) {
        const bool success = response.status < 300;
        const bool ours = response.status >= 500;
        Use rest = use;
        QList<QByteArray> spared;
        for (qsizetype i = 0; i < use.keys.size(); ++i) {
            if (!ours && !(success && (i == 0 ? use.rule.successSparesAddress : use.rule.successSparesAccount)))
                continue;
            spared.append(use.keys[i]);
            Allowance &allowance = rest.taken.allowances[i];
            if (++allowance.remaining == m_parts.policy.count)
                allowance.wait = milliseconds(0);
        }
        addFields(rest, response);
        if (spared.isEmpty())
            return reply(std::move(response));
        // What was done is done: where the counters are away now, one use more stands in them, and that is all.
        m_parts.limiter.giveBack(spared, use.taken.stamp, [reply, response](const core::Result<void> &) { reply(response); });
    });
}

Response RateLimits::refusal(const Use &use) const
{
    milliseconds wait(0);
    for (qsizetype i = 0; i < use.taken.allowances.size(); ++i) {
        if (use.taken.allowances[i].remaining > 0)
            continue;
        wait = std::max(wait, use.taken.allowances[i].wait);
        m_parts.metrics.countLimited(use.route, nameOf(use.rule, i));
    }
    Response response = errorAnswer(429, "rate_limited", sentence(secondsOf(wait)));
    response.headers.append(HttpHeader{"Retry-After", QByteArray::number(secondsOf(wait))});
    addFields(use, response);
    return response;
}

void RateLimits::addFields(const Use &use, Response &response) const
{
    QByteArray policies;
    QByteArray left;
    for (qsizetype i = 0; i < use.taken.allowances.size(); ++i) {
        const Allowance &allowance = use.taken.allowances[i];
        const QByteArray item = (i == 0 ? "\"" : ", \"") + nameOf(use.rule, i) + '"';
        policies += item + ";q=" + QByteArray::number(m_parts.policy.count) + ";w=" + QByteArray::number(qint64(m_parts.policy.window.count()));
        left += item + ";r=" + QByteArray::number(allowance.remaining);
        if (allowance.wait > milliseconds(0))
            left += ";t=" + QByteArray::number(secondsOf(allowance.wait));
    }
    response.headers.append(HttpHeader{"RateLimit-Policy", policies});
    response.headers.append(HttpHeader{"RateLimit", left});
}

} // namespace keyturn::backend
