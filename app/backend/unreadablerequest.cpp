// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/unreadablerequest.h"

#include "backend/answers.h"

#include <boost/beast/http/error.hpp>

namespace keyturn::backend {

namespace http = boost::beast::http;

std::optional<Response> answerToUnreadable(const boost::system::error_code &error)
{
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
        return errorAnswer(431, "header_too_large", QStringLiteral("The request's header is larger than 8 kB."));
    if (error == http::error::body_limit)
        return errorAnswer(413, "body_too_large", QStringLiteral("The request's body is larger than 1 MB."));
    if (error == http::error::bad_version)
        return errorAnswer(505, "http_version", QStringLiteral("Only HTTP/1.0 and HTTP/1.1 are spoken here."));
    const bool gone = error == http::error::end_of_stream || error == http::error::partial_message;
    if (!gone && error.category() == make_error_code(http::error::bad_method).category())
        return errorAnswer(400, "bad_request", QStringLiteral("The request is not well-formed HTTP."));
    return std::nullopt;
}

} // namespace keyturn::backend
