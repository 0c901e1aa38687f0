// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/authorizationcodeflow.h"

#include "support/fakebrowser.h"
#include "support/fakeclock.h"
#include "support/fakeprovider.h"

#include <QTest>
#include <QUrlQuery>

#include <optional>

namespace keyturn::oauth {

using namespace std::chrono_literals;
using tests::FakeBrowser;
using tests::FakeClock;
using tests::FakeProvider;

/// One sign-in with all that it stands on.
struct SignIn {
    explicit SignIn(model::IdentityProvider identityProvider = FakeProvider::openIdConnect())
        : provider(clock), jwks(clock, provider), request{std::move(identityProvider), {}, {}, true, 5min}
    { }
    void start()
    {
        flow = std::make_unique<AuthorizationCodeFlow>(FlowServices{clock, random, provider, jwks, &log}, browser, request);
        QObject::connect(flow.get(), &AuthorizationCodeFlow::stepChanged, flow.get(),
                         [this](AuthorizationCodeFlow::Step step) { steps.append(step); });
        QObject::connect(flow.get(), &AuthorizationCodeFlow::authorizationUrlReady, flow.get(), [this](const QUrl &url) {
            asked = QUrlQuery(url);
            if (asked.hasQueryItem(QStringLiteral("nonce"))) // a pushed request has it elsewhere
                provider.nonce = asked.queryItemValue(QStringLiteral("nonce"), QUrl::FullyDecoded);
        });
        QObject::connect(flow.get(), &AuthorizationCodeFlow::browserFailed, flow.get(),
                         [this](const core::Error &problem) { browserProblem = problem; });
        QObject::connect(flow.get(), &AuthorizationCodeFlow::completed, flow.get(), [this](const AuthorizationOutcome &result) {
            ++ends;
            outcome = result;
        });
        QObject::connect(flow.get(), &AuthorizationCodeFlow::unkept, flow.get(), [this](const model::TokenSet &tokens) { unkept.append(tokens); });
        QObject::connect(flow.get(), &AuthorizationCodeFlow::failed, flow.get(), [this](const core::Error &problem) {
            ++ends;
            error = problem;
        });
        flow->start();
    }
    /// Until it waits for a browser that does nothing.
    bool startAndWait()
    {
        browser.answer = [](const QUrl &) { return QList<QUrl>(); };
        start();
        return QTest::qWaitFor([this] { return !flow->authorizationUrl().isEmpty(); });
    }
    bool run()
    {
        start();
        return hasEnded();
    }
    bool hasEnded()
    {
        return QTest::qWaitFor([this] { return ends > 0; });
    }
    [[nodiscard]] QString value(const char *name) const { return asked.queryItemValue(QLatin1String(name), QUrl::FullyDecoded); }
    [[nodiscard]] static QList<std::pair<QString, QString>> code(const QString &code) { return {{QStringLiteral("code"), code}}; }

    FakeClock clock;
    core::SystemRandom random;
    FakeProvider provider;
    jose::JwksCache jwks;
    FakeBrowser browser;
    net::ExchangeLog log;
    AuthorizationRequest request;
    std::unique_ptr<AuthorizationCodeFlow> flow;
    QList<AuthorizationCodeFlow::Step> steps;
    QUrlQuery asked;
    int ends = 0;
    std::optional<AuthorizationOutcome> outcome;
    core::Error error;
    std::optional<core::Error> browserProblem;
    QList<model::TokenSet> unkept;
};

} // namespace keyturn::oauth
