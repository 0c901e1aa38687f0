// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/site.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace keyturn::audit {

const Answer &Site::firstPage()
{
    if (!m_firstPage)
        m_firstPage = get(address(QStringLiteral("/")));
    return *m_firstPage;
}

const QList<Sight> &Site::tour()
{
    if (!m_tour) {
        m_tour.emplace();
        seeAnybodys();
        seeOwners();
    }
    return *m_tour;
}

void Site::seeAnybodys()
{
    m_tour->append({sights::firstPage, firstPage()});
    m_tour->append({sights::unknownPage, get(address(QStringLiteral("/keyturn-audit-") + randomWord()))});
    if (const core::Result<Answer> refused = whoAmI(); refused.ok())
        m_tour->append({sights::nobody, *refused});
    if (!profile().password)
        return;
    // Broken, so that nobody's attempts are counted.
    if (core::Result<net::HttpRequest> broken =
            request(profile().password->signIn, {{{QStringLiteral("user"), QString()}}, {{QStringLiteral("password"), core::Secret()}}});
        broken.ok()) {
        broken.value().body = core::Secret(QByteArrayView("{\"keyturn\":"));
        m_tour->append({sights::brokenSignIn, ask(*broken)});
    }
}

void Site::seeOwners()
{
    const core::Result<Visit> visit = signIn();
    if (!visit.ok())
        return;
    m_tour->append({sights::signIn, visit->answer});
    if (const core::Result<Answer> who = whoAmI(visit->tokens.accessToken); who.ok())
        m_tour->append({sights::person, *who});
    if (const core::Result<Renewal> renewal = refresh(visit->tokens); renewal.ok())
        m_tour->append({sights::refresh, renewal->answer});
}

bool Site::canMoveClock()
{
    if (!m_movesClock) {
        const Answer faults = isLoopback() ? get(address(QStringLiteral("/__faults"))) : Answer();
        m_movesClock = faults.status == 200 && faults.json().isObject();
    }
    return *m_movesClock;
}

core::Result<void> Site::passTime(std::chrono::seconds time)
{
    if (canMoveClock()) {
        const std::chrono::seconds moved = m_moved + time;
        resetTime();
        net::HttpRequest request;
        request.method = "POST";
        request.url = address(QStringLiteral("/__faults"));
        request.headers = {{"Content-Type", "application/json"}};
        const QJsonObject body{{QStringLiteral("fault"), QStringLiteral("clock-skew=%1").arg(moved.count())}};
        request.body = core::Secret(QJsonDocument(body).toJson(QJsonDocument::Compact));
        const Answer armed = ask(request);
        m_skewId = armed.json().toObject().value(QStringLiteral("id")).toVariant().toString();
        if (armed.status == 201 && !m_skewId.isEmpty()) {
            m_moved = moved;
            return {};
        }
    }
    if (time > m_target.limits.patience)
        return core::Error{core::ErrorKind::Offline, QStringLiteral("too_long"),
                           QStringLiteral("It would take %1 seconds to see, and the audit waits for %2 at the most (--patience).")
                               .arg(time.count())
                               .arg(m_target.limits.patience.count())};
    if (!m_wire.pause(time))
        return core::Error{core::ErrorKind::Cancelled, QStringLiteral("stopped"), QStringLiteral("The audit was stopped.")};
    return {};
}

void Site::resetTime()
{
    if (m_skewId.isEmpty())
        return;
    net::HttpRequest request;
    request.method = "DELETE";
    request.url = address(QStringLiteral("/__faults/") + std::exchange(m_skewId, QString()));
    (void)ask(request);
    m_moved = std::chrono::seconds(0);
}

} // namespace keyturn::audit
