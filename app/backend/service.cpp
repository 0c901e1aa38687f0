// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/service.h"

#include "backend/answers.h"
#include "backend/authroutes.h"
#include "backend/bearer.h"
#include "backend/care/caregate.h"
#include "backend/care/emailchange.h"
#include "backend/crossorigin.h"
#include "backend/eventlog.h"
#include "backend/faults/defectivedoor.h"
#include "backend/faults/defectivehandoffstore.h"
#include "backend/faults/defectiveserver.h"
#include "backend/faults/faultbench.h"
#include "backend/faults/faultoptions.h"
#include "backend/handoff/handoffroutes.h"
#include "backend/handoff/outgoinghttp.h"
#include "backend/handoff/realupstreams.h"
#include "backend/handoff/simulatedupstreams.h"
#include "backend/handoff/sqlhandoffstore.h"
#include "backend/jwksroute.h"
#include "backend/limits/limitedroutes.h"
#include "backend/openapi/openapiroute.h"
#include "backend/opendatabase.h"
#include "backend/operationroutes.h"
#include "backend/providers/githubprovider.h"
#include "backend/providers/googleprovider.h"
#include "backend/providers/sqlproviderstore.h"
#include "backend/providers/sqlrequeststore.h"
#include "backend/session/sharedstore.h"
#include "backend/sessionroutes.h"
#include "backend/sqlstore.h"
#include "backend/users/profileroutes.h"
#include "backend/users/userroutes.h"
#include "core/paths.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QUrl>

#include <algorithm>
#include <thread>

namespace keyturn::backend {

namespace {

constexpr std::chrono::hours keptAfterEnd(7 * 24);

int cores()
{
    return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

bool isHttps(const QString &url)
{
    return url.startsWith(QLatin1String("https:"));
}

/// Cookies that browsers send over TLS alone: everywhere but where plain HTTP is served on loopback.
bool wantsSecureCookies(const QString &url, const Options &options)
{
    return isHttps(url) || (options.publicUrl.isEmpty() && !isLoopbackAddress(options.listen));
}

QString baseUrl(const QString &scheme, const QString &address, quint16 port)
{
    const bool any = address == QLatin1String("0.0.0.0") || address == QLatin1String("::");
    const QString host = any ? QStringLiteral("127.0.0.1") : address.contains(u':') ? QStringLiteral("[%1]").arg(address) : address;
    return QStringLiteral("%1://%2:%3").arg(scheme, host).arg(port);
}

/// A page of another name that resolves to 127.0.0.1 (DNS rebinding) must not speak with us: on loopback only loopback's own names are served, and
/// the one that clients reach us by.
bool isOurHost(const QByteArray &hostHeader, const QString &publicHost)
{
    QString host = QString::fromLatin1(hostHeader).toLower();
    if (host.startsWith(u'[')) {
        const qsizetype end = host.indexOf(u']');
        return end > 0 && (isLoopbackAddress(host.mid(1, end - 1)) || host.mid(1, end - 1) == publicHost);
    }
    host = host.section(u':', 0, 0);
    return isLoopbackHost(host) || host == publicHost;
}

void logServed(const Served &served)
{
    logEvent(LogLevel::Info, "request",
             {{QStringLiteral("method"), QString::fromLatin1(served.method)},
              {QStringLiteral("route"), QString::fromLatin1(served.route)},
              {QStringLiteral("status"), served.status},
              {QStringLiteral("peer"), served.peer},
              {QStringLiteral("microseconds"), qint64(served.took.count())}});
}

core::Error storageError(const char *code, const QString &detail)
{
    return {core::ErrorKind::Storage, QString::fromLatin1(code), detail};
}

core::Error listenError(const core::Error &error, const Options &options)
{
    const QString place = QStringLiteral("%1 port %2").arg(options.listen).arg(options.port);
    const QString sentence = error.code == QLatin1String("port_in_use") ? QStringLiteral("Something else serves on %1 already.").arg(place)
                                                                        : QStringLiteral("Cannot serve on %1: %2.").arg(place, error.detail);
    return {error.kind, error.code, sentence};
}

} // namespace

/// What answers. The server stands outside: its port is part of the addresses that everything in here signs and shows.
struct Service::Graph {
    Graph(const core::Clock &clock, core::Random &random, const Options &options, const Keys &keys, std::unique_ptr<SqlDatabase> data,
          const HttpServer &server, const QString &url)
        : database(std::move(data)),
          store(*database),
          sharedSessions(options.limits.redis ? std::make_unique<SharedSessions>(*options.limits.redis, sharedSecret(keys, "sessions in Redis"))
                                              : nullptr),
          sharedStore(sharedSessions ? std::make_unique<SharedStore>(store, *sharedSessions) : nullptr),
          weakStore(options.defects.any() ? std::make_unique<DefectiveStore>(soundStore(), options.defects) : nullptr),
          providerStore(*database),
          requestStore(*database),
          router([this, log = options.logRequests](const Served &served) {
              metrics.countRequest(served.route, served.status, served.took);
              if (log)
                  logServed(served);
          }),
          keyRing(keys.access),
          tokens(clock, random, keyRing, url, options.accessTtl),
          hasher(random, options.bcryptCost, cores()),
          auth(clock, random, weakStore ? static_cast<Store &>(*weakStore) : soundStore(), hasher, tokens, metrics,
               {options.refreshTtl, options.refreshGrace, options.chainTtl, options.sessionIdle, options.sessionTtl,
                wantsSecureCookies(url, options)}),
          authenticator(auth),
          guard(clock, authenticator, options.recentSignIn),
          userStore(*database, sharedSessions.get()),
          userRoutes(clock, userStore, guard),
          careStore(*database, sharedSessions.get()),
          mailer(clock, random, options.dataDirectory + QLatin1String("/outbox")),
          notices(clock, random, careStore, mailer),
          emailChangeStore(*database, sharedSessions.get()),
          emailChange({clock, random, emailChangeStore, careStore, guard, hasher, mailer, notices}, options.recentSignIn),
          profileRoutes(clock, userStore, guard, emailChange),
          passwordRoutes({clock, random, careStore, auth, guard, hasher, mailer}),
          secondFactorRoutes({clock, random, careStore, auth, guard, hasher}),
          careGate(careStore, passwordRoutes, secondFactorRoutes, notices, options.wantsVerifiedEmail),
          authRoutes(auth, guard, careGate, wantsSecureCookies(url, options), options.sessionMode),
          sessionRoutes(auth, guard),
          handoffStore(*database, sharedSessions.get()),
          weakHandoffStore(options.defects.any() ? std::make_unique<DefectiveHandoffStore>(handoffStore, options.defects) : nullptr),
          handoff({clock, random, weakHandoffStore ? static_cast<HandoffStore &>(*weakHandoffStore) : handoffStore, auth, authRoutes, outgoing}, url,
                  wantsSecureCookies(url, options), options.upstreams.webRedirects),
          crossOrigin(options.allowedOrigins, url),
          limiter(options.limits.policy ? newRateLimiter(clock, options.limits) : nullptr)
    {
        // What one backend began at a provider another one may finish.
        const core::Secret webClientSecret = sharedSecret(keys, "client of the simulated providers");
        authRoutes.addTo(router);
        profileRoutes.addTo(router);
        emailChange.addTo(router);
        userRoutes.addTo(router);
        sessionRoutes.addTo(router);
        passwordRoutes.addTo(router);
        secondFactorRoutes.addTo(router, authRoutes);
        addJwksRoute(router, clock, keyRing, options.accessTtl);
        addOpenApiRoute(router, url);
        addOperationRoutes(router, store, metrics, [this, &server] { return Metrics::Gauges{server.openConnections(), hasher.waiting()}; });
        const auto contextOf = [&](const char *provider) {
            return ProviderContext{clock,
                                   random,
                                   providerStore,
                                   requestStore,
                                   metrics,
                                   url,
                                   options.accessTtl,
                                   QList<ProviderClient>{desktopClient(), webClient(url, QString::fromLatin1(provider), webClientSecret)}
                                       + options.upstreams.clients};
        };
        if (options.providers.contains(QLatin1String("google"))) {
            google.emplace(contextOf("google"), keys.google).addTo(router);
            if (!options.upstreams.google)
                handoff.addTo(router, simulatedGoogle(url, webClientSecret));
        }
        if (options.providers.contains(QLatin1String("github"))) {
            github.emplace(contextOf("github")).addTo(router);
            if (!options.upstreams.github)
                handoff.addTo(router, simulatedGitHub(url, webClientSecret));
        }
        if (options.upstreams.google)
            handoff.addTo(router, realGoogle(*options.upstreams.google));
        if (options.upstreams.github)
            handoff.addTo(router, realGitHub(*options.upstreams.github));
        handoff.addExchangeTo(router);
        if (limiter) {
            limits.emplace(RateLimits::Parts{*limiter, *options.limits.policy, sharedSecret(keys, "rate limits"), metrics,
                                             !options.defects.has(Defect::NoAccountLimit), unlimitedScopes(options.defects)});
            addRateLimits(*limits, router, store, tokens, wantsSecureCookies(url, options));
            limits->guardHealth(router);
        }
    }
    [[nodiscard]] Store &soundStore() { return sharedStore ? static_cast<Store &>(*sharedStore) : store; }

    Metrics metrics;
    std::unique_ptr<SqlDatabase> database;
    SqlStore store;
    std::unique_ptr<SharedSessions> sharedSessions; ///< With --redis alone.
    std::unique_ptr<SharedStore> sharedStore;
    std::unique_ptr<DefectiveStore> weakStore; ///< With --defect alone.
    SqlProviderStore providerStore;
    SqlRequestStore requestStore;
    Router router;
    KeyRing keyRing;
    AccessTokens tokens;
    PasswordHasher hasher;
    AuthService auth;
    RequestAuthenticator authenticator;
    Guard guard;
    UserStore userStore;
    UserRoutes userRoutes;
    CareStore careStore;
    Mailer mailer;
    Notices notices;
    EmailChangeStore emailChangeStore;
    EmailChange emailChange;
    ProfileRoutes profileRoutes;
    PasswordRoutes passwordRoutes;
    SecondFactorRoutes secondFactorRoutes;
    CareGate careGate;
    AuthRoutes authRoutes;
    SessionRoutes sessionRoutes;
    SqlHandoffStore handoffStore;
    std::unique_ptr<DefectiveHandoffStore> weakHandoffStore; ///< With --defect alone.
    OutgoingHttp outgoing;
    HandoffRoutes handoff;
    CrossOrigin crossOrigin;
    std::optional<GoogleProvider> google;
    std::optional<GithubProvider> github;
    std::unique_ptr<RateLimiter> limiter; ///< Nothing: no limit.
    std::optional<RateLimits> limits;
};

Service::Service(const core::Clock &clock, core::Random &random, Options options)
    : m_options(std::move(options)), m_clock(clock), m_random(random), m_server(HttpLimits(), std::clamp(cores(), 2, 4))
{ }

Service::~Service()
{
    m_server.stop(); // nobody asks any more
    if (m_graph) {
        if (m_graph->limiter)
            m_graph->limiter->stop(); // nobody waits to be let in any more
        m_graph->outgoing.stop();
        m_graph->hasher.stop(); // nobody answers any more
        m_graph->mailer.stop(); // and nobody writes; now the rest may go
    }
}

core::Result<void> Service::start()
{
    if (!core::ensurePrivateDirectory(m_options.dataDirectory).ok())
        return storageError("data_unwritable", QStringLiteral("The data folder %1 cannot be made or used.").arg(m_options.dataDirectory));
    const auto keys = loadOrCreateKeys(m_options.keyFile, instantOf(m_clock), m_options.signing);
    if (!keys.ok())
        return keys.error();
    m_keyFile.emplace(m_options.keyFile); // at once: from here on a change is seen
    auto database = openDatabase(m_options);
    if (!database.ok())
        return database.error();
    const bool tls = !m_options.tlsCertificate.isEmpty();
    if (const auto loaded = tls ? loadCertificate() : core::Result<void>(); !loaded.ok())
        return loaded.error();
    const auto port = m_server.listen(m_options.listen, m_options.port);
    if (!port.ok())
        return listenError(port.error(), m_options);
    m_address = baseUrl(tls ? QStringLiteral("https") : QStringLiteral("http"), m_options.listen, *port);
    m_url = m_options.publicUrl.isEmpty() ? m_address : m_options.publicUrl;
    if (isHttps(m_url))
        m_server.announceStrictTransport();
    if (m_options.faults)
        m_faults = std::make_unique<FaultBench>(m_clock, m_options.defects);
    const core::Clock &clock = m_faults ? m_faults->clock() : m_clock;
    m_graph = std::make_unique<Graph>(clock, m_random, m_options, *keys, std::move(database).value(), m_server, m_url);
    purge();
    m_server.start(
        [this, route = routeWith(*keys), guarded = isLoopbackAddress(m_options.listen), publicHost = QUrl(m_url).host()](Request request,
                                                                                                                         const Replier &reply) {
            if (guarded && !isOurHost(request.header("host"), publicHost))
                return reply(errorAnswer(421, "misdirected", QStringLiteral("This server does not answer for that host name.")));
            request.peer = clientAddress(request, m_options.limits.trustedProxies);
            route(std::move(request), reply);
        },
        rounds());
    return {};
}

/// The disk is waited for once for all that a serving thread has at hand. Not with Redis: it must be told of what is kept, and of nothing else. Nor
/// with weaknesses, whose stores wait for each other while they write.
HttpServer::Rounds Service::rounds()
{
    if (m_graph->sharedSessions || m_options.defects.any())
        return {};
    SqlDatabase &database = *m_graph->database;
    return {[&database] { database.workInRounds(); }, [&database] { return database.isUnsettled(); }, [&database] { return database.settle(); }};
}

/// What stands behind the door: the guard of foreign pages and the router, and before them what goes wrong on demand.
HttpServer::Handler Service::routeWith(const Keys &keys)
{
    HttpServer::Handler route = [this](Request request, const Replier &reply) {
        const Replier answering = m_graph->crossOrigin.answering(request, reply);
        if (const std::optional<Response> refusal = m_graph->crossOrigin.refusal(request))
            answering(*refusal);
        else
            m_graph->router.handle(std::move(request), answering);
    };
    if (!m_faults) // nothing of them can be reached without --faults
        return route;
    weaken(m_server, m_options.defects);
    return m_faults->inject({m_random, m_graph->router, m_graph->auth, m_graph->tokens, m_graph->keyRing, keys.google, m_graph->weakStore.get(),
                             m_graph->weakHandoffStore.get()},
                            std::move(route));
}

core::Result<void> Service::loadCertificate()
{
    auto context = loadTlsContext(m_options.tlsCertificate, m_options.tlsKey);
    if (!context.ok())
        return context.error();
    weaken(**context, m_options.defects);
    m_server.useTls(std::move(context).value());
    return {};
}

void Service::reload()
{
    const auto loaded = loadCertificate();
    logEvent(loaded.ok() ? LogLevel::Info : LogLevel::Error, loaded.ok() ? "certificate_reloaded" : "certificate_kept",
             loaded.ok() ? QJsonObject() : QJsonObject{{QStringLiteral("detail"), loaded.error().detail}});
}

QJsonObject Service::readyLine() const
{
    QJsonObject line{{QStringLiteral("ready"), true},
                     {QStringLiteral("pid"), QCoreApplication::applicationPid()},
                     {QStringLiteral("url"), m_url},
                     {QStringLiteral("address"), m_address}};
    if (m_graph->google)
        line.insert(QStringLiteral("google"), QJsonObject{{QStringLiteral("issuer"), m_graph->google->issuer()}});
    if (m_graph->github)
        line.insert(QStringLiteral("github"), QJsonObject{{QStringLiteral("url"), m_graph->github->url()}});
    if (m_options.faults)
        line.insert(QStringLiteral("faults"), true);
    if (m_options.defects.any())
        line.insert(QStringLiteral("defects"), QJsonArray::fromStringList(m_options.defects.names()));
    return line;
}

QList<Router::Name> Service::routes() const
{
    return m_graph->router.routes();
}

void Service::purge()
{
    const Instant before = instantOf(m_clock) - keptAfterEnd;
    for (const core::Result<void> &purged :
         {m_graph->store.purge(before), m_graph->providerStore.purge(before), m_graph->handoffStore.purge(before), m_graph->careStore.purge(before),
          m_graph->emailChangeStore.purge(before), m_graph->requestStore.purge(before)}) {
        if (!purged.ok())
            logEvent(LogLevel::Warning, "purge_failed", {{QStringLiteral("detail"), purged.error().detail}});
    }
}

void Service::renewKeys()
{
    const auto changed = m_keyFile->changed();
    if (!changed)
        return;
    if (!changed->ok())
        return logEvent(LogLevel::Warning, "keys_not_renewed", {{QStringLiteral("detail"), changed->error().detail}});
    m_graph->keyRing.replace(changed->value());
    logEvent(LogLevel::Info, "keys_renewed", {{QStringLiteral("current"), changed->value().current().id()}});
}

} // namespace keyturn::backend
