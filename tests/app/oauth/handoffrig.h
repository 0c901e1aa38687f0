// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/handoffflow.h"
#include "support/fakebrowser.h"
#include "support/fakeclock.h"

#include <QTcpServer>
#include <QTest>
#include <QUrlQuery>

#include <optional>

namespace keyturn::oauth {

using namespace std::chrono_literals;
using tests::callbackUrl;
using tests::FakeBrowser;
using tests::FakeClock;

/// One hand-off with all that it stands on; the backend behind it is a function.
struct HandoffRig {
    HandoffRig()
    {
        request.provider.kind = model::ProviderKind::Backend;
        request.provider.handoff = model::Handoff{QStringLiteral("/api/auth/google"), model::Endpoint{}, {}, {}, {}};
        request.start = QUrl(QStringLiteral("https://api.example/api/auth/google?device_name=box"));
        request.issuer = QStringLiteral("https://api.example");
        browser.answer = [this](const QUrl &url) { return QList<QUrl>{callback(url, {{QStringLiteral("code"), QStringLiteral("c0de")}})}; };
    }
    /// The form in which the backend sends the token itself, to an address of its own configuration.
    void giveTokenInAddress()
    {
        QTcpServer free; // a port that is free a moment later
        free.listen(QHostAddress::LocalHost);
        request.provider.redirectUri = QUrl(QStringLiteral("http://localhost:%1/auth/callback").arg(free.serverPort()));
        request.provider.handoff = model::Handoff{QStringLiteral("/api/auth/google"), std::nullopt, {}, {}, QStringLiteral("token")};
        browser.answer = [this](const QUrl &) { return QList<QUrl>{withQuery(QStringLiteral("token=e.y.J"))}; };
    }
    [[nodiscard]] QUrl withQuery(const QString &query) const
    {
        QUrl url = request.provider.redirectUri;
        url.setQuery(query);
        return url;
    }
    /// The callback that `start` asked for, with the issuer that belongs in it.
    [[nodiscard]] QUrl callback(const QUrl &start, QList<std::pair<QString, QString>> parameters) const
    {
        parameters.append({QStringLiteral("iss"), request.issuer});
        return callbackUrl(start, parameters);
    }
    void start()
    {
        flow = std::make_unique<HandoffFlow>(clock, random, browser, request, [this](const HandoffAnswer &answer, std::stop_token token) {
            brought.append(answer);
            stop = std::move(token);
            return pending ? pending->future() : core::ready<AuthorizationOutcome>(result);
        });
        QObject::connect(flow.get(), &HandoffFlow::stepChanged, flow.get(), [this](HandoffFlow::Step step) { steps.append(step); });
        QObject::connect(flow.get(), &HandoffFlow::browserFailed, flow.get(), [this](const core::Error &problem) { browserProblem = problem; });
        QObject::connect(flow.get(), &HandoffFlow::completed, flow.get(), [this](const AuthorizationOutcome &given) {
            ++ends;
            outcome = given;
        });
        QObject::connect(flow.get(), &HandoffFlow::unkept, flow.get(), [this](const model::TokenSet &tokens) { unkept.append(tokens); });
        QObject::connect(flow.get(), &HandoffFlow::failed, flow.get(), [this](const core::Error &problem) {
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
    [[nodiscard]] QString value(const char *name) const
    {
        return QUrlQuery(flow->authorizationUrl()).queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
    }
    [[nodiscard]] qsizetype pagesSeen(qsizetype expected)
    {
        (void)QTest::qWaitFor([&] { return browser.pages().size() >= expected; });
        return browser.pages().size();
    }

    FakeClock clock;
    core::SystemRandom random;
    FakeBrowser browser;
    HandoffRequest request;
    core::Result<AuthorizationOutcome> result =
        AuthorizationOutcome{{}, {QStringLiteral("https://api.example"), QStringLiteral("4711"), QStringLiteral("Ada"), {}}};
    std::optional<core::Promise<AuthorizationOutcome>> pending; ///< Set: the exchange takes until it is finished.
    QList<HandoffAnswer> brought;
    std::stop_token stop;
    std::unique_ptr<HandoffFlow> flow;
    QList<HandoffFlow::Step> steps;
    int ends = 0;
    std::optional<AuthorizationOutcome> outcome;
    QList<model::TokenSet> unkept;
    core::Error error;
    std::optional<core::Error> browserProblem;
};

} // namespace keyturn::oauth
