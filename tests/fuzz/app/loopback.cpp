// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/loopbackrequest.h"
#include "targets.h"

namespace keyturn::fuzz {

namespace {

/// What comes to the loopback listener from whatever program of this computer.
class LoopbackTarget final : public Target
{
public:
    void read(const QByteArray &input) override
    {
        const oauth::HeadReading reading = oauth::readRequestHead(input, "127.0.0.1:4711");
        if (const auto *refused = std::get_if<oauth::HeadRefused>(&reading)) {
            expect(refused->status >= 400 && refused->status < 600, "What is refused gets a status that says so.");
            return;
        }
        if (std::holds_alternative<oauth::HeadIncomplete>(reading)) {
            expect(input.size() <= oauth::maxHeadBytes, "Nobody waits for more of a head than may come (FAULTS 7).");
            return;
        }
        const auto &request = std::get<oauth::LoopbackRequest>(reading);
        expect(input.startsWith("GET /"), "Only GET is served (FAULTS 10).");
        expect(input.toLower().contains("host:"), "A request names its host (FAULTS 11).");
        expect(request.path.startsWith('/') && !request.path.contains('?'), "A path has no query.");
        for (const QByteArray &part : {request.path, request.query})
            expect(!part.contains('\r') && !part.contains('\n') && !part.contains(' '), "An address is within its line.");
        const qsizetype end = input.indexOf("\r\n\r\n") + 4;
        for (qsizetype length = 0; length < end; ++length) {
            const oauth::HeadReading early = oauth::readRequestHead(QByteArrayView(input).first(length), "127.0.0.1:4711");
            expect(std::holds_alternative<oauth::HeadIncomplete>(early), "A beginning of what is served is waited for (FAULTS 5).");
        }
    }
};

} // namespace

std::unique_ptr<Target> loopbackTarget()
{
    return std::make_unique<LoopbackTarget>();
}

} // namespace keyturn::fuzz
