// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/application/corehost.h"
#include "ui/sessions/sessionsport.h"

namespace keyturn::ui::application {

/// SessionsPort over the object graph.
class CoreSessions final : public sessions::SessionsPort
{
    Q_OBJECT
public:
    /// @p host must outlive it and have built.
    explicit CoreSessions(CoreHost &host, QObject *parent = nullptr);

    [[nodiscard]] core::Clock &clock() override { return m_host.clock(); }
    [[nodiscard]] QString backendName(const model::AccountId &id) const override;
    [[nodiscard]] QString accountName(const model::AccountId &id) const override;
    [[nodiscard]] sessions::Support support(const model::AccountId &id) const override;
    [[nodiscard]] core::Async<history::KnownSessions> list(const model::AccountId &id) override;
    [[nodiscard]] core::Async<history::KnownSessions> remembered(const model::AccountId &id) override;
    [[nodiscard]] core::Async<void> revoke(const model::AccountId &id, const model::SessionId &session) override;
    [[nodiscard]] core::Async<void> revokeOthers(const model::AccountId &id) override;
    [[nodiscard]] core::Async<void> setLabel(const model::AccountId &id, const QByteArray &key, const QString &label) override;
    void markVisited(const model::AccountId &id) override;
    [[nodiscard]] core::Async<void> exportTo(const QList<history::KnownSession> &sessions, history::ExportFormat format,
                                             const QString &path) override;
    [[nodiscard]] core::Result<void> openPage(const QUrl &url) override;

Q_SIGNALS:
    /// Sessions of an account that were not there at the person's last visit; each told once.
    void arrived(const keyturn::model::AccountId &id, const QList<keyturn::history::KnownSession> &sessions);

private:
    void adoptCore();

    CoreHost &m_host;
};

} // namespace keyturn::ui::application
