// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/handoffflow.h"

#include "core/logging.h"
#include "oauth/loopbacktarget.h"
#include "oauth/pkce.h"
#include "oauth/tokeninaddress.h"

#include <optional>

namespace keyturn::oauth {

namespace {

constexpr qsizetype longestAddress = 16 * 1024; // as the listener reads

core::Error error(core::ErrorKind kind, const char *code, const char *detail = "")
{
    return {kind, QString::fromLatin1(code), QString::fromLatin1(detail)};
}

/// @p base with @p parameters behind the query that it has.
QUrl withQuery(const QUrl &base, const QList<std::pair<const char *, QString>> &parameters)
{
    QByteArrayList pairs;
    if (base.hasQuery())
        pairs += base.query(QUrl::FullyEncoded).toLatin1();
    for (const auto &[name, value] : parameters) {
        if (!value.isEmpty())
            pairs += name + QByteArray("=") + QUrl::toPercentEncoding(value);
    }
    QUrl url = base;
    url.setQuery(QString::fromLatin1(pairs.join('&')), QUrl::StrictMode);
    return url;
}

} // namespace

class HandoffFlow::Run
{
public:
    Run(HandoffFlow *flow, core::Clock &clock, core::Random &random, BrowserOpener &browser, HandoffRequest request, HandoffExchange exchange)
        : m_flow(flow), m_clock(clock), m_random(random), m_browser(browser), m_request(std::move(request)), m_exchange(std::move(exchange))
    { }
    ~Run() { m_stop.request_stop(); }

    void start();
    void cancel();
    [[nodiscard]] core::Result<void> openBrowser();
    [[nodiscard]] const QUrl &url() const { return m_url; }
    [[nodiscard]] core::Result<void> takeAddress(const QString &pasted);

private:
    [[nodiscard]] const model::Handoff &handoff() const { return *m_request.provider.handoff; }
    [[nodiscard]] QUrl startUrl();
    void waitForBrowser();
    [[nodiscard]] AuthorizationAnswer read(const QString &query) const;
    [[nodiscard]] LoopbackListener::Verdict judge(const QString &query);
    [[nodiscard]] bool isOurPlace(const QUrl &address) const;
    void exchange(const core::Secret &brought);
    void end(core::Result<AuthorizationOutcome> outcome);
    void tell();

    HandoffFlow *m_flow;
    core::Clock &m_clock;
    core::Random &m_random;
    BrowserOpener &m_browser;
    HandoffRequest m_request;
    HandoffExchange m_exchange;
    std::stop_source m_stop;
    QByteArray m_state;
    Pkce m_pkce;
    QUrl m_redirectUri;
    QUrl m_url;
    std::unique_ptr<LoopbackListener> m_listener;
    std::optional<core::Result<AuthorizationOutcome>> m_outcome; ///< Set: it has ended.
    bool m_started = false;
    bool m_answered = false; ///< The browser's answer came: the listener is about to close by itself.
};

void HandoffFlow::Run::start()
{
    if (std::exchange(m_started, true) || m_outcome)
        return;
    m_listener = std::make_unique<LoopbackListener>(m_clock, loopbackTarget(m_request.provider, m_random));
    const core::Result<QUrl> listening = m_listener->listen();
    if (!listening.ok())
        return end(listening.error());
    m_redirectUri = *listening;
    m_listener->setJudge([this](const QString &query) { return judge(query); });
    m_url = startUrl();
    waitForBrowser();
}

QUrl HandoffFlow::Run::startUrl()
{
    if (!handoff().isSafe())
        return m_request.start; // it knows one address of its own configuration, and nothing of us
    m_state = core::randomToken(m_random, 32);
    m_pkce = makePkce(m_random);
    return withQuery(m_request.start,
                     {{"redirect_uri", m_redirectUri.toString(QUrl::FullyEncoded)},
                      {"state", QString::fromLatin1(m_state)},
                      {"code_challenge", QString::fromLatin1(m_pkce.challenge)},
                      {"code_challenge_method", QStringLiteral("S256")},
                      {"login_hint", m_request.loginHint},
                      {"prompt", m_request.prompt}});
}

void HandoffFlow::Run::waitForBrowser()
{
    m_clock.callAfter(m_request.patience, m_flow, [this] {
        if (!m_answered) // FAULTS 30
            end(error(core::ErrorKind::Cancelled, "browser_timeout", "no answer came from the browser"));
    });
    Q_EMIT m_flow->stepChanged(Step::WaitingForBrowser);
    if (m_outcome)
        return;
    Q_EMIT m_flow->authorizationUrlReady(m_url);
    if (m_outcome || !m_request.openBrowser)
        return;
    if (const core::Result<void> opened = openBrowser(); !opened.ok())
        Q_EMIT m_flow->browserFailed(opened.error());
}

core::Result<void> HandoffFlow::Run::openBrowser()
{
    if (m_url.isEmpty() || m_answered || m_outcome)
        return error(core::ErrorKind::Configuration, "browser_failed", "there is nothing to open at this step");
    return m_browser.open(m_url);
}

AuthorizationAnswer HandoffFlow::Run::read(const QString &query) const
{
    if (!handoff().isSafe())
        return readTokenInAddress(query, handoff().tokenParameter);
    return readAuthorizationResponse(query, {m_state, m_request.issuer, true});
}

LoopbackListener::Verdict HandoffFlow::Run::judge(const QString &query)
{
    using Verdict = LoopbackListener::Verdict;
    const AuthorizationAnswer answer = read(query);
    if (const auto *foreign = std::get_if<ForeignAnswer>(&answer)) {
        qCWarning(core::lcOAuth) << "An answer that is not ours came to the loopback listener:" << foreign->reason;
        return Verdict::NotOurs;
    }
    m_answered = true;
    const auto &brought = std::get<core::Result<core::Secret>>(answer);
    if (!brought.ok()) {
        end(brought.error());
        return Verdict::Refused;
    }
    exchange(*brought);
    return Verdict::Accepted;
}

/// Without a `state` the place is all there is to compare.
bool HandoffFlow::Run::isOurPlace(const QUrl &address) const
{
    return handoff().isSafe() || address.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment) == m_redirectUri;
}

core::Result<void> HandoffFlow::Run::takeAddress(const QString &pasted)
{
    const core::Error notOurs = error(core::ErrorKind::Rejected, "address_not_ours");
    if (m_url.isEmpty() || m_answered || m_outcome || pasted.size() > longestAddress)
        return notOurs;
    const QUrl address(pasted.trimmed(), QUrl::StrictMode);
    if (!address.isValid() || !address.hasQuery() || !isOurPlace(address)
        || judge(address.query(QUrl::FullyEncoded)) == LoopbackListener::Verdict::NotOurs)
        return notOurs;
    m_listener->close(); // nobody comes for the last page
    return {};
}

void HandoffFlow::Run::exchange(const core::Secret &brought)
{
    const HandoffAnswer answer = handoff().isSafe() ? HandoffAnswer(HandoffCode{brought, m_pkce.verifier, m_redirectUri.toString(QUrl::FullyEncoded)})
                                                    : HandoffAnswer(brought);
    core::whenDone(m_exchange(answer, m_stop.get_token()), m_flow, [this](const core::Result<AuthorizationOutcome> &outcome) { end(outcome); });
    Q_EMIT m_flow->stepChanged(Step::ExchangingCode);
}

void HandoffFlow::Run::cancel()
{
    if (m_listener)
        m_listener->close();
    end(error(core::ErrorKind::Cancelled, "cancelled"));
}

void HandoffFlow::Run::end(core::Result<AuthorizationOutcome> outcome)
{
    if (m_outcome)
        return;
    m_outcome = std::move(outcome);
    m_stop.request_stop();
    if (m_listener && m_answered && !m_listener->isClosed()) {
        // The browser still comes for the last page: whoever hears the end may destroy the flow, or end the program, at once.
        QObject::connect(
            m_listener.get(), &LoopbackListener::closed, m_flow, [this] { tell(); }, Qt::QueuedConnection);
        return;
    }
    if (m_listener)
        m_listener->close();
    QMetaObject::invokeMethod(
        m_flow, [this] { tell(); }, Qt::QueuedConnection);
}

void HandoffFlow::Run::tell()
{
    const core::Result<AuthorizationOutcome> outcome = *m_outcome; // the flow, and this, may be destroyed in the slot
    if (outcome.ok())
        Q_EMIT m_flow->completed(*outcome);
    else
        Q_EMIT m_flow->failed(outcome.error());
}

HandoffFlow::HandoffFlow(core::Clock &clock, core::Random &random, BrowserOpener &browser, HandoffRequest request, HandoffExchange exchange,
                         QObject *parent)
    : QObject(parent), m_run(std::make_unique<Run>(this, clock, random, browser, std::move(request), std::move(exchange)))
{ }

HandoffFlow::~HandoffFlow() = default;

void HandoffFlow::start()
{
    m_run->start();
}

void HandoffFlow::cancel()
{
    m_run->cancel();
}

core::Result<void> HandoffFlow::openBrowserAgain()
{
    return m_run->openBrowser();
}

core::Result<void> HandoffFlow::takeAddress(const QString &pasted)
{
    return m_run->takeAddress(pasted);
}

QUrl HandoffFlow::authorizationUrl() const
{
    return m_run->url();
}

} // namespace keyturn::oauth
