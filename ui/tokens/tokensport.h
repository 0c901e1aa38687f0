// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/tokeninspector.h"
#include "core/clock.h"

#include <QObject>

namespace keyturn::ui::tokens {

using Which = composition::TokenInspector::Which;

/// Tokens and keys as the window looks at them. application/ answers it from composition::TokenInspector.
class TokensPort : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual core::Clock &clock() = 0;
    [[nodiscard]] virtual QString backendName(const model::AccountId &id) const = 0;
    /// As `iss` must have it; empty where that is not known.
    [[nodiscard]] virtual QString issuerOf(const model::AccountId &id) const = 0;
    [[nodiscard]] virtual core::Async<core::Secret> token(const model::AccountId &id, Which which) = 0;
    [[nodiscard]] virtual core::Async<composition::RenewedToken> renew(const model::AccountId &id, Which which) = 0;
    [[nodiscard]] virtual core::Async<inspection::KeySet> keysOf(const model::AccountId &id) = 0;
    [[nodiscard]] virtual core::Async<inspection::KeySet> keysAt(const QUrl &url) = 0;
    /// In a file: a key set, or a key or certificate in PEM.
    [[nodiscard]] virtual core::Result<inspection::KeySet> keysIn(const QString &path) = 0;

Q_SIGNALS:
    void refreshed(const keyturn::model::AccountId &id); ///< There are other tokens.
};

} // namespace keyturn::ui::tokens
