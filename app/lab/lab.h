// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lab/course.h"
#include "lab/serverfaults.h"

#include <QSet>

namespace keyturn::lab {

/// Experiments with the life of an account's tokens: what happens when a token runs out, is used twice, is lost? They are done with the account as it
/// is, so some of them may end its session; mayEndSession() says which.
class Lab final : public QObject
{
    Q_OBJECT
public:
    /// What @p services and @p http name must outlive it.
    Lab(const Services &services, net::HttpClient &http, const storage::ProfileStore &profiles, QObject *parent = nullptr);

    /// Any of them but Skew, for which there is skew(). One at a time for each account. A report also where something failed on the way; errors:
    /// TokenManager::held()'s; Rejected `lab_busy`, `lab_needs_refresh_token`.
    [[nodiscard]] core::Async<Report> run(const model::AccountId &id, Experiment experiment);
    /// Sets this program's clock, as setAhead(), and then asks for a token of @p id. Errors as run()'s; the clock is set all the same.
    [[nodiscard]] core::Async<Report> skew(const model::AccountId &id, std::chrono::seconds ahead);
    /// This program's clock, for what judges tokens, from now on until the program ends; 0: it is right. At most SkewedClock::most.
    /// What was stored meanwhile has times by the wrong clock, which other programs take for right: when it is right again, they are corrected. The
    /// answer comes when that is done.
    [[nodiscard]] core::Async<void> setAhead(std::chrono::seconds ahead);
    [[nodiscard]] std::chrono::seconds ahead() const { return m_services.skewed.ahead(); }

    [[nodiscard]] ServerFaults &faults() { return m_faults; }

Q_SIGNALS:
    void started(const keyturn::model::AccountId &id);
    /// Before the answer of run(): whoever writes it down is done by then.
    void finished(const keyturn::model::AccountId &id, const keyturn::lab::Report &report);
    void clockSet(std::chrono::seconds ahead);

private:
    [[nodiscard]] core::Async<Report> begin(const model::AccountId &id, Experiment experiment);
    [[nodiscard]] core::Async<void> redate();

    Services m_services;
    ServerFaults m_faults;
    QSet<model::AccountId> m_running;
    QHash<model::AccountId, std::chrono::seconds> m_misdated; ///< Whose tokens were stored under the wrong clock, and how wrong it was.
};

} // namespace keyturn::lab
