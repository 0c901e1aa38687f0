// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/devicecodeflow.h"

#include "support/fakeclock.h"
#include "support/fakeprovider.h"

namespace keyturn::oauth {

using namespace std::chrono_literals;
using tests::FakeClock;
using tests::FakeProvider;
using Step = DeviceCodeFlow::Step;

inline const QByteArray pending = R"({"error":"authorization_pending"})";

inline QByteArray textOf(const net::HttpRequest &request)
{
    return request.body.reveal().toByteArray();
}

/// One sign-in with all that it stands on; the token endpoint answers from a list, whose last entry stays.
struct Device {
    explicit Device(model::IdentityProvider profile = FakeProvider::openIdConnect())
        : provider(clock), jwks(clock, provider), identity(std::move(profile))
    {
        provider.metadata.insert(QStringLiteral("device_authorization_endpoint"), QStringLiteral("https://id.example/device"));
        provider.answer("POST /device", 200,
                        R"({"device_code":"dev+1","user_code":"WDJB-MJHT","verification_uri":"https://id.example/activate",)"
                        R"("verification_uri_complete":"https://id.example/activate?user_code=WDJB-MJHT","expires_in":600,"interval":5})");
    }
    void then(int status, const QByteArray &body, const QByteArray &type = "application/json")
    {
        answers.append(FakeProvider::reply(status, body, type));
        provider.on("POST /token", [this](const net::HttpRequest &) { return answers.size() > 1 ? answers.takeFirst() : answers.first(); });
    }
    /// After the answers so far, the tokens.
    void thenTokens()
    {
        provider.on("POST /token", [this](const net::HttpRequest &) { return answers.isEmpty() ? provider.tokens() : answers.takeFirst(); });
    }
    void start()
    {
        flow = std::make_unique<DeviceCodeFlow>(FlowServices{clock, random, provider, jwks}, identity);
        QObject::connect(flow.get(), &DeviceCodeFlow::stepChanged, flow.get(), [this](Step step) { steps.append(step); });
        QObject::connect(flow.get(), &DeviceCodeFlow::userCode, flow.get(),
                         [this](const QString &given, const QUrl &where, const QUrl &complete, const QDateTime &until) {
                             code = given;
                             uri = where;
                             uriComplete = complete;
                             expiresAt = until;
                         });
        QObject::connect(flow.get(), &DeviceCodeFlow::completed, flow.get(), [this](const AuthorizationOutcome &result) {
            ++ends;
            outcome = result;
        });
        QObject::connect(flow.get(), &DeviceCodeFlow::failed, flow.get(), [this](const core::Error &problem) {
            ++ends;
            error = problem;
        });
        QObject::connect(flow.get(), &DeviceCodeFlow::unkept, flow.get(), [this](const model::TokenSet &tokens) { unkept.append(tokens); });
        flow->start();
        clock.advance(0s);
    }
    [[nodiscard]] qsizetype asked() const { return provider.requestsTo("POST /token").size(); }

    FakeClock clock;
    core::SystemRandom random;
    FakeProvider provider;
    jose::JwksCache jwks;
    model::IdentityProvider identity;
    QList<core::Result<net::HttpResponse>> answers;
    std::unique_ptr<DeviceCodeFlow> flow;
    QList<Step> steps;
    QString code;
    QUrl uri;
    QUrl uriComplete;
    QDateTime expiresAt;
    int ends = 0;
    std::optional<AuthorizationOutcome> outcome;
    core::Error error;
    QList<model::TokenSet> unkept;
};

} // namespace keyturn::oauth
