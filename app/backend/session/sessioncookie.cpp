// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/session/sessioncookie.h"

namespace keyturn::backend {

namespace {

constexpr qsizetype maxCookie = 64;

const char *name(bool secure)
{
    return secure ? "__Host-sid" : "sid";
}

HttpHeader header(QByteArrayView value, std::chrono::seconds life, bool secure)
{
    return {"Set-Cookie",
            QByteArray(name(secure)) + '=' + value.toByteArray()
                + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + QByteArray::number(qint64(life.count())) + (secure ? "; Secure" : "")};
}

} // namespace

HttpHeader sessionCookie(const core::Secret &value, std::chrono::seconds life, bool secure)
{
    return header(value.reveal(), life, secure);
}

HttpHeader noSessionCookie(bool secure)
{
    return header({}, std::chrono::seconds(0), secure);
}

core::Secret sentSessionCookie(const Request &request, bool secure)
{
    const QByteArray value = request.cookie(name(secure)).value_or(QByteArray());
    return value.size() <= maxCookie ? core::Secret(value) : core::Secret();
}

} // namespace keyturn::backend
