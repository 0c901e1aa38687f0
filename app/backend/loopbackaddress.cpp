// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/loopbackaddress.h"

#include <boost/asio/ip/address.hpp>

namespace keyturn::backend {

bool isLoopbackAddress(const QString &address)
{
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(address.toStdString(), error);
    return !error && parsed.is_loopback();
}

bool isLoopbackHost(const QString &host)
{
    return host == QLatin1String("localhost") || isLoopbackAddress(host);
}

} // namespace keyturn::backend
