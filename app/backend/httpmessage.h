// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace keyturn::backend {

struct HttpHeader {
    QByteArray name;
    QByteArray value;
};

/// One request, read whole and within the server's limits. Everything in it is untrusted.
struct Request {
    QByteArray method; ///< As sent; methods are case-sensitive (RFC 9110 §9.1).
    QByteArray path; ///< As sent, percent-encoding kept; starts with "/".
    QByteArray query; ///< Without the "?"; may hold codes and states, so it is never logged.
    QList<HttpHeader> headers;
    QByteArray body;
    QString peer; ///< The other side's IP address.

    /// The first header of that name (any case), empty when there is none.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    /// The first cookie of that name.
    [[nodiscard]] std::optional<QByteArray> cookie(QByteArrayView name) const;
    /// The media type of the body, lower-case, without parameters.
    [[nodiscard]] QByteArray mediaType() const;
    /// The credentials after the scheme, where the Authorization header has this scheme (any case, RFC 9110 §11.1).
    [[nodiscard]] std::optional<QByteArray> authorization(QByteArrayView scheme) const;
};

/// How an answer leaves: whole and at once but for faults on demand (faults/faultinjector.h), which are the only ones to say anything else.
struct Transmission {
    enum class Kind {
        Whole,
        Truncated, ///< `bytes` of the body, then the connection ends.
        Dripped, ///< The body byte by byte with `pause` between two.
        Dropped, ///< Nothing; the connection ends.
        Reset, ///< Nothing; the connection ends by RST.
    };
    Kind kind = Kind::Whole;
    std::chrono::milliseconds delay{}; ///< Before anything leaves.
    qsizetype bytes = 0;
    std::chrono::milliseconds pause{};
    [[nodiscard]] bool isOrdinary() const { return kind == Kind::Whole && delay.count() == 0; }
};

struct Response {
    int status = 200;
    QList<HttpHeader> headers;
    QByteArray body;
    Transmission transmission = {};
};

/// The way back of one request: called once, from any thread, now or later. Copies share it; the first answer wins, and when the last copy goes
/// unanswered the client gets a 500, so that no connection hangs.
class Replier
{
public:
    explicit Replier(std::function<void(Response)> send);
    void operator()(Response response) const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace keyturn::backend
