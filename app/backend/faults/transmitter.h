// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <functional>
#include <memory>
#include <string>

namespace keyturn::backend {

/// Sends one answer in another way than whole and at once, by what its Transmission says. Everything runs on the stream's executor; no thread
/// waits.
class Transmitter : public std::enable_shared_from_this<Transmitter>
{
public:
    /// @p done keeps the stream alive and is called once: with true where the answer went out whole and the connection may go on, with false
    /// where the connection is over. @p head is the status line and the headers with the empty line after them.
    using Done = std::function<void(bool whole)>;
    Transmitter(boost::beast::tcp_stream &stream, const Transmission &how, std::string head, std::string body, Done done);
    void start();

private:
    void send();
    void write(bool whole);
    void drip();
    void close(bool reset);

    boost::beast::tcp_stream &m_stream;
    boost::asio::steady_timer m_timer;
    Transmission m_how;
    std::string m_bytes; ///< Head and what is sent of the body; of a dripped one, what has not gone yet.
    std::size_t m_headSize;
    std::size_t m_sent = 0;
    Done m_done;
};

} // namespace keyturn::backend
