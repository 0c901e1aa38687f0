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
    return redirectUri;
}

void BrowserRoundTrip::await(Reader reader, std::chrono::milliseconds patience)
{
    m_reader = std::move(reader);
    m_listener->setJudge([this](const QString &query) { return judge(query); });
    m_clock.callAfter(patience, this, [this] {
        if (isWaiting())
            Q_EMIT answered(
                core::Error{core::ErrorKind::Cancelled, QStringLiteral("browser_timeout"), QStringLiteral("no answer came from the browser")});
    });
}

LoopbackListener::Verdict BrowserRoundTrip::judge(const QString &query)
{
    using Verdict = LoopbackListener::Verdict;
    const AuthorizationAnswer answer = m_reader(query);
    if (const auto *foreign = std::get_if<ForeignAnswer>(&answer)) {
        qCWarning(core::lcOAuth) << "An answer that is not ours came to the loopback listener:" << foreign->reason;
        return Verdict::NotOurs;
    }
    m_answered = true;
    const auto &brought = std::get<core::Result<core::Secret>>(answer);
    Q_EMIT answered(brought);
    return brought.ok() ? Verdict::Accepted : Verdict::Refused;
}

core::Result<void> BrowserRoundTrip::open(const QUrl &url)
{
    if (!isWaiting())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("browser_failed"), QStringLiteral("there is nothing to open at this step")};
    return m_browser.openWatched(url, this, [this](const core::Error &error) {
        if (isWaiting())
            Q_EMIT browserFailed(error);
    });
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
    if (judge(address.query(QUrl::FullyEncoded)) == LoopbackListener::Verdict::NotOurs)
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
