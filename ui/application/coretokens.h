// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/application/corehost.h"
#include "ui/tokens/tokensport.h"

namespace keyturn::ui::application {

/// The window's tokens over the core of now.
class CoreTokens final : public tokens::TokensPort
{
    Q_OBJECT
public:
    /// @p host must outlive it.
    explicit CoreTokens(CoreHost &host, QObject *parent = nullptr);

    [[nodiscard]] core::Clock &clock() override { return m_host.clock(); }
    [[nodiscard]] QString backendName(const model::AccountId &id) const override;
    [[nodiscard]] QString issuerOf(const model::AccountId &id) const override { return m_inspector->issuerOf(id); }
    [[nodiscard]] core::Async<core::Secret> token(const model::AccountId &id, tokens::Which which) override { return m_inspector->token(id, which); }
    [[nodiscard]] core::Async<composition::RenewedToken> renew(const model::AccountId &id, tokens::Which which) override
    {
        return m_inspector->renew(id, which);
    }
    [[nodiscard]] core::Async<inspection::KeySet> keysOf(const model::AccountId &id) override { return m_inspector->keysOf(id); }
    [[nodiscard]] core::Async<inspection::KeySet> keysAt(const QUrl &url) override { return m_inspector->keysAt(url); }
    [[nodiscard]] core::Result<inspection::KeySet> keysIn(const QString &path) override;

private:
    void adoptCore();

    CoreHost &m_host;
    std::unique_ptr<composition::TokenInspector> m_inspector;
};

} // namespace keyturn::ui::application
