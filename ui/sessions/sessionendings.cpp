// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/sessions/sessionendings.h"

#include "ui/common/sentences.h"

#include <QSet>

#include <algorithm>

namespace keyturn::ui::sessions {

namespace {

QSet<model::SessionId> livingIn(const history::KnownSessions &known)
{
    QSet<model::SessionId> alive;
    for (const history::KnownSession &one : known.sessions) {
        if (!one.session.endedAt.isValid())
            alive.insert(one.session.id);
    }
    return alive;
}

/// Rather than one that was too slow, or failed, at this one request: that stays true beside a list that came.
bool isAway(const core::Error &error)
{
    return error.kind == core::ErrorKind::Offline && error.code != QLatin1String("timeout") && error.code != QLatin1String("server_error");
}

QString answersAgain(const QString &backend)
{
    return SessionEndings::tr("%1 could not do this when it was asked, and answers again now. The session is still signed in; try again.")
        .arg(backend);
}

} // namespace

struct SessionEndings::Run {
    Ending ending;
    QList<model::SessionId> rest; ///< Not asked for yet.
    int open = 0; ///< Requests under way.
    QHash<model::SessionId, core::Error> errors;
    std::optional<core::Error> challenge; ///< The backend wants a proof: it would want one for each of the rest as well.
};

Ending SessionEndings::fresh(const Ending &ending)
{
    Ending wanted = ending;
    const Doings &doings = m_doings[ending.account];
    wanted.sessions.removeIf([&doings](const model::SessionId &session) {
        const RowState state = doings.value(session).state;
        return session.isEmpty() || state == RowState::Waiting || state == RowState::Ending;
    });
    return wanted;
}

void SessionEndings::setState(const Ending &ending, RowState state)
{
    Doings &doings = m_doings[ending.account];
    for (const model::SessionId &session : ending.sessions)
        doings.insert(session, {state});
    Q_EMIT changed(ending.account);
}

void SessionEndings::plan(const Ending &ending)
{
    const Ending wanted = fresh(ending);
    if (wanted.sessions.isEmpty())
        return;
    const quint64 number = ++m_numbers;
    m_waiting.push_back({number, wanted, m_port.clock().monotonic() + thinkingTime});
    setState(wanted, RowState::Waiting);
    m_port.clock().callAfter(thinkingTime, this, [this, number] { over(number); });
}

void SessionEndings::begin(const Ending &ending)
{
    const Ending wanted = fresh(ending);
    if (!wanted.sessions.isEmpty())
        run(wanted);
}

void SessionEndings::over(quint64 number)
{
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(), [number](const Waiting &one) { return one.number == number; });
    if (found == m_waiting.end())
        return;
    const Ending ending = found->ending;
    m_waiting.erase(found);
    run(ending);
}

void SessionEndings::undo(const model::AccountId &account, const QList<model::SessionId> &sessions)
{
    const QSet<model::SessionId> kept(sessions.begin(), sessions.end());
    Doings &doings = m_doings[account];
    for (Waiting &waiting : m_waiting) {
        if (waiting.ending.account != account)
            continue;
        QList<model::SessionId> &all = waiting.ending.sessions;
        all.removeIf([&](const model::SessionId &session) { return kept.contains(session) && doings.remove(session) > 0; });
        waiting.ending.others = false; // whichever they belonged to: the one request for all would end the kept ones too
    }
    std::erase_if(m_waiting, [](const Waiting &waiting) { return waiting.ending.sessions.isEmpty(); });
    Q_EMIT changed(account);
    tellSettled();
}

void SessionEndings::undoAll()
{
    QMap<model::AccountId, QList<model::SessionId>> sessions;
    for (const Waiting &waiting : m_waiting)
        sessions[waiting.ending.account] += waiting.ending.sessions;
    for (auto it = sessions.constBegin(); it != sessions.constEnd(); ++it)
        undo(it.key(), *it);
}

void SessionEndings::hurry()
{
    for (const Waiting &waiting : std::exchange(m_waiting, {}))
        run(waiting.ending);
}

core::Async<void> SessionEndings::settled()
{
    m_settled.emplace_back();
    const core::Async<void> answer = m_settled.back().future();
    tellSettled();
    return answer;
}

void SessionEndings::tellSettled()
{
    if (m_running > 0 || !m_waiting.empty())
        return;
    for (const core::Promise<void> &waiting : std::exchange(m_settled, {}))
        waiting.finish({});
}

QMap<model::AccountId, int> SessionEndings::waiting() const
{
    QMap<model::AccountId, int> counts;
    for (const Waiting &waiting : m_waiting)
        counts[waiting.ending.account] += static_cast<int>(waiting.ending.sessions.size());
    return counts;
}

std::chrono::milliseconds SessionEndings::timeLeft() const
{
    std::chrono::milliseconds left{0};
    for (const Waiting &waiting : m_waiting)
        left = std::max(left, waiting.end - m_port.clock().monotonic());
    return left;
}

const Doings &SessionEndings::of(const model::AccountId &account)
{
    return m_doings[account];
}

void SessionEndings::seen(const model::AccountId &account, const history::KnownSessions &known)
{
    const QSet<model::SessionId> alive = livingIn(known);
    Doings &doings = m_doings[account];
    // What runs is told of when it is over.
    doings.removeIf([&alive](const auto &entry) { return entry->state != RowState::Ending && !alive.contains(entry.key()); });
    for (Doing &doing : doings) {
        if (std::exchange(doing.unanswered, false))
            doing.failure = answersAgain(m_port.backendName(account));
    }
    for (Waiting &waiting : m_waiting) {
        if (waiting.ending.account == account)
            waiting.ending.sessions.removeIf([&alive](const model::SessionId &session) { return !alive.contains(session); });
    }
    std::erase_if(m_waiting, [](const Waiting &waiting) { return waiting.ending.sessions.isEmpty(); });
    Q_EMIT changed(account);
    tellSettled();
}

void SessionEndings::run(const Ending &ending)
{
    ++m_running;
    setState(ending, RowState::Ending);
    const auto run = std::make_shared<Run>();
    run->ending = ending;
    run->rest = ending.sessions;
    if (!ending.others)
        return ask(run);
    run->rest.clear();
    run->open = 1;
    core::whenDone(m_port.revokeOthers(ending.account), this,
                   [this, run](const core::Result<void> &result) { answered(run, run->ending.sessions, result); });
}

void SessionEndings::ask(const std::shared_ptr<Run> &run)
{
    while (!run->rest.isEmpty() && run->open < atOnce) {
        const model::SessionId session = run->rest.takeFirst();
        ++run->open;
        core::whenDone(m_port.revoke(run->ending.account, session), this,
                       [this, run, session](const core::Result<void> &result) { answered(run, {session}, result); });
    }
    if (run->open == 0)
        prove(run);
}

void SessionEndings::answered(const std::shared_ptr<Run> &run, const QList<model::SessionId> &sessions, const core::Result<void> &result)
{
    --run->open;
    if (!result.ok()) {
        for (const model::SessionId &session : sessions)
            run->errors.insert(session, result.error());
        if (!run->ending.proved && keyturn::accounts::stepUpAskedBy(result.error())) {
            run->challenge = result.error();
            for (const model::SessionId &session : std::exchange(run->rest, {}))
                run->errors.insert(session, result.error());
        }
    }
    ask(run);
}

/// Whatever the backend answered: what it lists now is what counts.
void SessionEndings::prove(const std::shared_ptr<Run> &run)
{
    core::whenDone(m_port.list(run->ending.account), this, [this, run](const core::Result<history::KnownSessions> &known) {
        Q_EMIT listed(run->ending.account, known);
        settle(*run, known);
        --m_running;
        tellSettled();
    });
}

void SessionEndings::settle(const Run &run, const core::Result<history::KnownSessions> &known)
{
    const QSet<model::SessionId> alive = known.ok() ? livingIn(*known) : QSet<model::SessionId>();
    const QString backend = m_port.backendName(run.ending.account);
    Doings &doings = m_doings[run.ending.account];
    Ending refused = run.ending;
    refused.sessions.clear();
    for (const model::SessionId &session : run.ending.sessions) {
        const auto error = run.errors.constFind(session);
        const bool failed = error != run.errors.constEnd();
        if (known.ok() && !alive.contains(session)) {
            doings.remove(session);
            continue;
        }
        QString sentence;
        bool unanswered = false;
        if (failed && known.ok() && isAway(*error)) {
            sentence = answersAgain(backend);
        } else if (failed) {
            unanswered = error->kind == core::ErrorKind::Offline;
            const auto wanted = keyturn::accounts::stepUpAskedBy(*error);
            sentence = common::sentenceFor(wanted && run.ending.proved ? common::unmetStepUp() : *error, backend);
            if (wanted && !run.ending.proved)
                refused.sessions += session;
        } else if (!known.ok()) {
            sentence = tr("%1 accepted this, but its list could not be read to prove it.").arg(backend);
        } else {
            sentence = common::sentenceFor({core::ErrorKind::Rejected, QStringLiteral("still_listed"), {}}, backend);
        }
        doings.insert(session, {RowState::Failed, sentence, unanswered});
    }
    Q_EMIT changed(run.ending.account);
    if (!refused.sessions.isEmpty() && run.challenge)
        Q_EMIT stepUpAsked(refused, *run.challenge, *keyturn::accounts::stepUpAskedBy(*run.challenge));
}

} // namespace keyturn::ui::sessions
