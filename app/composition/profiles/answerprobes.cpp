// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/answerprobes.h"

namespace keyturn::composition {

namespace {

QString statusText(int status)
{
    return QStringLiteral("status %1").arg(status);
}

} // namespace

core::Async<net::HttpResponse> NotingClient::send(net::HttpRequest request)
{
    *m_status = 0;
    return core::chain(m_http.send(std::move(request)), &m_context,
                       [status = m_status](const net::HttpResponse &response) -> core::Result<net::HttpResponse> {
                           *status = response.status;
                           return response;
                       });
}

std::optional<CheckStep> missing(const QString &what, const QString &place, int status)
{
    if (status == 404 || status == 410)
        return CheckStep::fails(what, place, QStringLiteral("no_such_path"), statusText(status));
    if (status == 405 || status == 501)
        return CheckStep::fails(what, place, QStringLiteral("no_such_method"), statusText(status));
    return std::nullopt;
}

CheckStep asksForToken(const QString &what, const QString &place, const net::HttpResponse &response)
{
    if (const std::optional<CheckStep> gone = missing(what, place, response.status))
        return *gone;
    if (response.status == 401 || response.status == 403)
        return CheckStep::works(what, place, statusText(response.status));
    if (response.status == 429)
        return CheckStep::unclear(what, place, QStringLiteral("rate_limited"), statusText(response.status));
    if (response.status >= 500)
        return CheckStep::unclear(what, place, QStringLiteral("server_error"), statusText(response.status));
    if (response.status >= 300 && response.status < 400)
        return CheckStep::unclear(what, place, QStringLiteral("redirects"), statusText(response.status));
    if (response.status < 300)
        return CheckStep::unclear(what, place, QStringLiteral("answers_anybody"), statusText(response.status));
    return CheckStep::unclear(what, place, QStringLiteral("status_unclear"), statusText(response.status));
}

CheckStep allows(const QString &what, const QString &place, const QByteArray &method, const net::HttpResponse &response)
{
    QByteArrayList methods;
    for (const net::Header &header : response.headers) {
        if (header.name.compare("Allow", Qt::CaseInsensitive) != 0)
            continue;
        for (const QByteArray &one : header.value.toUpper().split(','))
            methods += one.trimmed();
    }
    if (methods.isEmpty())
        return CheckStep::unclear(what, place, QStringLiteral("only_by_doing"), statusText(response.status));
    const QString told = QStringLiteral("Allow: %1").arg(QString::fromLatin1(methods.join(", ")));
    return methods.contains(method) ? CheckStep::works(what, place, told) : CheckStep::fails(what, place, QStringLiteral("no_such_method"), told);
}

core::Async<QList<CheckStep>> ask(net::HttpClient &http, const core::Result<net::HttpRequest> &request, const QString &what, const QString &place,
                                  QObject *context, std::function<CheckStep(const net::HttpResponse &)> read)
{
    const core::Promise<QList<CheckStep>> promise;
    if (!request.ok()) {
        promise.finish(QList<CheckStep>{CheckStep::of(what, place, request.error())});
        return promise.future();
    }
    core::whenDone(http.send(*request), context, [promise, what, place, read = std::move(read)](const core::Result<net::HttpResponse> &answer) {
        promise.finish(QList<CheckStep>{answer.ok() ? read(*answer) : CheckStep::of(what, place, answer.error())});
    });
    return promise.future();
}

} // namespace keyturn::composition
