// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/sender.h"

#include "console/sending.h"

#include <QBuffer>
#include <QPointer>

namespace keyturn::console {

namespace {

/// A volley under way.
struct Flight {
    core::Promise<Volley> promise;
    Volley volley;
    int landed = 0;
    Sender::Landed told;
};

std::shared_ptr<QIODevice> deviceOf(const QByteArray &bytes)
{
    auto buffer = std::make_shared<QBuffer>();
    buffer->setData(bytes); // which all of them share
    buffer->open(QIODevice::ReadOnly);
    return buffer;
}

Shot shotOf(const Answer &answer, std::chrono::milliseconds started)
{
    return {answer.status, answer.failure ? answer.failure->code : QString(), started, answer.timing.total};
}

} // namespace

core::Async<Answer> Sender::send(QNetworkAccessManager &manager, const Draft &draft, const QUrl &base, std::stop_token stop, Progress progress)
{
    core::Result<Prepared> prepared = prepare(draft, base);
    if (!prepared.ok())
        return core::ready<Answer>(prepared.error());
    auto *sending = new Sending(m_clock, std::move(prepared).value(), Sending::Body::Kept, std::move(progress), std::move(stop), this);
    return sending->start(manager, Sending::Measured::InParts);
}

core::Async<Volley> Sender::fire(QNetworkAccessManager &manager, const Draft &draft, const QUrl &base, int count, std::stop_token stop, Landed landed)
{
    if (count < 1 || count > mostShots)
        return core::ready<Volley>(core::Error{core::ErrorKind::Configuration, QStringLiteral("shots_invalid"),
                                               QStringLiteral("1 to %1 requests go out at once").arg(mostShots)});
    const core::Result<Prepared> prepared = prepare(draft, base);
    if (!prepared.ok())
        return core::ready<Volley>(prepared.error());
    if (prepared->body && prepared->body->size() > mostShotBytes)
        return core::ready<Volley>(core::Error{core::ErrorKind::Configuration, QStringLiteral("shots_too_large"),
                                               QStringLiteral("a body of more than %1 MB is sent one at a time").arg(mostShotBytes >> 20)});
    const QByteArray body = prepared->body ? prepared->body->readAll() : QByteArray(); // not a file open for each of them
    std::vector<Sending *> sendings;
    for (int i = 0; i < count; ++i) {
        Prepared one{prepared->request, prepared->method, prepared->body ? deviceOf(body) : nullptr};
        sendings.push_back(new Sending(m_clock, std::move(one), Sending::Body::ThrownAway, {}, stop, this));
    }
    const auto flight = std::make_shared<Flight>();
    flight->volley.shots.resize(count);
    flight->told = std::move(landed);
    const std::chrono::milliseconds first = m_clock.monotonic();
    for (int i = 0; i < count; ++i) {
        const std::chrono::milliseconds started = m_clock.monotonic() - first;
        core::whenDone(sendings[size_t(i)]->start(manager, Sending::Measured::AsAWhole), this,
                       [flight, i, started, count](const core::Result<Answer> &answer) {
                           if (!answer.ok()) {
                               flight->promise.finish(answer.error());
                               return;
                           }
                           flight->volley.shots[i] = shotOf(*answer, started);
                           ++flight->landed;
                           if (flight->told)
                               flight->told(flight->landed);
                           if (flight->landed == count)
                               flight->promise.finish(flight->volley);
                       });
    }
    return flight->promise.future();
}

} // namespace keyturn::console
