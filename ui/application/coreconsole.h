// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/application/corehost.h"
#include "ui/console/consoleport.h"

namespace keyturn::ui::application {

/// ConsolePort over the object graph.
class CoreConsole final : public console::ConsolePort
{
    Q_OBJECT
public:
    /// @p host must outlive it and have built.
    explicit CoreConsole(CoreHost &host, QObject *parent = nullptr);

    [[nodiscard]] core::Clock &clock() override { return m_host.clock(); }
    [[nodiscard]] QString accountName(const model::AccountId &id) const override;
    [[nodiscard]] QString backendName(const model::AccountId &id) const override;
    [[nodiscard]] core::Result<console::Destination> destinationOf(const model::AccountId &id, const console::Draft &draft) const override;
    [[nodiscard]] core::Async<console::Answer> send(const model::AccountId &id, const console::Draft &draft, std::stop_token stop,
                                                    keyturn::console::Sender::Progress progress) override;
    [[nodiscard]] core::Async<console::CountedVolley> fire(const model::AccountId &id, const console::Draft &draft, int count, console::Begin begin,
                                                           std::stop_token stop, keyturn::console::Sender::Landed landed) override;
    [[nodiscard]] QList<console::Endpoint> knownEndpoints(const model::AccountId &id) const override;
    [[nodiscard]] core::Async<QList<console::Endpoint>> endpoints(const model::AccountId &id, const QString &document) override;
    [[nodiscard]] core::Async<core::Secret> snippet(const model::AccountId &id, const console::Draft &draft, console::Language language,
                                                    console::TokenIn token) override;
    [[nodiscard]] core::Async<QList<console::PastRequest>> past(const model::AccountId &id) override;
    [[nodiscard]] core::Async<void> forget(const model::AccountId &id) override;
    [[nodiscard]] core::Async<QList<console::SavedRequest>> saved() override;
    [[nodiscard]] core::Async<void> save(const QString &name, const console::Draft &draft) override;
    [[nodiscard]] core::Async<void> removeSaved(const QString &name) override;

private:
    void adoptCore();

    CoreHost &m_host;
    std::unique_ptr<composition::RequestConsole> m_console;
};

} // namespace keyturn::ui::application
