// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "history/export.h"
#include "history/knownsession.h"

#include <QObject>
#include <QUrl>

namespace keyturn::ui::sessions {

/// What one account's backend offers about its sessions.
struct Support {
    bool listable = false;
    QUrl page; ///< The provider's own page; may be empty.
    QDateTime signedInAt = {}; ///< UTC; here, which is known where nothing else is.
    QDateTime lastUsedAt = {}; ///< UTC; here.
};

/// The sessions as the window sees them. application/ answers it from composition::Keyturn.
class SessionsPort : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual core::Clock &clock() = 0;
    [[nodiscard]] virtual QString backendName(const model::AccountId &id) const = 0;
    /// What the account is called in the window.
    [[nodiscard]] virtual QString accountName(const model::AccountId &id) const = 0;
    [[nodiscard]] virtual Support support(const model::AccountId &id) const = 0;
    /// What the backend lists now, and what this computer remembers beside it.
    [[nodiscard]] virtual core::Async<history::KnownSessions> list(const model::AccountId &id) = 0;
    /// The same as it was when the backend listed it last, without ids: for while it cannot be asked.
    [[nodiscard]] virtual core::Async<history::KnownSessions> remembered(const model::AccountId &id) = 0;
    [[nodiscard]] virtual core::Async<void> revoke(const model::AccountId &id, const model::SessionId &session) = 0;
    [[nodiscard]] virtual core::Async<void> revokeOthers(const model::AccountId &id) = 0;
    /// The person's own name for the session of @p key; empty: none.
    [[nodiscard]] virtual core::Async<void> setLabel(const model::AccountId &id, const QByteArray &key, const QString &label) = 0;
    /// The person has seen the list: what it has now is not new from here on.
    virtual void markVisited(const model::AccountId &id) = 0;
    /// Replaces the file at @p path. Errors: Storage `export_failed`.
    [[nodiscard]] virtual core::Async<void> exportTo(const QList<history::KnownSession> &sessions, history::ExportFormat format,
                                                     const QString &path) = 0;
    /// Shows an address in the person's browser.
    [[nodiscard]] virtual core::Result<void> openPage(const QUrl &url) = 0;
};

} // namespace keyturn::ui::sessions
