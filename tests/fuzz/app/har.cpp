// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "trace/har.h"
#include "targets.h"

namespace keyturn::fuzz {

namespace {

const QByteArray secret = "s3cr3t-0123456789";

/// Recordings of other programs.
class HarTarget final : public Target
{
public:
    [[nodiscard]] QList<QByteArray> seeds() const override
    {
        return {
            R"({"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[{"startedDateTime":"2026-01-02T03:04:05.678Z","time":12,)"
            R"("request":{"method":"POST","url":"https://a.example/token?code=)"
            + secret + R"(","httpVersion":"HTTP/1.1","headers":[{"name":"Authorization","value":"Bearer )" + secret
            + R"("}],"cookies":[],"queryString":[],"headersSize":-1,"bodySize":5,"postData":{"mimeType":"application/json","text":"{\"password\":\")"
            + secret
            + R"(\"}"}},"response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","headers":[{"name":"Set-Cookie","value":"refresh=)"
            + secret + R"("}],"cookies":[],"content":{"size":2,"mimeType":"application/json","text":"{\"access_token\":\")" + secret
            + R"(\"}"},"redirectURL":"","headersSize":-1,"bodySize":2},"cache":{},"timings":{"send":1,"wait":10,"receive":1}}]}})"};
    }
    void read(const QByteArray &input) override
    {
        const core::Result<QList<net::Exchange>> entries = trace::readHar(input);
        if (!entries.ok()) {
            expect(!entries.error().code.isEmpty(), "What is wrong with a recording is said.");
            return;
        }
        expect(entries->size() <= trace::maxHarEntries, "A recording has a limit.");
        const QByteArray written = trace::toHar(*entries, QStringLiteral("1"));
        const core::Result<QList<net::Exchange>> again = trace::readHar(written);
        expect(again.ok() && again->size() == entries->size(), "What is written can be read.");
        for (const net::Exchange &exchange : *entries) {
            const trace::Timings timings = trace::timingsOf(exchange);
            expect(timings.send >= 0 && timings.wait >= 0 && timings.receive >= 0, "No phase takes less than no time.");
        }
    }
};

} // namespace

std::unique_ptr<Target> harTarget()
{
    return std::make_unique<HarTarget>();
}

} // namespace keyturn::fuzz
