// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fakeports.h"
#include "ui/console/consoleport.h"

#include <vector>

namespace keyturn::ui::tests {

/// Answers when the test says so. Its accounts are at https://api.acme.example.
class FakeConsole final : public console::ConsolePort
{
    Q_OBJECT
public:
    explicit FakeConsole(FakeClock &clock) : m_clock(clock) { }

    [[nodiscard]] core::Clock &clock() override { return m_clock; }
    [[nodiscard]] QString accountName(const model::AccountId &) const override { return QStringLiteral("ada@example.com"); }
    [[nodiscard]] QString backendName(const model::AccountId &) const override { return QStringLiteral("Acme"); }
    [[nodiscard]] core::Result<console::Destination> destinationOf(const model::AccountId &, const console::Draft &draft) const override
    {
        const core::Result<QUrl> url = keyturn::console::addressOf(draft, QUrl(QStringLiteral("https://api.acme.example")));
        if (!url.ok())
            return url.error();
        return console::Destination{*url, url->host() == QLatin1String("api.acme.example")};
    }
    [[nodiscard]] core::Async<console::Answer> send(const model::AccountId &id, const console::Draft &draft, std::stop_token stop,
                                                    keyturn::console::Sender::Progress report) override
    {
        calls += QStringLiteral("send %1 %2 %3").arg(id.toString(), QString::fromLatin1(draft.method), draft.address);
        sent = draft;
        sendStop = std::move(stop);
        progress = std::move(report);
        answers.emplace_back();
        return answers.back().future();
    }
    [[nodiscard]] core::Async<console::CountedVolley> fire(const model::AccountId &id, const console::Draft &, int count, console::Begin begin,
                                                           std::stop_token stop, keyturn::console::Sender::Landed) override
    {
        calls += QStringLiteral("fire %1 %2%3")
                     .arg(id.toString())
                     .arg(count)
                     .arg(begin == console::Begin::Expired ? QStringLiteral(" expired") : QString());
        fireStop = std::move(stop);
        volleys.emplace_back();
        return volleys.back().future();
    }
    [[nodiscard]] QList<console::Endpoint> knownEndpoints(const model::AccountId &) const override { return known; }
    [[nodiscard]] core::Async<QList<console::Endpoint>> endpoints(const model::AccountId &id, const QString &document) override
    {
        calls += QStringLiteral("endpoints %1%2").arg(id.toString(), document);
        return core::ready<QList<console::Endpoint>>(published);
    }
    [[nodiscard]] core::Async<core::Secret> snippet(const model::AccountId &, const console::Draft &draft, console::Language language,
                                                    console::TokenIn token) override
    {
        const QString text = QStringLiteral("%1 %2 %3")
                                 .arg(int(language))
                                 .arg(draft.address, token == console::TokenIn::Included ? QStringLiteral("TOKEN") : QStringLiteral("$TOKEN"));
        return core::ready<core::Secret>(core::Secret::fromText(text));
    }
    [[nodiscard]] core::Async<QList<console::PastRequest>> past(const model::AccountId &) override
    {
        return core::ready<QList<console::PastRequest>>(pastOnes);
    }
    [[nodiscard]] core::Async<void> forget(const model::AccountId &id) override
    {
        calls += QStringLiteral("forget %1").arg(id.toString());
        pastOnes.clear();
        return core::ready<void>({});
    }
    [[nodiscard]] core::Async<QList<console::SavedRequest>> saved() override { return core::ready<QList<console::SavedRequest>>(savedOnes); }
    [[nodiscard]] core::Async<void> save(const QString &name, const console::Draft &draft) override
    {
        if (kept.ok())
            savedOnes += {name, m_clock.now(), draft};
        return core::ready<void>(kept);
    }
    [[nodiscard]] core::Async<void> removeSaved(const QString &name) override
    {
        savedOnes.removeIf([&name](const console::SavedRequest &one) { return one.name == name; });
        return core::ready<void>({});
    }

    [[nodiscard]] static console::Draft draft(const char *method, const char *address)
    {
        console::Draft draft;
        draft.method = method;
        draft.address = QString::fromUtf8(address);
        return draft;
    }
    [[nodiscard]] console::PastRequest sentBefore(const char *method, const char *address, int status, int minutes) const
    {
        console::PastRequest past;
        past.at = m_clock.now().addSecs(-60 * minutes);
        past.draft = draft(method, address);
        past.status = status;
        past.duration = std::chrono::milliseconds(84);
        return past;
    }
    /// By the backend, as JSON, after 84 ms.
    [[nodiscard]] console::Answer answer(int status, const QByteArray &body, const QByteArray &contentType = "application/json") const
    {
        using std::chrono::milliseconds;
        console::Answer answer;
        answer.startedAt = m_clock.now();
        answer.url = QUrl(QStringLiteral("https://api.acme.example/v1/me"));
        answer.status = status;
        answer.httpVersion = "HTTP/1.1";
        answer.headers = {{"Content-Type", contentType}, {"Set-Cookie", "session=0123456789abcdef; HttpOnly"}, {"X-Request-Id", "7"}};
        answer.body = core::Secret(body);
        answer.bodyBytes = body.size();
        answer.timing = {milliseconds(6), milliseconds(8), milliseconds(19), milliseconds(41), milliseconds(43), milliseconds(78), milliseconds(84)};
        return answer;
    }
    /// All served by one refresh.
    [[nodiscard]] static console::CountedVolley volley(int count)
    {
        console::CountedVolley fired;
        for (int i = 0; i < count; ++i)
            fired.volley.shots.append({i == 7 ? 503 : 200, {}, std::chrono::milliseconds(i / 4), std::chrono::milliseconds(60 + 3 * i)});
        fired.refreshes = 1;
        return fired;
    }

    QList<console::Endpoint> known{{"GET", QStringLiteral("/v1/me"), QStringLiteral("Who is signed in"), {}, {}}};
    core::Result<QList<console::Endpoint>> published =
        QList<console::Endpoint>{{"GET", QStringLiteral("/v1/me"), QStringLiteral("Who is signed in"), {}, {}},
                                 {"GET", QStringLiteral("/v1/orders/{id}"), QStringLiteral("One order"), {}, {}, console::Endpoint::Source::OpenApi},
                                 {"POST", QStringLiteral("/v1/orders"), QStringLiteral("Place an order"), "application/json",
                                  "{\n  \"item\": \"tea\",\n  \"count\": 2\n}", console::Endpoint::Source::OpenApi}};
    QList<console::PastRequest> pastOnes;
    QList<console::SavedRequest> savedOnes;
    core::Result<void> kept; ///< What save() answers.
    console::Draft sent; ///< The newest.
    std::stop_token sendStop;
    std::stop_token fireStop;
    keyturn::console::Sender::Progress progress;
    std::vector<core::Promise<console::Answer>> answers; ///< One a call, oldest first.
    std::vector<core::Promise<console::CountedVolley>> volleys;
    QStringList calls; ///< "send a GET /v1/me", "fire a 20 expired", "endpoints a/openapi.json", "forget a".

private:
    FakeClock &m_clock;
};

} // namespace keyturn::ui::tests
