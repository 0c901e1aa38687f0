// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/preferencesport.h"

namespace keyturn::ui::tests {

/// Stores what is chosen, unless the test says why not.
class FakePreferences final : public preferences::PreferencesPort
{
    Q_OBJECT
public:
    [[nodiscard]] core::Result<preferences::Choices> choices() const override
    {
        return broken ? core::Result<preferences::Choices>(*broken) : core::Result<preferences::Choices>(stored);
    }
    [[nodiscard]] core::Result<void> change(const std::function<void(preferences::Choices &)> &step) override
    {
        if (broken || refusal)
            return broken ? *broken : *refusal;
        step(stored);
        ++changes;
        Q_EMIT changed();
        return {};
    }
    [[nodiscard]] QStringList languages() const override { return known; }
    [[nodiscard]] QList<composition::browsers::InstalledBrowser> browsers() const override
    {
        return {{QStringLiteral("Firefox"), {}, QStringLiteral("'firefox' '%s'")},
                {QStringLiteral("Firefox"), QStringLiteral("work"), QStringLiteral("'firefox' '-P' 'work' '%s'")}};
    }
    [[nodiscard]] QString browserForThisStart() const override { return {}; }
    [[nodiscard]] bool hasTray() const override { return tray; }
    [[nodiscard]] core::Result<preferences::LoginStart> loginStart() const override { return login; }
    [[nodiscard]] core::Result<void> setLoginStart(const preferences::LoginStart &start) override
    {
        login = start;
        return {};
    }
    [[nodiscard]] core::Result<QStringList> authoritiesIn(const QString &) const override { return authorities; }
    [[nodiscard]] core::Result<preferences::SecretFacts> secretFacts() const override { return facts; }
    [[nodiscard]] core::Async<preferences::MoveOutcome> moveSecrets(preferences::SecretPlace place, core::Secret given) override
    {
        moves += place;
        passphrase = std::move(given);
        move = core::Promise<preferences::MoveOutcome>();
        return move.future();
    }
    [[nodiscard]] core::Async<void> clearHistory() override
    {
        ++clearings;
        return core::ready<void>({});
    }

    preferences::Choices stored;
    std::optional<core::Error> broken; ///< Of the whole file.
    std::optional<core::Error> refusal; ///< Of what is changed.
    int changes = 0;
    QStringList known;
    bool tray = true;
    core::Result<preferences::LoginStart> login = preferences::LoginStart();
    core::Result<QStringList> authorities = QStringList{QStringLiteral("Acme Root CA")};
    preferences::SecretFacts facts;
    QList<preferences::SecretPlace> moves;
    core::Secret passphrase;
    core::Promise<preferences::MoveOutcome> move;
    int clearings = 0;
};

} // namespace keyturn::ui::tests
