// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fakeports.h"
#include "ui/tokens/tokensport.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <vector>

namespace keyturn::ui::tests {

/// Answers when the test says so.
class FakeTokens final : public tokens::TokensPort
{
    Q_OBJECT
public:
    explicit FakeTokens(FakeClock &clock) : m_clock(clock) { }

    [[nodiscard]] core::Clock &clock() override { return m_clock; }
    [[nodiscard]] QString backendName(const model::AccountId &) const override { return QStringLiteral("Acme"); }
    [[nodiscard]] QString issuerOf(const model::AccountId &) const override { return QStringLiteral("https://id.example"); }
    [[nodiscard]] core::Async<core::Secret> token(const model::AccountId &id, tokens::Which which) override
    {
        calls += (which == tokens::Which::Id ? QStringLiteral("id token ") : QStringLiteral("token ")) + id.toString();
        asked.emplace_back();
        return asked.back().future();
    }
    [[nodiscard]] core::Async<composition::RenewedToken> renew(const model::AccountId &id, tokens::Which) override
    {
        calls += QStringLiteral("renew ") + id.toString();
        renewals.emplace_back();
        return renewals.back().future();
    }
    [[nodiscard]] core::Async<inspection::KeySet> keysOf(const model::AccountId &id) override
    {
        calls += QStringLiteral("keys of ") + id.toString();
        keys.emplace_back();
        return keys.back().future();
    }
    [[nodiscard]] core::Async<inspection::KeySet> keysAt(const QUrl &url) override
    {
        calls += QStringLiteral("keys at ") + url.toString();
        keys.emplace_back();
        return keys.back().future();
    }
    [[nodiscard]] core::Result<inspection::KeySet> keysIn(const QString &) override { return inspection::KeySet(); }

    /// Good for @p seconds more, by RS256 with a signature that is just said; with @p more claims.
    [[nodiscard]] core::Secret accessToken(int seconds, const QJsonObject &more = {}) const
    {
        const qint64 now = m_clock.now().toSecsSinceEpoch();
        QJsonObject claims{{QStringLiteral("iss"), QStringLiteral("https://id.example")},
                           {QStringLiteral("aud"), QStringLiteral("https://api.example")},
                           {QStringLiteral("sub"), QStringLiteral("248289761001")},
                           {QStringLiteral("client_id"), QStringLiteral("keyturn")},
                           {QStringLiteral("jti"), QString::number(seconds)},
                           {QStringLiteral("iat"), now - 30},
                           {QStringLiteral("exp"), now + seconds},
                           {QStringLiteral("email"), QStringLiteral("ada@example.com")}};
        for (auto it = more.begin(); it != more.end(); ++it)
            claims.insert(it.key(), it.value());
        return core::Secret(part("{\"alg\":\"RS256\",\"kid\":\"2026-11\",\"typ\":\"at+jwt\"}") + '.'
                            + part(QJsonDocument(claims).toJson(QJsonDocument::Compact)) + '.' + part("signature"));
    }
    /// With much to say about it.
    [[nodiscard]] static QByteArray badToken()
    {
        return part("{\"alg\":\"none\",\"jku\":\"https:\\/\\/evil.example\\/keys\"}") + '.'
            + part("{\"sub\":\"a\",\"exp\":1796040500000,\"password\":\"hunter2\",\"name\":\"Ada\"}") + '.';
    }

    std::vector<core::Promise<core::Secret>> asked; ///< One a call, oldest first.
    std::vector<core::Promise<composition::RenewedToken>> renewals;
    std::vector<core::Promise<inspection::KeySet>> keys;
    QStringList calls; ///< "token a", "id token a", "renew a", "keys of a", "keys at https://…".

private:
    [[nodiscard]] static QByteArray part(const QByteArray &json)
    {
        return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    }

    FakeClock &m_clock;
};

} // namespace keyturn::ui::tests
