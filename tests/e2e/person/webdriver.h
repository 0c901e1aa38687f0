// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <QUrl>

#include <chrono>
#include <optional>

namespace keyturn::e2e {

/// A headless Chromium of its own, driven through chromedriver (W3C WebDriver). Each call blocks; problems throw std::runtime_error, since the
/// program that uses it has nothing else to do. The browser and the driver end with it.
class WebDriver
{
public:
    WebDriver();
    ~WebDriver();

    void open(const QUrl &url);
    [[nodiscard]] QUrl currentUrl();
    [[nodiscard]] QString bodyText();
    /// Waits until an element fits @p css; nullopt after @p patience.
    [[nodiscard]] std::optional<QString> element(const QString &css, std::chrono::milliseconds patience = std::chrono::seconds(20));
    void type(const QString &elementId, const QString &text);
    void click(const QString &elementId);
    void screenshot(const QString &file);

private:
    QJsonValue call(const QByteArray &method, const QString &path, const QJsonObject &body = {});

    QTemporaryDir m_profile;
    QNetworkAccessManager m_manager;
    QProcess m_driver;
    QUrl m_base;
    QString m_session;
};

} // namespace keyturn::e2e
