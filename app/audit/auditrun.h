// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report.h"
#include "audit/target.h"
#include "core/async.h"
#include "core/clock.h"
#include "core/random.h"
#include "net/httpclient.h"

#include <QObject>

#include <memory>

class QThread;

namespace keyturn::audit {

/// How far an audit has come.
struct Progress {
    int done = 0; ///< Checks.
    int of = 0;
    QString title; ///< Of the check that looks now; empty at the end.
    int requests = 0;
};

/// One audit: the checks one after another, the passive ones first, those that stress last, in a thread of its own.
class AuditRun final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive it. @p http should go by no pauses and record nothing: the run does both itself.
    AuditRun(Target target, core::Clock &clock, core::Random &random, net::HttpClient &http, QObject *parent = nullptr);
    /// Stops it.
    ~AuditRun() override;

    /// Once. Errors: Configuration `target_missing` where the profile has no address of a backend. Whatever else keeps a check from looking is its
    /// own outcome, or Report::stopped.
    [[nodiscard]] core::Async<Report> start();
    /// What was found so far becomes the report; the rest is inconclusive.
    void stop();
    [[nodiscard]] net::ExchangeLog &exchanges(); ///< Live.

Q_SIGNALS:
    void progressed(const keyturn::audit::Progress &progress);
    void found(const keyturn::audit::CheckResult &result); ///< In the order in which they look.

private:
    class Parts;
    struct Finding {
        Check check;
        Verdict verdict;
        quint64 first = 0; ///< Of the exchanges that it made.
        quint64 last = 0;
        bool wasReached = true;
    };
    void look(const QList<Check> &checks);
    [[nodiscard]] Finding lookAt(const Check &check, class Site &site);
    void take(const Finding &finding);
    void finish();
    [[nodiscard]] QString obstacle() const;

    Target m_target;
    core::Clock &m_clock;
    core::Random &m_random;
    std::unique_ptr<Parts> m_parts;
    std::unique_ptr<QThread> m_thread;
    core::Promise<Report> m_promise;
    Report m_report;
    std::chrono::milliseconds m_begun{0};
    int m_of = 0;
    QString m_silence; ///< Why nobody answered the first request; empty: somebody did. The audit's thread's.
};

/// The checks that look at @p target, in their order; by what was consented to and what was chosen.
[[nodiscard]] QList<Check> chosenChecks(const Target &target);

} // namespace keyturn::audit
