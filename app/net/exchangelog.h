// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/redaction.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <functional>

namespace keyturn::net {

struct HttpRequest;
struct HttpResponse;

/// What an entry of the log is: an exchange of ours, or a step of a sign-in that is none.
enum class EntryKind {
    Exchange, ///< Keyturn asked a server.
    BrowserOpened, ///< The browser was sent to `url`; what it does there is not seen.
    Callback, ///< The browser came to the loopback listener, which answered `status`. Method `PASTE`: the person brought the address by hand.
    Checked, ///< What came back was compared with what had been sent out (RFC 6749 §10.12); `failure` where it is not the awaited answer.
    LastPage, ///< The browser fetched the page that it ends on.
    Foreign, ///< Of a browser with a server: nobody but an imported recording knows of such.
};

/// When what happened, counted from startedAt; -1 ms: not known, or did not happen (the connection stood already).
struct Moments {
    std::chrono::milliseconds connecting{-1};
    std::chrono::milliseconds encrypted{-1};
    std::chrono::milliseconds sent{-1};
    std::chrono::milliseconds firstByte{-1};
    bool operator==(const Moments &) const = default;
};

/// One exchange as it may be shown and exported: already redacted (DESIGN decision 10). A redacted value reads `<secret #1a2b3c4d>`, where the
/// digits are the head of a keyed digest, so that two places can be compared without telling what stands there.
struct Exchange {
    quint64 number = 0;
    QString purpose;
    QDateTime startedAt; ///< UTC.
    std::chrono::milliseconds duration{0};
    QByteArray method;
    QUrl url;
    QList<std::pair<QByteArray, QByteArray>> requestHeaders;
    QByteArray requestBody;
    int status = 0; ///< 0: no answer, see failure.
    QList<std::pair<QByteArray, QByteArray>> responseHeaders;
    QByteArray responseBody; ///< At most 64 kB.
    QString failure; ///< Error code where there was no answer.
    EntryKind kind = EntryKind::Exchange;
    QString account = {}; ///< Whose it is, by id; empty where none is known.
    Moments moments = {};
    qint64 requestBytes = -1; ///< Of the body as it was sent, before redaction; -1: not known.
    qint64 responseBytes = -1; ///< The same of the answer's.
    QByteArray httpVersion = {}; ///< `HTTP/1.1`; empty: not known.
};

/// What only whoever sent an exchange knows of it.
struct Circumstances {
    QString account = {};
    Moments moments = {};
    QList<std::pair<QByteArray, QByteArray>> sentHeaders = {}; ///< Empty: no others than the request's own.
    qint64 requestBytes = -1; ///< Of a body that is not all in the request; -1: it is.
    qint64 responseBytes = -1; ///< The same of the response's.
};

/// A step that is no exchange of ours.
struct Note {
    EntryKind kind = EntryKind::BrowserOpened;
    QString purpose;
    QByteArray method = {};
    QUrl url = {};
    int status = 0; ///< Of what Keyturn answered; 0: nothing.
    QString failure = {};
};

/// The last exchanges of this process, oldest dropped first. Redacts as it records: no secret ever enters it.
class ExchangeLog : public QObject
{
    Q_OBJECT
public:
    explicit ExchangeLog(qsizetype capacity = 2000, QObject *parent = nullptr);
    /// As Redaction's; for what is recorded from now on.
    void setTokenKey(const QByteArray &key) { m_redaction.setTokenKey(key); }

    void record(const HttpRequest &request, const HttpResponse &response, const QDateTime &startedAt, std::chrono::milliseconds duration,
                const Circumstances &how = {});
    void recordFailure(const HttpRequest &request, const QString &code, const QDateTime &startedAt, std::chrono::milliseconds duration,
                       const Circumstances &how = {});
    void note(const Note &note, const QDateTime &at);
    /// Says whose the entries after @p after are that are nobody's yet, as far as @p fits; attributed() follows where there are any.
    void attribute(const QString &account, quint64 after, const std::function<bool(const Exchange &)> &fits);
    [[nodiscard]] const QList<Exchange> &exchanges() const { return m_exchanges; }
    [[nodiscard]] quint64 newest() const { return m_next - 1; } ///< The last entry's number; 0: there was none.

Q_SIGNALS:
    void recorded(const keyturn::net::Exchange &exchange);
    void attributed(const QString &account, const QList<quint64> &numbers);

private:
    [[nodiscard]] Exchange begin(const HttpRequest &request, const QDateTime &startedAt, std::chrono::milliseconds duration,
                                 const Circumstances &how);
    void append(Exchange exchange);

    QList<Exchange> m_exchanges;
    qsizetype m_capacity;
    quint64 m_next = 1;
    Redaction m_redaction;
};

} // namespace keyturn::net
