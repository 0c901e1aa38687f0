// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <chrono>

namespace keyturn::audit {

/// A version of TLS that is not to be spoken any more (RFC 8996).
enum class OldTls { Tls10, Tls11 };

/// What a server says to a client that speaks nothing better.
enum class HelloAnswer {
    Spoken, ///< It goes on with a ServerHello of that version.
    Refused, ///< An alert, another version, or the connection's end.
    Unknown, ///< No connection, or no answer in time.
};

/// The first message of such a client (RFC 4346 §7.4.1.2), in a record; @p random are its 32 bytes. @p host goes along as server name unless it is an
/// address.
[[nodiscard]] QByteArray clientHello(OldTls version, const QString &host, const QByteArray &random);
/// By the first bytes of the server's: 11 tell, and fewer where it is an alert.
[[nodiscard]] HelloAnswer readHello(OldTls version, const QByteArray &answer);

/// Connects and asks. Written by hand, for the TLS library of this computer need not speak these versions itself.
[[nodiscard]] HelloAnswer greet(OldTls version, const QString &host, quint16 port, const QByteArray &random, std::chrono::milliseconds deadline);

} // namespace keyturn::audit
