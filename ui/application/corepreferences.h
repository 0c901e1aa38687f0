// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/application/autostart.h"
#include "ui/application/corehost.h"
#include "ui/preferences/preferencesport.h"

namespace keyturn::composition {
struct CopiedSecrets;
}

namespace keyturn::ui::application {

/// PreferencesPort over the object graph and the desktop.
class CorePreferences final : public preferences::PreferencesPort
{
    Q_OBJECT
public:
    /// @p host must outlive it and have built. @p isSigningIn: whether a sign-in is under way somewhere, which must not lose the graph it stands on.
    CorePreferences(CoreHost &host, Autostart autostart, std::function<bool()> hasTray, std::function<bool()> isSigningIn, QObject *parent = nullptr);

    [[nodiscard]] core::Result<preferences::Choices> choices() const override;
    [[nodiscard]] core::Result<void> change(const std::function<void(preferences::Choices &)> &step) override;
    [[nodiscard]] QStringList languages() const override;
    [[nodiscard]] QList<composition::browsers::InstalledBrowser> browsers() const override;
    [[nodiscard]] QString browserForThisStart() const override { return m_host.options().browser; }
    [[nodiscard]] bool hasTray() const override { return m_hasTray(); }
    [[nodiscard]] core::Result<preferences::LoginStart> loginStart() const override;
    [[nodiscard]] core::Result<void> setLoginStart(const preferences::LoginStart &start) override;
    [[nodiscard]] core::Result<QStringList> authoritiesIn(const QString &path) const override;
    [[nodiscard]] core::Result<preferences::SecretFacts> secretFacts() const override;
    [[nodiscard]] core::Async<preferences::MoveOutcome> moveSecrets(preferences::SecretPlace place, core::Secret passphrase) override;
    [[nodiscard]] core::Async<void> clearHistory() override;
    /// When no move is under way any more: a program that ended in the middle would leave copies of secrets behind.
    [[nodiscard]] core::Async<void> settle();

Q_SIGNALS:
    void secretsMoved(); ///< The graph is another one, and its store holds what the one before held.

private:
    struct Move;
    [[nodiscard]] core::Async<preferences::MoveOutcome> copyTo(const std::shared_ptr<Move> &move);
    [[nodiscard]] core::Result<void> switchOver(const std::shared_ptr<Move> &move);
    /// From the place that serves no more, as @p setting has it.
    [[nodiscard]] core::Async<QStringList> removeCopies(const std::shared_ptr<Move> &move, const QString &setting);
    [[nodiscard]] core::Async<preferences::MoveOutcome> giveUp(const std::shared_ptr<Move> &move, const core::Error &why);
    [[nodiscard]] core::Async<preferences::MoveOutcome> finish(const std::shared_ptr<Move> &move, const composition::CopiedSecrets &copied);

    CoreHost &m_host;
    Autostart m_autostart;
    std::function<bool()> m_hasTray;
    std::function<bool()> m_isSigningIn;
    std::optional<core::Promise<void>> m_moving;
};

} // namespace keyturn::ui::application
