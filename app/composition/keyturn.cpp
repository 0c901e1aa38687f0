// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/keyturn.h"

#include "accounts/grantclient.h"
#include "accounts/profiletrust.h"
#include "accounts/revocationqueue.h"
#include "accounts/tokenorigins.h"
#include "audit/auditrun.h"
#include "backendapi/backendclient.h"
#include "composition/developerfiles.h"
#include "composition/doctor/doctor.h"
#include "composition/historywiring.h"
#include "composition/secretplaces.h"
#include "composition/sessionoverview.h"
#include "composition/sharedroute.h"
#include "composition/tracewiring.h"
#include "console/requeststore.h"
#include "history/clockwatch.h"
#include "jose/jwkscache.h"
#include "jose/jwt.h"
#include "net/hardenedaccessmanager.h"
#include "net/pacedhttpclient.h"
#include "net/qthttpclient.h"
#include "oauth/browseropener.h"
#include "trace/tracestore.h"

#include <QNetworkProxyFactory>

namespace keyturn::composition {

namespace {

using Store = std::unique_ptr<storage::SecretStore>;

QList<QNetworkProxy> systemProxiesFor(const QUrl &url)
{
    return QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url));
}

} // namespace

/// In the order in which they stand on each other; destroyed the other way round.
struct Keyturn::Parts {
    Parts(const Options &options, const storage::Settings &chosen)
        : paths(options.paths),
          settings(options.paths.config),
          profiles(options.paths),
          history(clock, options.paths.state + QLatin1String("/history.sqlite")),
          recorder(clock, random, history, log, options.program),
          trace(clock, traceFileIn(options.paths), recorder.run()),
          requests(clock, requestFileIn(options.paths)),
          sessionBook(clock, options.paths.state + QLatin1String("/sessions.sqlite")),
          plainHttp(clock, log, manager),
          http(plainHttp, pauses),
          jwks(clock, http),
          browserForNow(options.browser),
          storeForNow(options.secretStore),
          browser(browserForNow.isEmpty() ? chosen.browser : browserForNow),
          records(options.paths.data),
          backendClient(clock, http, &jose::expiryOf),
          grants(clock, http, proofs, backendClient, profiles),
          backend(clock, http, options.paths)
    { }

    core::Paths paths;
    core::SystemClock clock;
    core::SystemRandom random;
    jose::ProofMaker proofs{clock, random};
    storage::SettingsStore settings;
    storage::ProfileStore profiles;
    net::ExchangeLog log;
    history::EventStore history;
    history::Recorder recorder;
    trace::TraceStore trace;
    console::RequestStore requests;
    history::ClockWatch clockWatch{log, recorder};
    history::SessionBook sessionBook;
    net::HardenedAccessManager manager;
    net::QtHttpClient plainHttp;
    net::Pauses pauses{clock};
    net::PacedHttpClient http;
    jose::JwksCache jwks;
    std::shared_ptr<SharedRoute> route = std::make_shared<SharedRoute>();
    std::optional<core::Error> settingsTrouble;
    QString browserForNow; ///< Goes before the setting.
    QString storeForNow; ///< The same.
    oauth::CommandBrowserOpener browser;
    storage::AccountStore records;
    backendapi::BackendClient backendClient;
    accounts::GrantClient grants;
    EmbeddedBackend backend;
    Store secrets;
    std::unique_ptr<accounts::RevocationQueue> revocations;
    std::unique_ptr<tokens::TokenManager> tokens;
    std::unique_ptr<accounts::AccountManager> accounts;
    std::unique_ptr<accounts::SignInCoordinator> signIn;
    std::unique_ptr<accounts::SessionManager> sessions;
    std::unique_ptr<SessionOverview> sessionOverview;
    std::unique_ptr<accounts::AccountCare> care;
    net::ExchangeLog pictureLog{1}; ///< Where pictures come from is of no interest in the trace.
    net::QtHttpClient pictureHttp{clock, pictureLog, manager};
    std::unique_ptr<accounts::PictureFetcher> pictures;
    net::ExchangeLog auditLog{1}; ///< An audit keeps its own.
    net::QtHttpClient auditHttp{clock, auditLog, manager};
    std::unique_ptr<doctor::Doctor> doctor;
    std::unique_ptr<HistoryWiring> wiring;
    std::unique_ptr<TraceWiring> traceWiring;
};

std::unique_ptr<accounts::PictureFetcher> Keyturn::makePictures(Parts &parts, bool enabled)
{
    auto pictures = std::make_unique<accounts::PictureFetcher>(
        parts.clock, parts.pictureHttp,
        [sessions = parts.sessions.get()](const model::AccountId &id, const net::HttpRequest &request) { return sessions->send(id, request); },
        [route = parts.route](const QUrl &url) { return route->addressesOf(url); }, parts.paths.cache + QLatin1String("/pictures"));
    pictures->setEnabled(enabled);
    QObject::connect(parts.accounts.get(), &accounts::AccountManager::accountRemoved, pictures.get(), &accounts::PictureFetcher::forget);
    return pictures;
}

void beginExamination(Options &options)
{
    options.disk = std::make_shared<const doctor::DiskLook>(doctor::lookAtDisk(options.paths));
}

core::Result<std::unique_ptr<Keyturn>> Keyturn::build(Options options)
{
    core::Result<storage::Settings> settings = storage::SettingsStore(options.paths.config).load();
    std::optional<core::Error> settingsError;
    if (!settings.ok()) {
        settingsError = settings.error();
    } else if (const auto proxy = net::readProxy(settings->proxy); !proxy.ok()) {
        settingsError = proxy.error(); // who wants a proxy does not want to go without one
    }
    if (settingsError) {
        if (!options.disk)
            return *settingsError;
        settings = storage::Settings();
    }
    std::unique_ptr<Keyturn> keyturn(new Keyturn(std::make_unique<Parts>(options, *settings)));
    Parts *const parts = keyturn->m_parts.get();
    keyturn->reloadProfiles();
    accounts::rememberOrigins(parts->records, parts->profiles);
    core::Result<Store> secrets =
        makeSecretStore(options.secretStore.isEmpty() ? settings->secretStore : options.secretStore, options.paths, options.passphrase, parts->clock);
    if (!secrets.ok())
        return secrets.error();
    parts->secrets = std::move(secrets).value();
    parts->tokens =
        std::make_unique<tokens::TokenManager>(parts->clock, parts->random, *parts->secrets, parts->records, parts->grants, options.paths.state);
    parts->revocations = std::make_unique<accounts::RevocationQueue>(parts->clock, parts->random, *parts->secrets, parts->grants,
                                                                     options.paths.state + QLatin1String("/revocations"));
    parts->accounts = std::make_unique<accounts::AccountManager>(parts->clock, parts->records, *parts->tokens, *parts->revocations);
    parts->signIn = std::make_unique<accounts::SignInCoordinator>(
        oauth::FlowServices{parts->clock, parts->random, parts->http, parts->jwks, &parts->log}, parts->browser, parts->backendClient,
        parts->profiles, parts->records, *parts->secrets, *parts->tokens, *parts->revocations);
    parts->sessions = std::make_unique<accounts::SessionManager>(parts->clock, parts->log, parts->pauses, parts->records, parts->profiles,
                                                                 *parts->tokens, parts->proofs);
    parts->sessionOverview = std::make_unique<SessionOverview>(
        SessionOverview::Services{parts->clock, parts->random, parts->sessionBook, *parts->accounts, *parts->sessions, *parts->tokens,
                                  [parts](const model::AccountId &id) { return isQuiet(*parts->secrets, *parts->tokens, id); }},
        settings->watchSessions);
    parts->care =
        std::make_unique<accounts::AccountCare>(parts->clock, parts->http, &jose::expiryOf, parts->profiles, parts->records, *parts->tokens);
    parts->pictures = makePictures(*parts, settings->pictures);
    parts->wiring = std::make_unique<HistoryWiring>(
        parts->recorder, parts->profiles, parts->records, *parts->tokens, *parts->accounts, *parts->signIn, *parts->sessions,
        [overview = parts->sessionOverview.get()](const model::AccountId &id, const model::SessionId &session) {
            return overview->nameOf(id, session);
        });
    parts->trace.follow(parts->log);
    parts->traceWiring = std::make_unique<TraceWiring>(parts->log, parts->records, *parts->tokens, *parts->accounts, *parts->signIn);
    doctor::Surroundings around{parts->clock,
                                parts->random,
                                parts->plainHttp, // looks whatever pause others were asked for
                                *parts->secrets,
                                parts->profiles,
                                parts->records,
                                parts->paths,
                                {},
                                [route = parts->route](const QUrl &url) { return route->proxiesFor(url); },
                                &systemProxiesFor,
                                [backend = &parts->backend] { return backend->status().running; }};
    if (options.disk)
        around.before = *options.disk;
    around.settingsError = std::move(settingsError);
    parts->doctor = std::make_unique<doctor::Doctor>(std::move(around));
    if (const core::Result<void> applied = keyturn->apply(*settings); !applied.ok()) { } // settingsTrouble() tells: no reason not to start
    return keyturn;
}

Keyturn::Keyturn(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) { }
Keyturn::~Keyturn() = default;

core::Result<void> Keyturn::apply(const storage::Settings &settings)
{
    const QString browser = m_parts->browserForNow.isEmpty() ? settings.browser : m_parts->browserForNow;
    m_parts->browser = oauth::CommandBrowserOpener(browser);
    m_parts->doctor->setBrowser(browser);
    m_parts->tokens->setRenewsAhead(settings.renewAhead);
    m_parts->recorder.setKeeping(settings.keepHistory);
    m_parts->sessionOverview->setRemembering(settings.keepHistory);
    m_parts->sessionOverview->setWatching(settings.watchSessions);
    m_parts->pictures->setEnabled(settings.pictures);
    keepForDevelopers(settings, m_parts->paths, m_parts->trace, m_parts->requests);
    m_parts->settingsTrouble.reset();
    const core::Result<std::optional<QNetworkProxy>> proxy = net::readProxy(settings.proxy);
    const core::Result<QList<QSslCertificate>> authorities = net::readAuthorities(settings.caFile);
    if (!proxy.ok()) {
        m_parts->settingsTrouble = proxy.error();
        return proxy.error();
    }
    const net::Route route{*proxy, authorities.ok() ? *authorities : QList<QSslCertificate>()};
    m_parts->route->set(route);
    m_parts->manager.setRoute(route);
    m_parts->sessions->setRoute(route);
    if (authorities.ok())
        return {};
    m_parts->settingsTrouble = authorities.error();
    return authorities.error();
}

const std::optional<core::Error> &Keyturn::settingsTrouble() const
{
    return m_parts->settingsTrouble;
}

core::Clock &Keyturn::clock()
{
    return m_parts->clock;
}

net::HttpClient &Keyturn::http()
{
    return m_parts->http;
}

const core::Paths &Keyturn::paths() const
{
    return m_parts->paths;
}

storage::SettingsStore &Keyturn::settings()
{
    return m_parts->settings;
}

storage::ProfileStore &Keyturn::profiles()
{
    return m_parts->profiles;
}

storage::SecretStore &Keyturn::secrets()
{
    return *m_parts->secrets;
}

storage::AccountStore &Keyturn::records()
{
    return m_parts->records;
}

tokens::TokenManager &Keyturn::tokens()
{
    return *m_parts->tokens;
}

accounts::AccountManager &Keyturn::accounts()
{
    return *m_parts->accounts;
}

accounts::SignInCoordinator &Keyturn::signIn()
{
    return *m_parts->signIn;
}

accounts::SessionManager &Keyturn::sessions()
{
    return *m_parts->sessions;
}

SessionOverview &Keyturn::sessionOverview()
{
    return *m_parts->sessionOverview;
}

accounts::AccountCare &Keyturn::care()
{
    return *m_parts->care;
}

accounts::PictureFetcher &Keyturn::pictures()
{
    return *m_parts->pictures;
}

accounts::Revoker &Keyturn::revoker()
{
    return *m_parts->revocations;
}

void Keyturn::keepRevoking()
{
    m_parts->revocations->keepTrying();
}

core::Async<int> Keyturn::moveRevocations(storage::SecretStore &to)
{
    return m_parts->revocations->moveTo(to);
}

core::Async<QStringList> Keyturn::finishMoves(const core::Secret &passphrase)
{
    const core::Result<storage::Settings> settings = m_parts->settings.load();
    if (!settings.ok())
        return core::ready<QStringList>(settings.error());
    return finishMovesOfBefore({m_parts->paths, settings->secretStore, m_parts->storeForNow, passphrase, m_parts->clock, m_parts->random,
                                *m_parts->secrets, m_parts->grants, *m_parts->tokens});
}

net::ExchangeLog &Keyturn::exchanges()
{
    return m_parts->log;
}

history::EventStore &Keyturn::history()
{
    return m_parts->history;
}

console::RequestStore &Keyturn::requests()
{
    return m_parts->requests;
}

trace::TraceStore &Keyturn::trace()
{
    return m_parts->trace;
}

EmbeddedBackend &Keyturn::backend()
{
    return m_parts->backend;
}

oauth::BrowserOpener &Keyturn::browser()
{
    return m_parts->browser;
}

core::Random &Keyturn::random()
{
    return m_parts->random;
}

QList<model::BackendProfile> Keyturn::knownProfiles() const
{
    QList<model::BackendProfile> profiles;
    for (const storage::StoredProfile &stored : m_parts->profiles.profiles())
        profiles.append(stored.profile);
    return profiles;
}

void Keyturn::trustAlso(const model::BackendProfile &profile)
{
    m_parts->manager.setTrust(accounts::trustOf(knownProfiles() << profile));
}

doctor::Doctor &Keyturn::doctor()
{
    return *m_parts->doctor;
}

std::unique_ptr<audit::AuditRun> Keyturn::newAudit(const audit::Target &target)
{
    trustAlso(target.profile);
    return std::make_unique<audit::AuditRun>(target, m_parts->clock, m_parts->random, m_parts->auditHttp);
}

void Keyturn::reloadProfiles()
{
    m_parts->profiles.reload(m_parts->backend.lastUrl());
    m_parts->manager.setTrust(accounts::trustOf(knownProfiles()));
}

} // namespace keyturn::composition
