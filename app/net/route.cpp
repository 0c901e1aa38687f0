// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/route.h"

#include "net/origin.h"

#include <QFile>
#include <QNetworkProxyFactory>
#include <QSslCertificateExtension>

#include <algorithm>

namespace keyturn::net {

namespace {

constexpr qint64 largest = 1024 * 1024;

core::Error invalid(const char *code, const QString &detail)
{
    return {core::ErrorKind::Configuration, QLatin1String(code), detail};
}

/// RFC 5280 §4.2.1.9. A certificate without the extension is of the first version: those of old private authorities are.
bool maySign(const QSslCertificate &certificate)
{
    const QList<QSslCertificateExtension> extensions = certificate.extensions();
    const auto constraints = std::find_if(extensions.begin(), extensions.end(),
                                          [](const QSslCertificateExtension &one) { return one.name() == QLatin1String("basicConstraints"); });
    return constraints == extensions.end() || constraints->value().toMap().value(QStringLiteral("ca")).toBool();
}

} // namespace

core::Result<std::optional<QNetworkProxy>> readProxy(const QString &text)
{
    using Proxy = std::optional<QNetworkProxy>;
    if (text.isEmpty() || text == QLatin1String("system"))
        return Proxy();
    if (text == QLatin1String("none"))
        return Proxy(QNetworkProxy(QNetworkProxy::NoProxy));
    const QUrl url(text, QUrl::StrictMode);
    const bool isSocks = url.scheme() == QLatin1String("socks5");
    if (!isSocks && url.scheme() != QLatin1String("http"))
        return invalid("proxy_invalid", QStringLiteral("expected http:// or socks5://"));
    if (!url.userInfo().isEmpty())
        return invalid("proxy_invalid", QStringLiteral("user names and passwords are not kept here"));
    if (!url.isValid() || url.host().isEmpty() || url.port() <= 0 || !(url.path().isEmpty() || url.path() == QLatin1String("/")) || url.hasQuery()
        || url.hasFragment())
        return invalid("proxy_invalid", QStringLiteral("expected host and port, like http://proxy.example:3128"));
    return Proxy(QNetworkProxy(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(), quint16(url.port())));
}

core::Result<QList<QSslCertificate>> readAuthorities(const QString &path)
{
    if (path.isEmpty())
        return QList<QSslCertificate>();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return invalid("ca_file_missing", path);
    const QByteArray text = file.read(largest + 1);
    if (text.size() > largest)
        return invalid("ca_file_invalid", QStringLiteral("the file is too large"));
    // Qt leaves out what it cannot read, and says nothing.
    const qsizetype written = text.count("-----BEGIN CERTIFICATE-----");
    QList<QSslCertificate> read = QSslCertificate::fromData(text, QSsl::Pem);
    if (written == 0)
        return invalid("ca_file_invalid", QStringLiteral("it holds no certificate in PEM form"));
    if (read.size() != written)
        return invalid("ca_file_invalid", QStringLiteral("a certificate in it cannot be read"));
    if (!std::any_of(read.begin(), read.end(), &maySign))
        return invalid("ca_file_invalid", QStringLiteral("no certificate in it is an authority's"));
    return read;
}

QList<QNetworkProxy> proxiesFor(const Route &route, const QUrl &url)
{
    if (Origin::of(url).isLoopback())
        return {QNetworkProxy(QNetworkProxy::NoProxy)};
    return route.proxy ? QList<QNetworkProxy>{*route.proxy} : QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url));
}

} // namespace keyturn::net
