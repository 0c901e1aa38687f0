// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QStringList>

#include <optional>

namespace keyturn::oauth {

/// A resource that wants a stronger or a fresher proof of the person than the token stands for (RFC 9470 §3).
struct StepUpChallenge {
    QStringList acrValues; ///< Best first; may be empty.
    std::optional<int> maxAge; ///< Seconds.
    bool operator==(const StepUpChallenge &) const = default;
};

/// Looks for it in the value of a WWW-Authenticate field (RFC 9110 §11.6.1), which may hold several challenges; nullopt where none of them says
/// `insufficient_user_authentication`. Values that cannot be sent on are left out.
[[nodiscard]] std::optional<StepUpChallenge> readStepUpChallenge(QByteArrayView wwwAuthenticate);

} // namespace keyturn::oauth
