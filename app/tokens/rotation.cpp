// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/rotation.h"

#include "core/logging.h"
#include "tokens/tokenlife.h"
#include "tokens/vault.h"

#include <QPointer>

namespace keyturn::tokens {

namespace {

using core::Error;
using core::ErrorKind;

/// How long another process may hold the lock: its own deadline for the POST, and the keychain's patience.
constexpr std::chrono::seconds lockPatience{75};

/// One refresh under way. Its members stand in the order of its steps.
class Run : public QObject
{
public:
    Run(Services &services, RotationRequest request, PublishRotation publish, QObject *parent)
        : QObject(parent), m_services(services), m_request(std::move(request)), m_publish(std::move(publish))
    { }

    core::Async<void> start()
    {
        if (m_request.unsaved) {
            m_lock = m_request.unsaved->lock;
            spend(m_request.unsaved->held);
            return m_done.future();
        }
        m_onStop.emplace(m_request.stop, [this] {
            if (!m_lock)
                end(Error{ErrorKind::Cancelled, QStringLiteral("stopped"), {}});
        });
        core::whenDone(storage::FileLock::acquire(m_services.clock, m_services.lockFile(m_request.id), lockPatience, this), this,
                       [this](const core::Result<storage::FileLock> &lock) {
                           if (m_ended)
                               return;
                           if (!lock.ok())
                               return end(lock.error());
                           m_lock = *lock;
                           readAgain();
                       });
        return m_done.future();
    }

private:
    /// Another process may have rotated while we waited for the lock: then its tokens serve, and ours are spent.
    void readAgain()
    {
        core::whenDone(mendAndRead(m_services, m_request.id, this), this, [this](const core::Result<Held> &held) {
            if (!held.ok())
                return end(held.error());
            if (serves(held->tokens))
                return end(RotationOutcome{*held, false, {}, {}});
            if (!held->tokens.canRefresh())
                return withoutRefreshToken(*held);
            spend(*held);
        });
    }

    [[nodiscard]] bool serves(const model::TokenSet &tokens) const
    {
        const bool valid = TokenLife(tokens, m_services.clock).serves(m_services.clock, m_request.minValidity);
        if (!m_request.force)
            return valid;
        return valid && !m_request.rejected.isEmpty() && !(tokens.accessToken == m_request.rejected);
    }

    void withoutRefreshToken(const Held &held)
    {
        const Error error{ErrorKind::SignInAgain, QStringLiteral("no_refresh_token"), {}};
        if (m_request.force && !m_request.rejected.isEmpty())
            return refused(held, error);
        // Nobody refused it: where the clock still gives it time the account stands; where the clock alone says that its time is over, the record
        // stays as it is, for a clock can be wrong and be set right again (FAULTS 55).
        if (TokenLife(held.tokens, m_services.clock).isValid(m_services.clock, std::chrono::milliseconds(0)))
            return end(Error{ErrorKind::Rejected, QStringLiteral("not_renewable"), {}});
        end(error);
    }

    void spend(const Held &held)
    {
        if (m_request.unsaved)
            return post(held, held.account.generation); // the journal of the rotation before still says where the answer goes
        // Synced before the POST: should we die after it, the next start looks into slot `next` too.
        const quint64 next = held.account.generation + 1;
        if (const core::Result<void> noted = m_services.journal.begin(held.account.id, {held.account.generation, next}); !noted.ok())
            return end(noted.error());
        post(held, next);
    }

    void post(const Held &held, quint64 next)
    {
        core::whenDone(m_services.refresher.refresh(held.account, held.tokens, m_request.stop), this,
                       [this, held, next](const core::Result<model::TokenSet> &tokens) {
                           if (tokens.ok()) {
                               Held fresh{held.account, *tokens};
                               fresh.account.generation = next;
                               store(held, fresh);
                           } else if (tokens.error().kind == ErrorKind::SignInAgain) {
                               lookForOthers(held, tokens.error());
                           } else {
                               kept(tokens.error());
                           }
                       });
    }

    void store(const Held &old, const Held &fresh)
    {
        const bool rotated = !(old.tokens.refreshToken == fresh.tokens.refreshToken);
        core::whenDone(save(m_services, fresh, this), this, [this, rotated, fresh](const core::Result<Held> &saved) {
            if (!saved.ok()) {
                qCWarning(core::lcTokens) << "new tokens could not be stored:" << saved.error().code;
                if (isOvertaken(saved.error()))
                    return end(saved.error()); // save() has seen to the journal
                return end(RotationOutcome{fresh, true, Unsaved{fresh, *m_lock}, saved.error(), rotated});
            }
            if (!publish(RotationOutcome{*saved, true, {}, {}, rotated}))
                return;
            const quint64 spent = fresh.account.generation - 1;
            core::whenDone(cleanUp(m_services, m_request.id, spent, this), this, [this](const core::Result<void> &cleaned) {
                if (!cleaned.ok())
                    qCWarning(core::lcTokens) << "the spent slot is left for the next time:" << cleaned.error().code;
                finish();
            });
        });
    }

    /// A definite refusal counts only while the store still holds what was spent: with a lock that did not hold (FAULTS 97), another process may have
    /// rotated between our look and our POST, and then its tokens serve.
    void lookForOthers(const Held &spent, const Error &error)
    {
        if (m_request.unsaved)
            return refused(spent, error);
        core::whenDone(readHeld(m_services, m_request.id, this), this, [this, spent, error](const core::Result<Held> &found) {
            const bool others = found.ok() && !(found->tokens.refreshToken == spent.tokens.refreshToken);
            if (!others)
                return refused(spent, error);
            if (serves(found->tokens))
                return end(RotationOutcome{*found, false, {}, {}});
            kept(Error{ErrorKind::Storage, QStringLiteral("account_overtaken"), {}}); // the next attempt spends those
        });
    }

    /// The backend said no for good. The tokens stay in their slot, set aside by the record's standing.
    void refused(const Held &held, const Error &error)
    {
        const core::Result<model::Account> marked = m_services.accounts.update(held.account.id, [&](model::Account &record) {
            record.standing = model::SignInNeeded{error.code, m_services.clock.now()};
        });
        if (!marked.ok())
            qCWarning(core::lcTokens) << "the refusal could not be noted:" << marked.error().code;
        finishJournal();
        end(error);
    }

    /// No definite answer: the tokens are kept and tried again later. What could not be saved keeps its journal.
    void kept(const Error &error)
    {
        if (!m_request.unsaved)
            finishJournal();
        end(error);
    }

    void finishJournal()
    {
        if (const core::Result<void> done = m_services.journal.finish(m_request.id); !done.ok())
            qCWarning(core::lcTokens) << "the journal could not be cleared:" << done.error().code;
    }

    /// false where a listener ended us.
    bool publish(const core::Result<RotationOutcome> &outcome)
    {
        const QPointer<Run> alive(this);
        m_publish(outcome);
        return !alive.isNull();
    }

    void end(const core::Result<RotationOutcome> &outcome)
    {
        if (publish(outcome))
            finish();
    }

    void finish()
    {
        m_ended = true;
        m_request.unsaved.reset();
        m_lock.reset();
        m_done.finish({});
        deleteLater();
    }

    Services &m_services;
    RotationRequest m_request;
    PublishRotation m_publish;
    core::Promise<void> m_done;
    std::optional<storage::FileLock> m_lock;
    bool m_ended = false;
    std::optional<std::stop_callback<std::function<void()>>> m_onStop; ///< Last: its end waits for a call under way.
};

} // namespace

core::Async<void> rotate(Services &services, RotationRequest request, PublishRotation publish, QObject *context)
{
    return (new Run(services, std::move(request), std::move(publish), context))->start();
}

} // namespace keyturn::tokens
