// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/auditrun.h"

#include "audit/site.h"
#include "backendapi/csrfclient.h"

#include <QThread>

#include <algorithm>

namespace keyturn::audit {

namespace {

constexpr int shownExchanges = 3;
constexpr int mayEndTheBackend = 36; // the check that does looks last
constexpr qsizetype mostExchanges = 3000;

bool isNamed(const QList<int> &numbers, const Check &check)
{
    return numbers.contains(check.number);
}

} // namespace

QList<Check> chosenChecks(const Target &target)
{
    QList<Check> chosen;
    const bool hasAccount = target.account || target.mayRegister;
    for (const Check &check : allChecks()) {
        const bool consented = check.mode == Mode::Passive || (hasAccount && (check.mode == Mode::Active || target.mayStress));
        if (consented && (target.only.isEmpty() || isNamed(target.only, check)) && !isNamed(target.skip, check))
            chosen.append(check);
    }
    const auto key = [](const Check &check) { return std::pair(check.mode, check.number == mayEndTheBackend); };
    std::stable_sort(chosen.begin(), chosen.end(), [&key](const Check &a, const Check &b) { return key(a) < key(b); });
    return chosen;
}

/// What lives in the network's thread.
class AuditRun::Parts
{
public:
    Parts(const Target &target, core::Clock &clock, net::HttpClient &http)
        : meter(clock, target.limits),
          client(std::make_unique<MeteredClient>(clock, http, log, meter, target)),
          csrf(std::make_unique<backendapi::CsrfClient>(clock, *client)),
          wire(*client, *csrf)
    { }

    net::ExchangeLog log{mostExchanges};
    Meter meter;
    std::unique_ptr<MeteredClient> client;
    std::unique_ptr<backendapi::CsrfClient> csrf;
    Wire wire;
};

AuditRun::AuditRun(Target target, core::Clock &clock, core::Random &random, net::HttpClient &http, QObject *parent)
    : QObject(parent), m_target(std::move(target)), m_clock(clock), m_random(random), m_parts(std::make_unique<Parts>(m_target, clock, http))
{ }

AuditRun::~AuditRun()
{
    m_parts->wire.close();
    m_parts->csrf.reset();
    m_parts->client.reset(); // whoever waits for an answer is told now that none comes
    if (m_thread)
        m_thread->wait();
}

net::ExchangeLog &AuditRun::exchanges()
{
    return m_parts->log;
}

core::Async<Report> AuditRun::start()
{
    if (m_target.profile.baseUrl.host().isEmpty())
        return core::ready<Report>(core::Error{core::ErrorKind::Configuration, QStringLiteral("target_missing"),
                                               QStringLiteral("The profile %1 has no address of a backend.").arg(m_target.profile.id.toString())});
    m_begun = m_clock.monotonic();
    m_report.target = m_target.profile.baseUrl;
    m_report.profile = m_target.profile.name;
    m_report.startedAt = m_clock.now();
    const QList<Check> checks = chosenChecks(m_target);
    m_of = static_cast<int>(checks.size());
    m_thread.reset(QThread::create([this, checks] { look(checks); }));
    connect(m_thread.get(), &QThread::finished, this, &AuditRun::finish);
    m_thread->start();
    return m_promise.future();
}

void AuditRun::stop()
{
    m_parts->wire.close();
}

/// In the audit's thread.
void AuditRun::look(const QList<Check> &checks)
{
    Site site(m_target, m_parts->wire, m_parts->meter, m_clock, m_random);
    m_parts->wire.setPurpose(QStringLiteral("audit"));
    if (const Answer &first = site.firstPage(); !first.arrived()) // whether anybody is there at all
        m_silence = first.failure ? first.failure->code : QString();
    for (const Check &check : checks) {
        const Finding finding = lookAt(check, site);
        QMetaObject::invokeMethod(
            this, [this, finding] { take(finding); }, Qt::QueuedConnection);
    }
}

AuditRun::Finding AuditRun::lookAt(const Check &check, Site &site)
{
    if (const QString why = obstacle(); !why.isEmpty())
        return {check, Verdict::inconclusive(why), 0, 0, false};
    m_parts->wire.setPurpose(QStringLiteral("audit %1 %2").arg(check.number).arg(check.id));
    m_parts->meter.setStressing(check.mode == Mode::Stress);
    const int sentBefore = m_parts->meter.requests();
    QMetaObject::invokeMethod(
        this,
        [this, title = check.title, sentBefore] {
            Q_EMIT progressed({static_cast<int>(m_report.results.size()), m_of, title, sentBefore});
        },
        Qt::QueuedConnection);
    Finding finding{check, check.look(site)};
    site.resetTime();
    finding.first = static_cast<quint64>(sentBefore) + 1;
    finding.last = static_cast<quint64>(m_parts->meter.requests());
    return finding;
}

/// Why no further check looks; empty: nothing is in the way.
QString AuditRun::obstacle() const
{
    if (m_parts->wire.isClosed())
        return QStringLiteral("The audit was stopped before this check.");
    if (m_parts->meter.isGone())
        return m_silence.isEmpty() ? QStringLiteral("The backend does not answer any more.")
                                   : QStringLiteral("The backend does not answer (%1).").arg(m_silence);
    const std::optional<core::Error> spent = m_parts->meter.spent();
    return spent ? spent->detail : QString();
}

void AuditRun::take(const Finding &finding)
{
    CheckResult result{finding.check, finding.verdict.outcome(), finding.verdict.evidence(), {}, false, finding.wasReached};
    QList<quint64> shown = finding.verdict.exchanges();
    for (quint64 number = finding.last; shown.isEmpty() && number >= finding.first && number > 0 && finding.last - number < shownExchanges; --number)
        shown.prepend(number);
    for (const net::Exchange &exchange : m_parts->log.exchanges()) {
        if (shown.contains(exchange.number))
            result.exchanges.append(exchange);
    }
    m_report.results.append(result);
    Q_EMIT found(result);
}

void AuditRun::finish()
{
    m_report.stopped = m_parts->wire.isClosed() ? QStringLiteral("The audit was stopped.") : obstacle();
    m_report.isSilent = m_parts->meter.isGone();
    m_report.duration = m_clock.monotonic() - m_begun;
    m_report.requests = m_parts->meter.requests();
    m_report.registered = m_parts->meter.registrations();
    sortResults(m_report.results);
    Q_EMIT progressed({m_of, m_of, {}, m_report.requests});
    m_promise.finish(m_report);
}

} // namespace keyturn::audit
