// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/exchangelog.h"
#include "oauth/authorizationresponse.h"
#include "oauth/browseropener.h"
#include "oauth/loopbacklistener.h"

#include <QObject>

#include <functional>

namespace keyturn::oauth {

/// The browser's way out and back (RFC 8252 §4.1): it is sent to an address and awaited at a loopback listener, or its last address is pasted, and
/// what it brings is heard once. What was asked, and what the answer is good for, is the flow's own.
class BrowserRoundTrip final : public QObject
{
    Q_OBJECT
public:
    /// Reads the query of a callback; a ForeignAnswer changes nothing.
    using Reader = std::function<AuthorizationAnswer(const QString &encodedQuery)>;

    /// @p clock, @p browser and @p log, which may be none, must outlive it.
    BrowserRoundTrip(core::Clock &clock, BrowserOpener &browser, net::ExchangeLog *log) : m_clock(clock), m_browser(browser), m_log(log) { }

    /// Answers the redirect URI. Errors as LoopbackListener's.
    [[nodiscard]] core::Result<QUrl> listen(const LoopbackTarget &target);
    /// From here on answers are taken, for @p patience at most. After listen().
    void await(Reader reader, std::chrono::milliseconds patience);
    [[nodiscard]] bool isWaiting() const { return m_reader && !m_answered && !m_over; }

    /// Errors as BrowserOpener's; Configuration `browser_failed` where no answer is awaited.
    [[nodiscard]] core::Result<void> open(const QUrl &url);
    /// The address that the browser ended on, where it could not reach the listener. Host and path are not looked at unless @p exactPlace: `state`
    /// tells whose answer it is, and they may have been changed by whatever stands between two devices. Rejected `address_not_ours` changes nothing.
    [[nodiscard]] core::Result<void> takeAddress(const QString &pasted, bool exactPlace = false);

    /// The flow has ended, or is to: left() follows as soon as the browser has the last page.
    void leave();
    /// Shows no last page.
    void close();

Q_SIGNALS:
    /// After open() said that it was started: it has shown nothing. Answers are awaited still.
    void browserFailed(const keyturn::core::Error &error);
    /// At most once: what the answer brought, the refusal that it is, or Cancelled `browser_timeout` (FAULTS 30). The receiver may leave(), but not
    /// destroy this.
    void answered(const keyturn::core::Result<keyturn::core::Secret> &brought);
    /// From the event loop, once, after leave(): whoever hears it may destroy all, or end the program.
    void left();

private:
    enum class Way { Listener, Pasted };
    [[nodiscard]] LoopbackListener::Verdict judge(const QString &query, Way way);
    void note(const net::Note &note) const;
    void noteCallback(const QString &query, Way way, LoopbackListener::Verdict verdict, const QString &failure) const;
    core::Clock &m_clock;
    BrowserOpener &m_browser;
    net::ExchangeLog *m_log;
    QUrl m_redirectUri;
    Reader m_reader;
    std::unique_ptr<LoopbackListener> m_listener;
    bool m_answered = false; ///< The browser's answer came: the listener is about to close by itself.
    bool m_over = false;
};

} // namespace keyturn::oauth
