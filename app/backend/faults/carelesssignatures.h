// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/accesskeys.h"
#include "backend/faults/borrowedkeys.h"
#include "backend/faults/defect.h"

namespace keyturn::backend {

/// A key that is too easily found, or the text of one that is too short (RFC 7518 §3.2); empty: tokens are signed as they should be.
[[nodiscard]] QByteArray carelessKey(const Defects &defects);

/// Who reads signatures of access tokens without the care that RFC 8725 asks for. Safe from any thread.
class CarelessSignatures
{
public:
    /// @p keys, which are our own, must outlive it.
    CarelessSignatures(const KeyRing &keys, const Defects &defects);
    /// @p parts is what @p token says.
    [[nodiscard]] bool accept(const QByteArray &token, const JwtParts &parts) const;

private:
    [[nodiscard]] bool acceptNamedKey(const QByteArray &token, const JwtParts &parts) const;
    [[nodiscard]] bool isConfused(const JwtParts &parts) const;

    const KeyRing &m_keys;
    Defects m_defects;
    std::unique_ptr<BorrowedKeys> m_borrowed; ///< Where addresses in headers are believed.
};

} // namespace keyturn::backend
