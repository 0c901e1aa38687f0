// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apidescription.h"
#include "backendprocess.h"

#include <QSet>

namespace keyturn::backend {

/// A backend that is asked for what its description says, and whose every answer is compared with it.
class DescribedBackend
{
public:
    struct Person {
        QString email;
        QString id;
        SentHeaders bearer;
        QString refreshToken;
    };
    struct Probe {
        SentHeaders headers;
        QByteArray body;
        QByteArray query = {};
    };

    /// @p backend must outlive it.
    DescribedBackend(const BackendProcess &backend, ApiDescription api) : m_backend(&backend), m_api(std::move(api)) { }
    /// Another one by the same description.
    void turnTo(const BackendProcess &backend) { m_backend = &backend; }
    [[nodiscard]] const ApiDescription &api() const { return m_api; }

    /// Notes the answer, and complains where it is not as documented.
    Answer see(const QByteArray &method, const QByteArray &path, const Answer &answer);
    /// @p at is what really stands for @p path.
    Answer ask(const QByteArray &method, const QByteArray &path, const SentHeaders &headers = {}, const QJsonObject &body = {},
               const QByteArray &at = {});
    /// Of somebody new.
    [[nodiscard]] QJsonObject registration();
    [[nodiscard]] Person person();
    /// Whatever can be wrong with a request, at whichever operation.
    [[nodiscard]] QList<Probe> probes(const ApiDescription::Operation &operation);

    /// Since the last time.
    [[nodiscard]] QString complaints() { return std::exchange(m_complaints, {}).join(u'\n'); }
    /// What is documented and was no answer yet, but for 503: those are faults of ours.
    [[nodiscard]] QStringList unseen() const;

private:
    const BackendProcess *m_backend;
    ApiDescription m_api;
    QStringList m_complaints;
    QSet<QByteArray> m_seen;
    int m_people = 0;
};

[[nodiscard]] SentHeaders jsonHeaders(SentHeaders headers);

} // namespace keyturn::backend
