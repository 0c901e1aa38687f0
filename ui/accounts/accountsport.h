// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountcare.h"
#include "accounts/accountmanager.h"
#include "core/async.h"
#include "model/account.h"
#include "ui/common/avatar.h"

#include <QObject>
#include <QUrl>

namespace keyturn::ui::accounts {

/// From when to when the access token in memory is good.
struct TokenLife {
    QDateTime issuedAt; ///< UTC.
    QDateTime expiresAt; ///< UTC.
};

/// What is known of a sign-out before it is tried.
struct SignOutFacts {
    bool everywhere = false; ///< Whether the account's other sessions can be ended as well.
    bool endsThere = true; ///< False: the provider is known to have no way for programs to end a sign-in.
    QUrl page; ///< Where the person ends it themselves; may be empty.
};

/// The accounts as the window sees them. application/ answers it from composition::Keyturn, and may exchange the graph behind it: then reset() is
/// said.
class AccountsPort : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual core::Clock &clock() = 0;
    [[nodiscard]] virtual QList<model::Account> accounts() const = 0;
    /// Nullopt: it is unknown. At no cost, however many there are.
    [[nodiscard]] virtual std::optional<model::Account> account(const model::AccountId &id) const = 0;
    [[nodiscard]] virtual keyturn::accounts::AccountState state(const model::AccountId &id) const = 0;
    [[nodiscard]] virtual std::optional<core::Error> lastError(const model::AccountId &id) const = 0;
    /// As keyturn::accounts::PictureFetcher: bytes of a stranger's.
    [[nodiscard]] virtual core::Async<QByteArray> picture(const model::AccountId &id) = 0;
    /// The provider's name where the account came through one, else the backend's.
    [[nodiscard]] virtual QString backendName(const model::Account &account) const = 0;
    /// Nullopt: nothing is in memory, or the backend does not say.
    [[nodiscard]] virtual std::optional<TokenLife> tokenLife(const model::AccountId &id) const = 0;
    [[nodiscard]] virtual core::Result<void> setLabel(const model::AccountId &id, const QString &label) = 0;
    /// As keyturn::accounts::AccountManager.
    [[nodiscard]] virtual core::Result<void> setHue(const model::AccountId &id, std::optional<int> hue) = 0;
    [[nodiscard]] virtual core::Result<void> move(const model::AccountId &id, const model::AccountId &before) = 0;
    /// Whether changePassword() can do anything for it, or a page of the backend can.
    [[nodiscard]] virtual bool offersPasswordChange(const model::AccountId &id) const = 0;
    /// As accounts::AccountCare.
    [[nodiscard]] virtual core::Async<keyturn::accounts::PasswordChangeOutcome>
    changePassword(const model::AccountId &id, const core::Secret &present, const core::Secret &fresh) = 0;
    [[nodiscard]] virtual core::Async<void> renew(const model::AccountId &id) = 0;
    [[nodiscard]] virtual core::Async<keyturn::accounts::SignOutOutcome> signOut(const model::AccountId &id,
                                                                                 keyturn::accounts::SignOutScope scope) = 0;
    [[nodiscard]] virtual SignOutFacts signOutFacts(const model::AccountId &id) const = 0;
    /// As accounts::Revoker.
    [[nodiscard]] virtual core::Async<QUrl> endSessionUrl(const model::AccountId &id) = 0;
    /// In the browser that was chosen for the account, which may be signed out by now. Errors as oauth::BrowserOpener.
    [[nodiscard]] virtual core::Result<void> openPage(const QUrl &url, const model::AccountId &id) = 0;

Q_SIGNALS:
    void reset();
    void added(const keyturn::model::AccountId &id);
    void changed(const keyturn::model::AccountId &id);
    void removed(const keyturn::model::AccountId &id);
    void moved(); ///< The same ones in another order.
};

/// Label, else name, else e-mail, else subject; on one line.
[[nodiscard]] QString titleOf(const model::Account &account);
[[nodiscard]] common::Face faceOf(const model::Account &account);

} // namespace keyturn::ui::accounts
