// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fakeports.h"
#include "ui/trace/traceport.h"

namespace keyturn::ui::tests {

/// A trace that the test wrote.
class FakeTrace final : public trace::TracePort
{
public:
    explicit FakeTrace(FakeClock &clock) : m_clock(clock) { }

    [[nodiscard]] core::Clock &clock() override { return m_clock; }
    [[nodiscard]] core::Async<QList<trace::Kept>> entries(const model::AccountId &account, const keyturn::trace::Filter &filter) override
    {
        asked = account;
        ++questions;
        QList<trace::Kept> found;
        for (const trace::Kept &kept : std::as_const(list)) {
            if (keyturn::trace::fits(kept.exchange, filter))
                found += kept;
        }
        return core::ready<QList<trace::Kept>>(found);
    }
    [[nodiscard]] core::Async<QList<trace::Kept>> openRecording(const QString &) override { return core::ready<QList<trace::Kept>>(recording); }
    [[nodiscard]] core::Result<void> exportTo(const QList<trace::Kept> &entries, const QString &path) override
    {
        exported = QStringLiteral("%1 to %2").arg(entries.size()).arg(path);
        return {};
    }
    [[nodiscard]] core::Async<void> clear(const model::AccountId &account) override
    {
        cleared = account;
        list.clear();
        return core::ready<void>({});
    }

    /// @p second after noon; of what happened before, a new one has a higher id.
    trace::Kept &add(net::EntryKind kind, const QString &purpose, const char *url, int status = 200, int second = 0)
    {
        trace::Kept kept;
        kept.id = list.size() + 1;
        kept.exchange.kind = kind;
        kept.exchange.number = quint64(kept.id);
        kept.exchange.purpose = purpose;
        kept.exchange.startedAt = m_clock.now().addSecs(second);
        kept.exchange.method = kind == net::EntryKind::Checked ? "" : "GET";
        kept.exchange.url = QUrl(QString::fromLatin1(url));
        kept.exchange.status = status;
        if (kind == net::EntryKind::Exchange)
            kept.exchange.duration = std::chrono::milliseconds(41);
        list.append(kept);
        return list.last();
    }
    /// A sign-in in the browser, and a refresh that was refused.
    void addSignIn();

    QList<trace::Kept> list;
    core::Result<QList<trace::Kept>> recording = QList<trace::Kept>();
    model::AccountId asked;
    model::AccountId cleared;
    QString exported;
    int questions = 0;

private:
    FakeClock &m_clock;
};

inline void FakeTrace::addSignIn()
{
    using net::EntryKind;
    add(EntryKind::Exchange, QStringLiteral("discovery"), "https://id.acme.example/.well-known/openid-configuration");
    add(EntryKind::BrowserOpened, QStringLiteral("browser"), "https://id.acme.example/authorize?response_type=code&client_id=keyturn&scope=openid", 0,
        1);
    add(EntryKind::Callback, QStringLiteral("callback"), "http://127.0.0.1:40123/callback?code=%3Csecret%20%231a2b3c4d%3E", 303, 8);
    add(EntryKind::Checked, QStringLiteral("state"), "", 0, 8);
    trace::Kept &token = add(EntryKind::Exchange, QStringLiteral("token"), "https://id.acme.example/token", 200, 8);
    token.exchange.method = "POST";
    token.exchange.requestHeaders = {{"Content-Type", "application/x-www-form-urlencoded"}};
    token.exchange.requestBody = "grant_type=authorization_code&code=<secret #1a2b3c4d>";
    token.exchange.responseHeaders = {{"Content-Type", "application/json"}};
    token.exchange.responseBody = R"({"access_token":"<secret #0a0b0c0d>","expires_in":900})";
    token.exchange.responseBytes = 1200;
    token.exchange.moments = {std::chrono::milliseconds(1), std::chrono::milliseconds(12), std::chrono::milliseconds(13),
                              std::chrono::milliseconds(38)};
    add(EntryKind::LastPage, QStringLiteral("last page"), "http://127.0.0.1:40123/callback/done", 200, 9);
    add(EntryKind::Exchange, QStringLiteral("sessions"), "https://acme.example/api/sessions", 200, 10);
    add(EntryKind::Exchange, QStringLiteral("refresh"), "https://acme.example/api/refresh", 401, 900).exchange.method = "POST";
}

} // namespace keyturn::ui::tests
