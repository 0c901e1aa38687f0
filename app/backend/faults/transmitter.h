// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <functional>
#include <memory>
#include <string>

namespace keyturn::backend {

/// Sends one answer in another way than whole and at once, by what its Transmission says. Everything runs on the stream's executor; no thread
/// waits. There is one for plain connections and one for TLS.
template <class Stream> class Transmitter : public std::enable_shared_from_this<Transmitter<Stream>>
{
public:
    /// @p done keeps the stream alive and is called once: with true where the answer went out whole and the connection may go on, with false
    /// where the connection is over. @p head is the status line and the headers with the empty line after them.
    using Done = std::function<void(bool whole)>;
    Transmitter(Stream &stream, const Transmission &how, std::string head, std::string body, Done done);
    void start();

private:
    void send();
    void write(bool whole);
    void drip();
    void close(bool reset);

    /// Whose deadlines hold, and what ends the connection: below TLS, so that the other side gets no close_notify and knows that this was no end.
    boost::beast::tcp_stream &transport() { return boost::beast::get_lowest_layer(m_stream); }

    Stream &m_stream;
    boost::asio::steady_timer m_timer;
    Transmission m_how;
    std::string m_bytes; ///< Head and what is sent of the body; of a dripped one, what has not gone yet.
    std::size_t m_headSize;
    std::size_t m_sent = 0;
    Done m_done;
};

extern template class Transmitter<boost::beast::tcp_stream>;
extern template class Transmitter<boost::beast::ssl_stream<boost::beast::tcp_stream>>;

} // namespace keyturn::backend
