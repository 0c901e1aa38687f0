// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/handoff/outgoinghttp.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTimer>

namespace keyturn::backend {

namespace {

constexpr std::chrono::seconds patience(10);
constexpr qint64 maxAnswerBytes = 256 * 1024;

QNetworkRequest toNetworkRequest(const OutgoingRequest &request)
{
    QNetworkRequest wire(request.url);
    wire.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    wire.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    wire.setRawHeader("User-Agent", "keyturn-backend"); // GitHub refuses requests without one
    wire.setRawHeader("Accept", "application/json");
    for (const HttpHeader &header : request.headers)
        wire.setRawHeader(header.name, header.value);
    if (request.form)
        wire.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/x-www-form-urlencoded"));
    return wire;
}

void sendOn(QObject *context, const OutgoingRequest &request, std::function<void(const OutgoingAnswer &)> done)
{
    auto *manager = new QNetworkAccessManager(context); // one for each: no connection is shared, none is found closed
    if (QHostAddress address; address.setAddress(request.url.host()) && address.isLoopback())
        manager->setProxy(QNetworkProxy::NoProxy);
    const QNetworkRequest wire = toNetworkRequest(request);
    QNetworkReply *reply = request.form ? manager->post(wire, *request.form) : manager->get(wire);
    QTimer::singleShot(patience, reply, &QNetworkReply::abort);
    QObject::connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > maxAnswerBytes)
            reply->abort();
    });
    QObject::connect(reply, &QNetworkReply::finished, context, [manager, reply, done = std::move(done)] {
        OutgoingAnswer answer{reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll()};
        if (reply->error() == QNetworkReply::OperationCanceledError || answer.body.size() > maxAnswerBytes)
            answer = {};
        manager->deleteLater();
        done(answer);
    });
}

} // namespace

OutgoingHttp::OutgoingHttp() : m_context(std::make_unique<QObject>())
{
    m_context->moveToThread(&m_thread);
    m_thread.start();
}

void OutgoingHttp::stop()
{
    if (!m_context)
        return;
    // Its children, the requests under way, go on their own thread.
    QMetaObject::invokeMethod(
        m_context.get(), [this] { m_context.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void OutgoingHttp::send(const OutgoingRequest &request, std::function<void(const OutgoingAnswer &)> done)
{
    QMetaObject::invokeMethod(
        m_context.get(), [this, request, done = std::move(done)]() mutable { sendOn(m_context.get(), request, std::move(done)); },
        Qt::QueuedConnection);
}

} // namespace keyturn::backend
