// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountcare.h"
#include "accounts/accountmanager.h"
#include "accounts/picturefetcher.h"
#include "accounts/sessionmanager.h"
#include "accounts/signincoordinator.h"
#include "composition/embeddedbackend.h"
#include "history/program.h"
#include "net/exchangelog.h"
#include "storage/settingsstore.h"

#include <memory>

namespace keyturn::audit {
class AuditRun;
struct Target;
} // namespace keyturn::audit
namespace keyturn::console {
class RequestStore;
}
namespace keyturn::history {
class EventStore;
}
namespace keyturn::trace {
class TraceStore;
}

namespace keyturn::composition {

class SessionOverview;

namespace doctor {
class Doctor;
struct DiskLook;
} // namespace doctor

struct Options {
    core::Paths paths;
    QString secretStore; ///< Overrides the setting: `keychain`, `file`, `session`; empty: the setting.
    core::Secret passphrase; ///< For `file`.
    QString browser; ///< Overrides the setting and `BROWSER`.
    std::shared_ptr<const doctor::DiskLook> disk = {}; ///< By beginExamination().
    history::Program program = history::Program::Window; ///< As the history tells it.
};

/// For who only wants to know what is wrong, before anything is read: looks at the disk, whose modes reading mends. Settings that cannot be used are
/// no reason for Keyturn::build() to stop then.
void beginExamination(Options &options);

/// The object graph, built once, in the order in which its parts stand on each other; the same for the window and the command line.
class Keyturn
{
public:
    /// Reads settings and profiles; touches neither keychain nor network. Errors: Configuration `settings_invalid`, `proxy_invalid`,
    /// `secret_store_unknown`; Storage.
    [[nodiscard]] static core::Result<std::unique_ptr<Keyturn>> build(Options options);
    ~Keyturn();

    /// What of @p settings can take effect while the program runs does so now: browser, proxy, certificate authorities, renewal ahead, history. The
    /// error (Configuration `proxy_invalid`, `ca_file_missing`, `ca_file_invalid`) is of what stays as it was; the rest is done. build() does the
    /// same.
    core::Result<void> apply(const storage::Settings &settings);
    /// What of the settings could not take effect, last time.
    [[nodiscard]] const std::optional<core::Error> &settingsTrouble() const;

    [[nodiscard]] core::Clock &clock();
    [[nodiscard]] net::HttpClient &http(); ///< Without any account's token.
    [[nodiscard]] const core::Paths &paths() const;
    [[nodiscard]] storage::SettingsStore &settings();
    [[nodiscard]] storage::ProfileStore &profiles();
    [[nodiscard]] storage::SecretStore &secrets();
    [[nodiscard]] storage::AccountStore &records(); ///< watch() makes other processes' changes seen.
    [[nodiscard]] tokens::TokenManager &tokens();
    [[nodiscard]] accounts::AccountManager &accounts();
    [[nodiscard]] accounts::SignInCoordinator &signIn();
    [[nodiscard]] accounts::SessionManager &sessions();
    [[nodiscard]] SessionOverview &sessionOverview(); ///< The same, with what this computer remembers of them.
    [[nodiscard]] accounts::AccountCare &care();
    [[nodiscard]] accounts::PictureFetcher &pictures(); ///< Enabled as the settings have it.
    /// What could not be revoked when it should have been waits there; a program asks it to retryPending() before it ends, or keepRevoking().
    [[nodiscard]] accounts::Revoker &revoker();
    /// For a program that runs for long: what waits to be revoked is tried now, every hour, and whenever a backend is back.
    void keepRevoking();
    /// As accounts::RevocationQueue::moveTo().
    [[nodiscard]] core::Async<int> moveRevocations(storage::SecretStore &to);
    /// What moves of secrets left behind that were ended in the middle is removed, without asking anybody for anything. Answers the places where
    /// something is left, for want of @p passphrase or of an open keychain. Costs nothing where there was no such move.
    [[nodiscard]] core::Async<QStringList> finishMoves(const core::Secret &passphrase = {});
    [[nodiscard]] net::ExchangeLog &exchanges();
    [[nodiscard]] history::EventStore &history(); ///< Filled by itself.
    /// What of exchanges() is kept on disk, for other processes to see: while the settings show what is for developers, or `KEYTURN_TRACE` says `on`;
    /// not where that says `off`. What is hidden is removed from the disk too.
    [[nodiscard]] trace::TraceStore &trace();
    /// What was sent from the request console; past requests are kept on disk while the trace is, without their secrets.
    [[nodiscard]] console::RequestStore &requests();
    [[nodiscard]] EmbeddedBackend &backend();
    [[nodiscard]] oauth::BrowserOpener &browser();
    [[nodiscard]] core::Random &random();
    /// The certificate authorities of @p profile count too, until the profiles are read again: for one that is tried before it is added.
    void trustAlso(const model::BackendProfile &profile);
    [[nodiscard]] doctor::Doctor &doctor();
    /// An audit of @p target, by the same route as everything else. Its requests stand in its own log, and go by no pauses: it asks on purpose for
    /// what a backend refuses. This must outlive it.
    [[nodiscard]] std::unique_ptr<audit::AuditRun> newAudit(const audit::Target &target);
    /// After the embedded backend's address changed: reads the profiles again with it.
    void reloadProfiles();

private:
    [[nodiscard]] QList<model::BackendProfile> knownProfiles() const;
    struct Parts;
    [[nodiscard]] static std::unique_ptr<accounts::PictureFetcher> makePictures(Parts &parts, bool enabled);
    explicit Keyturn(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace keyturn::composition
