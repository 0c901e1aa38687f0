// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectivepages.h"

#include "backend/opaquetoken.h"
#include "backend/session/csrftoken.h"
#include "backend/session/sessioncookie.h"

namespace keyturn::backend {

namespace {

/// Where the origin of a forged request stands while the backend must not see it.
constexpr auto hiddenOrigin = "X-Keyturn-Origin";
constexpr auto csrfHeader = "X-CSRF-Token";

bool isCalled(const HttpHeader &header, const char *name)
{
    return header.name.compare(name, Qt::CaseInsensitive) == 0;
}

/// The cookie has another name where it is for TLS alone.
bool hasSecureId(const Request &request)
{
    return !sentSessionCookie(request, true).isEmpty();
}

core::Secret sessionId(const Request &request)
{
    return sentSessionCookie(request, hasSecureId(request));
}

} // namespace

std::optional<Response> DefectivePages::meet(Request &request)
{
    if (m_defects.has(Defect::SessionFixation))
        exchangeId(request);
    if (request.path.startsWith("/api/") && !request.header("cookie").isEmpty())
        ownUp(request);
    return std::nullopt;
}

void DefectivePages::leave(const Request &request, Response &response)
{
    if (m_defects.has(Defect::SessionFixation))
        keepId(request, response);
    if (request.path.startsWith("/api/"))
        letRead(request, response);
}

/// Makes it look as if a page of our own had sent it, as far as nobody is to mind.
void DefectivePages::ownUp(Request &request) const
{
    const bool all = m_defects.has(Defect::CsrfOff);
    if (all || m_defects.has(Defect::CsrfOriginIgnored))
        hideOrigin(request);
    const QByteArray type = request.mediaType();
    const bool simple = type.isEmpty() || type == "text/plain" || type == "application/x-www-form-urlencoded";
    if (simple && (all || m_defects.has(Defect::CsrfTextPlain)))
        setHeader(request.headers, "Content-Type", "application/json");
    if (const core::Secret id = sessionId(request); !id.isEmpty() && (all || m_defects.has(Defect::CsrfTokenIgnored)))
        setHeader(request.headers, csrfHeader, newCsrfToken(m_random, id));
}

void DefectivePages::hideOrigin(Request &request)
{
    request.headers.removeIf([](const HttpHeader &header) { return isCalled(header, "sec-fetch-site"); });
    for (HttpHeader &header : request.headers) {
        if (isCalled(header, "origin"))
            header.name = hiddenOrigin;
    }
}

/// The session's own id for the one that the browser kept.
void DefectivePages::exchangeId(Request &request)
{
    const core::Secret kept = sessionId(request);
    core::Secret own;
    {
        const std::lock_guard lock(m_mutex);
        own = m_ownOf.value(hashOf(kept));
    }
    if (own.isEmpty())
        return;
    for (HttpHeader &header : request.headers) {
        if (isCalled(header, "cookie"))
            header.value.replace("sid=" + kept.reveal().toByteArray(), "sid=" + own.reveal().toByteArray());
    }
    if (isCsrfToken(request.header("x-csrf-token"), kept))
        setHeader(request.headers, csrfHeader, newCsrfToken(m_random, own));
}

/// Where a browser that has an id already is given another, it keeps its own.
void DefectivePages::keepId(const Request &request, Response &response)
{
    const core::Secret sent = sessionId(request);
    const QByteArray start = hasSecureId(request) ? "__Host-sid=" : "sid=";
    for (HttpHeader &header : response.headers) {
        if (sent.isEmpty() || !isCalled(header, "set-cookie") || !header.value.startsWith(start))
            continue;
        const qsizetype end = header.value.indexOf(';');
        const core::Secret given(header.value.mid(start.size(), end - start.size()));
        if (given.isEmpty() || given == sent)
            continue;
        const std::lock_guard lock(m_mutex);
        const core::Secret kept = m_keptOf.value(hashOf(sent), sent);
        header.value = start + kept.reveal().toByteArray() + header.value.mid(end);
        m_ownOf.insert(hashOf(kept), given);
        m_keptOf.insert(hashOf(given), kept);
    }
}

void DefectivePages::letRead(const Request &request, Response &response) const
{
    QByteArray origin = request.header("origin");
    if (origin.isEmpty())
        origin = request.header("x-keyturn-origin");
    const bool read = m_defects.has(Defect::CorsReflects) ? !origin.isEmpty() : m_defects.has(Defect::CorsNull) && origin == "null";
    if (!read)
        return;
    setHeader(response.headers, "Access-Control-Allow-Origin", origin);
    setHeader(response.headers, "Access-Control-Allow-Credentials", "true");
    if (request.method != "OPTIONS")
        return;
    setHeader(response.headers, "Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
    setHeader(response.headers, "Access-Control-Allow-Headers", "Authorization, Content-Type, X-CSRF-Token");
}

} // namespace keyturn::backend
