// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/stepupchallenge.h"
#include "targets.h"

namespace keyturn::fuzz {

namespace {

/// WWW-Authenticate, as whatever server writes it.
class ChallengeTarget final : public Target
{
public:
    void read(const QByteArray &input) override
    {
        const std::optional<net::StepUpChallenge> challenge = net::readStepUpChallenge(input);
        if (!challenge)
            return;
        expect(QByteArray(input).replace('\\', QByteArray()).contains("insufficient_user_authentication"),
               "Only the error of RFC 9470 asks for more.");
        expect(!challenge->maxAge || *challenge->maxAge >= 0, "No sign-in is younger than now.");
        for (const QString &value : challenge->acrValues)
            expect(!value.isEmpty() && !value.contains(u' '), "A list of words has words in it.");
        expect(net::stepUpError(*challenge).kind == core::ErrorKind::SignInAgain, "Who is asked for more signs in again.");
    }
};

} // namespace

std::unique_ptr<Target> challengeTarget()
{
    return std::make_unique<ChallengeTarget>();
}

} // namespace keyturn::fuzz
