// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/pacedhttpclient.h"
#include "tokens/authenticatedreply.h"
#include "tokens/replaypolicy.h"

namespace keyturn::tokens {

/// Each sending stands in the log on its own: that a request was refused first is what one looks for there.
void AuthenticatedReply::watchExchange()
{
    if (!m_way.log)
        return;
    net::SecretParts secrets{{}, {m_sent.accessToken}, {}, {m_way.use.header}};
    for (const auto &[name, value] : m_way.use.cookiesOf(m_sent.accessToken))
        secrets.tokens.append(value);
    const net::PassingExchange::Request request{methodOf(operation(), m_stripped), m_way.purpose.isEmpty() ? purpose() : m_way.purpose,
                                                m_account.toString(), secrets, m_way.bodyServesAgain ? m_way.body.data() : nullptr};
    m_exchange = std::make_unique<net::PassingExchange>(*m_way.clock, m_way.log, request, *m_inner, nullptr);
}

/// Of a sending that is not the last, or whose end the caller sees.
void AuthenticatedReply::recordEnd()
{
    if (const std::unique_ptr<net::PassingExchange> ended = std::move(m_exchange))
        ended->record();
}

/// Of one that nobody waits for any more, or that another records.
void AuthenticatedReply::leaveRecording()
{
    if (m_exchange && !m_way.purpose.isEmpty())
        m_exchange->discard();
    m_exchange.reset();
}

void AuthenticatedReply::notePause()
{
    if (!m_way.pauses)
        return;
    net::HttpResponse response;
    response.status = m_inner->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    for (const RawHeaderPair &header : m_inner->rawHeaderPairs())
        response.headers.append(net::Header{header.first, header.second});
    m_way.pauses->note(url(), purpose(), m_sentAt, response);
}

} // namespace keyturn::tokens
