// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/ratelimit.h"
#include "targets.h"

namespace keyturn::fuzz {

namespace {

/// Retry-After and the fields of rate limits.
class RetryAfterTarget final : public Target
{
public:
    void read(const QByteArray &input) override
    {
        const QDateTime now = QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC);
        for (const int status : {200, 403, 429, 503}) {
            const net::HttpResponse response = answerWith(status, input);
            for (const std::optional<std::chrono::seconds> &pause : {response.retryAfter(now), net::exhaustedFor(response, now)})
                expect(!pause || (pause->count() >= 0 && *pause <= net::longestPause), "A pause is between none and an hour (FAULTS 42).");
            expect(status != 429 || response.isRateLimited(), "429 is a limit.");
            static_cast<void>(response.date());
        }
    }
};

} // namespace

std::unique_ptr<Target> retryAfterTarget()
{
    return std::make_unique<RetryAfterTarget>();
}

} // namespace keyturn::fuzz
