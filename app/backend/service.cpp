// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/service.h"

#include "backend/answers.h"
#include "backend/authroutes.h"
#include "backend/care/caregate.h"
#include "backend/eventlog.h"
#include "backend/faults/defectivedoor.h"
#include "backend/faults/defectivehandoffstore.h"
#include "backend/faults/faultbench.h"
#include "backend/handoff/handoffroutes.h"
#include "backend/handoff/outgoinghttp.h"
#include "backend/handoff/simulatedupstreams.h"
#include "backend/handoff/sqlitehandoffstore.h"
#include "backend/keyfile.h"
#include "backend/opaquetoken.h"
#include "backend/operationroutes.h"
#include "backend/providers/githubprovider.h"
#include "backend/providers/googleprovider.h"
#include "backend/providers/sqliteproviderstore.h"
#include "backend/sessionroutes.h"
#include "backend/sqlitestore.h"
#include "core/paths.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <thread>

namespace keyturn::backend {

namespace {

constexpr std::chrono::hours keptAfterEnd(7 * 24);

int cores()
{
    return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

QString baseUrl(const QString &address, quint16 port)
{
    const bool any = address == QLatin1String("0.0.0.0") || address == QLatin1String("::");
    const QString host = any ? QStringLiteral("127.0.0.1") : address.contains(u':') ? QStringLiteral("[%1]").arg(address) : address;
    return QStringLiteral("http://%1:%2").arg(host).arg(port);
}

/// A page of another name that resolves to 127.0.0.1 (DNS rebinding) must not speak with us: on loopback only loopback's own names are served.
bool isLoopbackHost(const QByteArray &hostHeader)
{
    QString host = QString::fromLatin1(hostHeader).toLower();
    if (host.startsWith(u'[')) {
        const qsizetype end = host.indexOf(u']');
        return end > 0 && isLoopbackAddress(host.mid(1, end - 1));
    }
    host = host.section(u':', 0, 0);
    return host == QLatin1String("localhost") || isLoopbackAddress(host);
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
    Graph(const core::Clock &clock, core::Random &random, const Options &options, const Keys &keys, std::unique_ptr<SqliteDatabase> file,
          const HttpServer &server, const QString &url)
        : database(std::move(file)),
          store(*database),
          weakStore(options.defects.any() ? std::make_unique<DefectiveStore>(store, options.defects) : nullptr),
          providerStore(*database),
          router([this, log = options.logRequests](const Served &served) {
              metrics.countRequest(served.route, served.status);
              if (log)
                  logServed(served);
          }),
          tokens(clock, random, keys.access, url, options.accessTtl),
          hasher(random, options.bcryptCost, cores()),
          auth(clock, random, weakStore ? static_cast<Store &>(*weakStore) : store, hasher, tokens, metrics,
               {options.refreshTtl, options.refreshGrace, options.chainTtl}),
          careStore(*database),
          mailer(clock, random, options.dataDirectory + QLatin1String("/outbox")),
          passwordRoutes({clock, random, careStore, auth, hasher, mailer}),
          secondFactorRoutes({clock, random, careStore, auth, hasher}),
          careGate(careStore, passwordRoutes, secondFactorRoutes, options.wantsVerifiedEmail),
          authRoutes(auth, careGate, !isLoopbackAddress(options.listen)),
          sessionRoutes(clock, auth, options.recentSignIn),
          handoffStore(*database),
          weakHandoffStore(options.defects.any() ? std::make_unique<DefectiveHandoffStore>(handoffStore, options.defects) : nullptr),
          handoff({clock, random, weakHandoffStore ? static_cast<HandoffStore &>(*weakHandoffStore) : handoffStore, auth, authRoutes, outgoing}, url,
                  !isLoopbackAddress(options.listen))
    {
        const core::Secret webClientSecret = newOpaqueToken(random); // of a client that lives as long as we do
        authRoutes.addTo(router);
        sessionRoutes.addTo(router);
        passwordRoutes.addTo(router);
        secondFactorRoutes.addTo(router, authRoutes);
        addOperationRoutes(router, store, metrics, [&server] { return server.openConnections(); });
        const auto contextOf = [&](const char *provider) {
            return ProviderContext{clock,
                                   random,
                                   providerStore,
                                   metrics,
                                   url,
                                   options.accessTtl,
                                   {desktopClient(), webClient(url, QString::fromLatin1(provider), webClientSecret)}};
        };
        if (options.providers.contains(QLatin1String("google"))) {
            google.emplace(contextOf("google"), keys.google).addTo(router);
            handoff.addTo(router, simulatedGoogle(url, webClientSecret));
        }
        if (options.providers.contains(QLatin1String("github"))) {
            github.emplace(contextOf("github")).addTo(router);
            handoff.addTo(router, simulatedGitHub(url, webClientSecret));
        }
        handoff.addExchangeTo(router);
    }
    Metrics metrics;
    std::unique_ptr<SqliteDatabase> database;
    SqliteStore store;
    std::unique_ptr<DefectiveStore> weakStore; ///< With --defect alone.
    SqliteProviderStore providerStore;
    Router router;
    AccessTokens tokens;
    PasswordHasher hasher;
    AuthService auth;
    CareStore careStore;
    Mailer mailer;
    PasswordRoutes passwordRoutes;
    SecondFactorRoutes secondFactorRoutes;
    CareGate careGate;
    AuthRoutes authRoutes;
    SessionRoutes sessionRoutes;
    SqliteHandoffStore handoffStore;
    std::unique_ptr<DefectiveHandoffStore> weakHandoffStore; ///< With --defect alone.
    OutgoingHttp outgoing;
    HandoffRoutes handoff;
    std::optional<GoogleProvider> google;
    std::optional<GithubProvider> github;
};

Service::Service(const core::Clock &clock, core::Random &random, Options options)
    : m_options(std::move(options)), m_clock(clock), m_random(random), m_server(HttpLimits(), std::clamp(cores(), 2, 4))
{ }

Service::~Service()
{
    m_server.stop(); // nobody asks any more
    if (m_graph) {
        m_graph->outgoing.stop();
        m_graph->hasher.stop(); // nobody answers any more
        m_graph->mailer.stop(); // and nobody writes; now the rest may go
    }
}

core::Result<void> Service::start()
{
    if (!core::ensurePrivateDirectory(m_options.dataDirectory).ok())
        return storageError("data_unwritable", QStringLiteral("The data folder %1 cannot be made or used.").arg(m_options.dataDirectory));
    const auto keys = loadOrCreateKeys(m_options.dataDirectory);
    if (!keys.ok())
        return keys.error();
    auto database = SqliteDatabase::open(m_options.databasePath);
    if (!database.ok())
        return storageError("database_unusable",
                            QStringLiteral("The database %1 cannot be used: %2.").arg(m_options.databasePath, database.error().detail));
    const auto port = m_server.listen(m_options.listen, m_options.port);
    if (!port.ok())
        return listenError(port.error(), m_options);
    m_url = baseUrl(m_options.listen, *port);
    if (m_options.faults)
        m_faults = std::make_unique<FaultBench>(m_clock, *keys, m_options.defects);
    const core::Clock &clock = m_faults ? m_faults->clock() : m_clock;
    m_graph = std::make_unique<Graph>(clock, m_random, m_options, *keys, std::move(database).value(), m_server, m_url);
    purge();
    HttpServer::Handler route = [this](Request request, const Replier &reply) { m_graph->router.handle(std::move(request), reply); };
    if (m_faults) // before the router, and nowhere without --faults
        route = m_faults->inject({m_graph->router, m_graph->auth, m_graph->tokens, m_graph->weakStore.get()}, std::move(route));
    m_server.start([route, guarded = isLoopbackAddress(m_options.listen)](Request request, const Replier &reply) {
        if (guarded && !isLoopbackHost(request.header("host")))
            reply(errorAnswer(421, "misdirected", QStringLiteral("This server does not answer for that host name.")));
        else
            route(std::move(request), reply);
    });
    return {};
}

QJsonObject Service::readyLine() const
{
    QJsonObject line{{QStringLiteral("ready"), true}, {QStringLiteral("pid"), QCoreApplication::applicationPid()}, {QStringLiteral("url"), m_url}};
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

void Service::purge()
{
    const Instant before = instantOf(m_clock) - keptAfterEnd;
    for (const core::Result<void> &purged : {m_graph->store.purge(before), m_graph->providerStore.purge(before), m_graph->handoffStore.purge(before),
                                             m_graph->careStore.purge(before)}) {
        if (!purged.ok())
            logEvent(LogLevel::Warning, "purge_failed", {{QStringLiteral("detail"), purged.error().detail}});
    }
}

} // namespace keyturn::backend
