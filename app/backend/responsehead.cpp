// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/responsehead.h"

#include "backend/instant.h"

#include <boost/beast/http/status.hpp>

namespace keyturn::backend {

namespace {

constexpr std::size_t usualSize = 1024;

void add(std::string &text, std::string_view name, std::string_view value)
{
    text.append(name).append(": ").append(value).append("\r\n");
}

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

/// The time now. It changes once a second, and every answer has it.
const QByteArray &date()
{
    thread_local std::chrono::sys_seconds written;
    thread_local QByteArray text;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (text.isEmpty() || now != written) {
        written = now;
        text = httpDate(now);
    }
    return text;
}

} // namespace

std::string responseHead(const Response &response, const QList<QByteArray> &leftOut, bool close)
{
    namespace http = boost::beast::http;
    std::string text;
    text.reserve(usualSize);
    text.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
    text.append(reason.data(), reason.size()).append("\r\n");
    bool dated = false;
    for (const HttpHeader &header : response.headers) {
        const bool splits = header.value.contains('\r') || header.value.contains('\n'); // no answer is split, whatever a value was made of
        if (splits || leftOut.contains(header.name))
            continue;
        dated = dated || header.name == "Date";
        add(text, viewOf(header.name), viewOf(header.value));
    }
    if (!dated)
        add(text, "Date", viewOf(date()));
    if (response.status != 204 && response.status != 304) // RFC 9110 §8.6: there is no length of nothing
        add(text, "Content-Length", std::to_string(response.body.size()));
    if (close)
        add(text, "Connection", "close");
    return text.append("\r\n");
}

} // namespace keyturn::backend
