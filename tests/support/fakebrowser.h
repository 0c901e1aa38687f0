// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/browseropener.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QTcpSocket>

#include <functional>

namespace keyturn::tests {

/// One connection on which a test says every byte itself. Nothing blocks: the event loop must turn for anything to arrive.
class RawConnection : public QObject
{
    Q_OBJECT
public:
    RawConnection(const QString &host, quint16 port);

    void send(const QByteArray &bytes);
    [[nodiscard]] bool waitUntilConnected();
    /// Until the other side has closed, or 5 s; what came until then.
    [[nodiscard]] QByteArray waitForAll();
    [[nodiscard]] const QByteArray &received() const { return m_received; }
    [[nodiscard]] bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    [[nodiscard]] bool wasRefused() const { return m_refused; }
    void drop() { m_socket.abort(); } ///< Gone without a word.

private:
    QTcpSocket m_socket;
    QByteArray m_received;
    bool m_refused = false;
};

/// What a browser shows after a navigation.
struct BrowserPage {
    QUrl url;
    int status = 0; ///< 0: the connection was refused or dropped.
    QByteArray headers;
    QByteArray body;

    [[nodiscard]] QByteArray header(const QByteArray &name) const;
};

/// Stands for the person's browser: takes the authorization URL and comes back as the provider would send it. `answer` says where to; by default to
/// redirect_uri with a code and the state that was given. It follows 303s to their end, as browsers do, unless told otherwise.
class FakeBrowser : public QObject, public oauth::BrowserOpener
{
    Q_OBJECT
public:
    using Answer = std::function<QList<QUrl>(const QUrl &authorizationUrl)>;

    FakeBrowser();

    [[nodiscard]] core::Result<void> open(const QUrl &url) override;
    /// Navigates to @p url, following redirects to 127.0.0.1 and [::1]; every page is in pages() when its last byte is there.
    void visit(const QUrl &url);

    Answer answer; ///< Empty list: the person does nothing.
    bool followsRedirects = true;
    bool canStart = true;

    [[nodiscard]] const QList<QUrl> &opened() const { return m_opened; }
    [[nodiscard]] const QList<BrowserPage> &pages() const { return m_pages; }

private:
    QList<QUrl> m_opened;
    QList<BrowserPage> m_pages;
};

/// The redirect_uri of @p authorizationUrl with @p parameters as its query; `state` as it was given, unless a parameter of that name is there.
[[nodiscard]] QUrl callbackUrl(const QUrl &authorizationUrl, const QList<std::pair<QString, QString>> &parameters);

} // namespace keyturn::tests
