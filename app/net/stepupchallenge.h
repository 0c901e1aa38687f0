// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/httpclient.h"

#include <QByteArrayView>
#include <QStringList>

#include <optional>

namespace keyturn::net {

/// A resource that wants a stronger or a fresher proof of the person than the token stands for (RFC 9470 §3).
struct StepUpChallenge {
    QStringList acrValues; ///< Best first; may be empty.
    std::optional<int> maxAge; ///< Seconds.
    bool operator==(const StepUpChallenge &) const = default;
};

/// Looks for it in the value of a WWW-Authenticate field (RFC 9110 §11.6.1), which may hold several challenges; nullopt where none of them says
/// `insufficient_user_authentication`. Values that cannot be sent on are left out.
[[nodiscard]] std::optional<StepUpChallenge> readStepUpChallenge(QByteArrayView wwwAuthenticate);
/// That of a 401; nullopt for any other answer.
[[nodiscard]] std::optional<StepUpChallenge> stepUpChallengeOf(const HttpResponse &response);

/// SignInAgain `insufficient_user_authentication`. The detail is the challenge as a WWW-Authenticate field has it, for readStepUpChallenge() to read
/// where something is done about it.
[[nodiscard]] core::Error stepUpError(const StepUpChallenge &challenge);

} // namespace keyturn::net
