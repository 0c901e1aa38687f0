// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/transmitter.h"

#include <boost/asio/write.hpp>

#include <algorithm>

namespace keyturn::backend {

namespace asio = boost::asio;
using boost::system::error_code;
using Kind = Transmission::Kind;

template <class Stream>
Transmitter<Stream>::Transmitter(Stream &stream, const Transmission &how, std::string head, std::string body, Done done)
    : m_stream(stream), m_timer(stream.get_executor()), m_how(how), m_bytes(std::move(head)), m_headSize(m_bytes.size()), m_done(std::move(done))
{
    m_bytes += how.kind == Kind::Truncated ? body.substr(0, static_cast<std::size_t>(how.bytes)) : body;
}

template <class Stream> void Transmitter<Stream>::start()
{
    transport().expires_never(); // the pauses are ours, not the client's
    m_timer.expires_after(m_how.delay);
    m_timer.async_wait([self = this->shared_from_this()](error_code) { self->send(); });
}

template <class Stream> void Transmitter<Stream>::send()
{
    switch (m_how.kind) {
    case Kind::Whole:
        return write(true);
    case Kind::Truncated:
        return write(false);
    case Kind::Dripped:
        return drip();
    case Kind::Dropped:
        return close(false);
    case Kind::Reset:
        return close(true);
    }
}

template <class Stream> void Transmitter<Stream>::write(bool whole)
{
    transport().expires_after(std::chrono::seconds(30));
    asio::async_write(m_stream, asio::buffer(m_bytes), [self = this->shared_from_this(), whole](error_code error, std::size_t) {
        if (error || !whole)
            self->close(false);
        else
            self->m_done(true);
    });
}

/// The head in one piece, then byte by byte.
template <class Stream> void Transmitter<Stream>::drip()
{
    const std::size_t piece = m_sent == 0 ? m_headSize : 1;
    asio::async_write(m_stream, asio::buffer(m_bytes.data() + m_sent, std::min(piece, m_bytes.size() - m_sent)),
                      [self = this->shared_from_this()](error_code error, std::size_t count) {
                          self->m_sent += count;
                          if (error)
                              return self->close(false);
                          if (self->m_sent == self->m_bytes.size())
                              return self->m_done(true);
                          self->m_timer.expires_after(self->m_how.pause);
                          self->m_timer.async_wait([self](error_code) { self->drip(); });
                      });
}

template <class Stream> void Transmitter<Stream>::close(bool reset)
{
    error_code ignored;
    auto &socket = transport().socket();
    if (reset)
        socket.set_option(asio::socket_base::linger(true, 0), ignored); // what is unsent is thrown away, and the other side gets RST
    socket.close(ignored);
    m_done(false);
}

template class Transmitter<boost::beast::tcp_stream>;
template class Transmitter<boost::beast::ssl_stream<boost::beast::tcp_stream>>;

} // namespace keyturn::backend
