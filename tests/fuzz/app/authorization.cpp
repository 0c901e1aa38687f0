// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/authorizationresponse.h"
#include "targets.h"

namespace keyturn::fuzz {

namespace {

const QByteArray state = "dGhlLXN0YXRlLW9mLXRoaXMtYXR0ZW1wdA";

/// The query that the browser brings back.
class AuthorizationTarget final : public Target
{
public:
    void read(const QByteArray &input) override
    {
        const QString query = QString::fromLatin1(input);
        for (const oauth::AuthorizationExpectation &expected : m_expected) {
            const oauth::AuthorizationAnswer answer = oauth::readAuthorizationResponse(query, expected);
            const bool isOurs = std::holds_alternative<core::Result<core::Secret>>(answer);
            if (!isOurs)
                continue;
            expect(QByteArray::fromPercentEncoding(input).contains(state), "Only what has the state is ours (FAULTS 18).");
            const auto &code = std::get<core::Result<core::Secret>>(answer);
            if (!code.ok())
                continue;
            expect(!code->isEmpty(), "A code is no empty text.");
            expect(!QString(u'&' + query).contains(QLatin1String("&access_token=")), "A token is taken from no query (FAULTS 32).");
            if (expected.issuerRequired)
                expect(query.contains(QLatin1String("iss=")) || query.contains(u'%'), "A promised issuer comes (FAULTS 25).");
        }
    }

private:
    const QList<oauth::AuthorizationExpectation> m_expected{
        {state, {}, false}, {state, QStringLiteral("https://id.example"), false}, {state, QStringLiteral("https://id.example"), true}};
};

} // namespace

std::unique_ptr<Target> authorizationTarget()
{
    return std::make_unique<AuthorizationTarget>();
}

} // namespace keyturn::fuzz
