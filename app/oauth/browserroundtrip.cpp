// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/browserroundtrip.h"

#include "core/logging.h"

namespace keyturn::oauth {

namespace {

constexpr qsizetype longestAddress = 16 * 1024; // as the listener reads

} // namespace

core::Result<QUrl> BrowserRoundTrip::listen(const LoopbackTarget &target)
{
    m_listener = std::make_unique<LoopbackListener>(m_clock, target);
    core::Result<QUrl> redirectUri = m_listener->listen();
    if (redirectUri.ok())
        m_redirectUri = *redirectUri;
    connect(m_listener.get(), &LoopbackListener::lastPageShown, this, [this] {
        QUrl page = m_redirectUri;
        page.setPath(page.path() + QLatin1String("/done"));
        note({net::EntryKind::LastPage, QStringLiteral("last page"), "GET", page, 200, {}});
    });
    return redirectUri;
}

void BrowserRoundTrip::await(Reader reader, std::chrono::milliseconds patience)
{
    m_reader = std::move(reader);
    m_listener->setJudge([this](const QString &query) { return judge(query, Way::Listener); });
    m_clock.callAfter(patience, this, [this] {
        if (isWaiting())
            Q_EMIT answered(
                core::Error{core::ErrorKind::Cancelled, QStringLiteral("browser_timeout"), QStringLiteral("no answer came from the browser")});
    });
}

LoopbackListener::Verdict BrowserRoundTrip::judge(const QString &query, Way way)
{
    using Verdict = LoopbackListener::Verdict;
    const AuthorizationAnswer answer = m_reader(query);
    if (const auto *foreign = std::get_if<ForeignAnswer>(&answer)) {
        qCWarning(core::lcOAuth) << "An answer that is not ours came to the loopback listener:" << foreign->reason;
        noteCallback(query, way, Verdict::NotOurs, QStringLiteral("answer_not_ours"));
        return Verdict::NotOurs;
    }
    m_answered = true;
    const auto &brought = std::get<core::Result<core::Secret>>(answer);
    const Verdict verdict = brought.ok() ? Verdict::Accepted : Verdict::Refused;
    noteCallback(query, way, verdict, brought.ok() ? QString() : brought.error().code);
    Q_EMIT answered(brought);
    return verdict;
}

void BrowserRoundTrip::note(const net::Note &note) const
{
    if (m_log)
        m_log->note(note, m_clock.now());
}

/// What came, what the browser is told, and what came of comparing it with what was asked.
void BrowserRoundTrip::noteCallback(const QString &query, Way way, LoopbackListener::Verdict verdict, const QString &failure) const
{
    using Verdict = LoopbackListener::Verdict;
    QUrl url = m_redirectUri;
    url.setQuery(query);
    const bool isPasted = way == Way::Pasted;
    const int status = isPasted ? 0 : verdict == Verdict::NotOurs ? 400 : 303;
    note({net::EntryKind::Callback, QStringLiteral("callback"), isPasted ? "PASTE" : "GET", url, status, {}});
    note({net::EntryKind::Checked, QStringLiteral("state"), {}, {}, 0, failure});
}

core::Result<void> BrowserRoundTrip::open(const QUrl &url)
{
    if (!isWaiting())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("browser_failed"), QStringLiteral("there is nothing to open at this step")};
    core::Result<void> opened = m_browser.openWatched(url, this, [this](const core::Error &error) {
        if (isWaiting())
            Q_EMIT browserFailed(error);
    });
    note({net::EntryKind::BrowserOpened, QStringLiteral("browser"), "GET", url, 0, opened.ok() ? QString() : opened.error().code});
    return opened;
}

core::Result<void> BrowserRoundTrip::takeAddress(const QString &pasted, bool exactPlace)
{
    const core::Error notOurs{core::ErrorKind::Rejected, QStringLiteral("address_not_ours"), {}};
    if (!isWaiting() || pasted.size() > longestAddress)
        return notOurs;
    const QUrl address(pasted.trimmed(), QUrl::StrictMode);
    if (!address.isValid() || !address.hasQuery())
        return notOurs;
    if (exactPlace && address.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment) != m_redirectUri)
        return notOurs;
    if (judge(address.query(QUrl::FullyEncoded), Way::Pasted) == LoopbackListener::Verdict::NotOurs)
        return notOurs;
    m_listener->close(); // nobody comes for the last page
    return {};
}

void BrowserRoundTrip::leave()
{
    if (std::exchange(m_over, true))
        return;
    if (m_listener && m_answered && !m_listener->isClosed()) {
        connect(m_listener.get(), &LoopbackListener::closed, this, &BrowserRoundTrip::left, Qt::QueuedConnection);
        return;
    }
    close();
    QMetaObject::invokeMethod(this, &BrowserRoundTrip::left, Qt::QueuedConnection);
}

void BrowserRoundTrip::close()
{
    if (m_listener)
        m_listener->close();
}

} // namespace keyturn::oauth
