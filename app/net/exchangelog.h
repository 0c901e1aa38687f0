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

namespace keyturn::net {

struct HttpRequest;
struct HttpResponse;

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
};

/// The last exchanges of this process, oldest dropped first. Redacts as it records: no secret ever enters it.
class ExchangeLog : public QObject
{
    Q_OBJECT
public:
    explicit ExchangeLog(qsizetype capacity = 2000, QObject *parent = nullptr);

    void record(const HttpRequest &request, const HttpResponse &response, const QDateTime &startedAt, std::chrono::milliseconds duration);
    void recordFailure(const HttpRequest &request, const QString &code, const QDateTime &startedAt, std::chrono::milliseconds duration);
    [[nodiscard]] const QList<Exchange> &exchanges() const { return m_exchanges; }

Q_SIGNALS:
    void recorded(const keyturn::net::Exchange &exchange);

private:
    [[nodiscard]] Exchange begin(const HttpRequest &request, const QDateTime &startedAt, std::chrono::milliseconds duration);
    void append(Exchange exchange);

    QList<Exchange> m_exchanges;
    qsizetype m_capacity;
    quint64 m_next = 1;
    Redaction m_redaction;
};

} // namespace keyturn::net
