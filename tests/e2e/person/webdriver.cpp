// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/person/webdriver.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QThread>

#include <stdexcept>

namespace keyturn::e2e {

namespace {

/// WebDriver's key of an element reference (W3C WebDriver §12.2).
const QString elementKey = QStringLiteral("element-6066-11e4-a52e-4f735466cecf");

QJsonObject chromiumOptions(const QString &profile)
{
    // Without the background flags Chromium looks up its maker's hosts at every start; --no-sandbox because tests run as root in CI.
    const QJsonArray arguments{QStringLiteral("--headless=new"),
                               QStringLiteral("--no-sandbox"),
                               QStringLiteral("--disable-gpu"),
                               QStringLiteral("--disable-quic"),
                               QStringLiteral("--no-first-run"),
                               QStringLiteral("--disable-background-networking"),
                               QStringLiteral("--disable-component-update"),
                               QStringLiteral("--disable-sync"),
                               QStringLiteral("--disable-dev-shm-usage"),
                               QStringLiteral("--password-store=basic"),
                               QStringLiteral("--no-proxy-server"),
                               QStringLiteral("--window-size=900,760"),
                               QStringLiteral("--user-data-dir=") + profile};
    return {{QStringLiteral("capabilities"),
             QJsonObject{{QStringLiteral("alwaysMatch"),
                          QJsonObject{{QStringLiteral("browserName"), QStringLiteral("chrome")},
                                      {QStringLiteral("goog:chromeOptions"), QJsonObject{{QStringLiteral("args"), arguments}}}}}}}};
}

} // namespace

WebDriver::WebDriver()
{
    m_manager.setProxy(QNetworkProxy::NoProxy);
    m_driver.setProcessChannelMode(QProcess::MergedChannels);
    m_driver.start(QStringLiteral("chromedriver"), {QStringLiteral("--port=0")});
    QByteArray said;
    static const QRegularExpression onPort(QStringLiteral("started successfully on port (\\d+)"));
    while (m_driver.waitForReadyRead(20'000)) {
        said += m_driver.readAll();
        const auto match = onPort.match(QString::fromUtf8(said));
        if (match.hasMatch()) {
            m_base = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(match.captured(1)));
            break;
        }
    }
    if (m_base.isEmpty())
        throw std::runtime_error("chromedriver did not start: " + said.toStdString());
    m_session = call("POST", QStringLiteral("/session"), chromiumOptions(m_profile.path())).toObject().value(QStringLiteral("sessionId")).toString();
}

WebDriver::~WebDriver()
{
    try {
        if (!m_session.isEmpty())
            call("DELETE", QStringLiteral("/session/") + m_session);
    } catch (const std::runtime_error &) {
        // The browser is gone already; the driver is ended below in any case.
    }
    m_driver.terminate();
    if (!m_driver.waitForFinished(5000))
        m_driver.kill();
    m_driver.waitForFinished(2000);
}

void WebDriver::open(const QUrl &url)
{
    call("POST", QStringLiteral("/session/%1/url").arg(m_session), {{QStringLiteral("url"), QString::fromUtf8(url.toEncoded())}});
}

QUrl WebDriver::currentUrl()
{
    return QUrl(call("GET", QStringLiteral("/session/%1/url").arg(m_session)).toString());
}

QString WebDriver::bodyText()
{
    const QString script = QStringLiteral("return document.body ? document.body.innerText : ''");
    return call("POST", QStringLiteral("/session/%1/execute/sync").arg(m_session),
                {{QStringLiteral("script"), script}, {QStringLiteral("args"), QJsonArray()}})
        .toString();
}

std::optional<QString> WebDriver::element(const QString &css, std::chrono::milliseconds patience)
{
    QElapsedTimer waited;
    waited.start();
    do {
        const QJsonObject query{{QStringLiteral("using"), QStringLiteral("css selector")}, {QStringLiteral("value"), css}};
        const QJsonArray found = call("POST", QStringLiteral("/session/%1/elements").arg(m_session), query).toArray();
        if (!found.isEmpty())
            return found.at(0).toObject().value(elementKey).toString();
        QThread::msleep(50);
    } while (waited.elapsed() < patience.count());
    return std::nullopt;
}

void WebDriver::type(const QString &elementId, const QString &text)
{
    call("POST", QStringLiteral("/session/%1/element/%2/clear").arg(m_session, elementId));
    call("POST", QStringLiteral("/session/%1/element/%2/value").arg(m_session, elementId), {{QStringLiteral("text"), text}});
}

void WebDriver::click(const QString &elementId)
{
    call("POST", QStringLiteral("/session/%1/element/%2/click").arg(m_session, elementId));
}

void WebDriver::screenshot(const QString &file)
{
    QFile out(file);
    if (out.open(QIODevice::WriteOnly))
        out.write(QByteArray::fromBase64(call("GET", QStringLiteral("/session/%1/screenshot").arg(m_session)).toString().toLatin1()));
}

QJsonValue WebDriver::call(const QByteArray &method, const QString &path, const QJsonObject &body)
{
    QNetworkRequest request(QUrl(m_base.toString() + path));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setTransferTimeout(60'000);
    const QByteArray text = method == "POST" ? QJsonDocument(body).toJson(QJsonDocument::Compact) : QByteArray();
    const std::unique_ptr<QNetworkReply> reply(m_manager.sendCustomRequest(request, method, text));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    const QByteArray answer = reply->readAll();
    const QJsonValue value = QJsonDocument::fromJson(answer).object().value(QStringLiteral("value"));
    if (reply->error() != QNetworkReply::NoError)
        throw std::runtime_error((method + ' ' + path.toUtf8() + ": " + answer.left(600)).toStdString());
    return value;
}

} // namespace keyturn::e2e
