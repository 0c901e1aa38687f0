// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/defect.h"
#include "backend/faults/defectivestore.h"
#include "backend/faults/weakness.h"

#include <QJsonObject>

namespace keyturn::backend {

/// Defects of passwords, addresses and registrations, made from what a request's body says.
class DefectiveSignIn final : public Weakness
{
public:
    /// @p store must outlive it.
    DefectiveSignIn(DefectiveStore &store, const Defects &defects) : m_store(store), m_defects(defects) { }
    [[nodiscard]] std::optional<Response> meet(Request &request) override;
    void leave(const Request &, Response &) override { }

private:
    [[nodiscard]] std::optional<Response> breakDown(const Request &request) const;
    [[nodiscard]] std::optional<Response> meetRegistration(const QJsonObject &members);
    [[nodiscard]] std::optional<Response> signInRefusal(const QString &email);
    [[nodiscard]] bool isKnown(const QString &email);
    [[nodiscard]] bool isAccount(const QString &email);
    /// The password that the backend gets for @p typed by whoever has @p email; always the same one for the same.
    [[nodiscard]] QString password(const QString &typed, const QString &email) const;

    DefectiveStore &m_store;
    Defects m_defects;
};

} // namespace keyturn::backend
