// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspection/findings.h"

#include "inspection/claimfindings.h"
#include "inspection/headerfindings.h"
#include "jose/hmac.h"

#include <algorithm>

namespace keyturn::inspection {

namespace {

/// Servers take 8 kB of headers, all of them together, by default (RFC 9110 §5.4 lets each set its limit).
constexpr qsizetype largeBytes = 4096;

/// RFC 6749 §10.10: an attacker's chance must be below 2^-128.
constexpr double leastBits = 128;

/// RFC 7518 §3.3.
constexpr int leastRsaBits = 2048;

QList<Finding> keyFindings(const SignedToken &token, const Verified &verified)
{
    QList<Finding> findings;
    const QString algorithm = token.header.textOf(QStringLiteral("alg"));
    const int least = jose::leastSecretBits(algorithm);
    if (least > 0 && verified.bits < least)
        findings.append({QStringLiteral("hmac_short_secret"),
                         Severity::High,
                         QStringLiteral("RFC 7518 §3.2"),
                         {QString::number(verified.bits), QString::number(least), algorithm}});
    else if (least == 0 && verified.bits > 0 && verified.bits < leastRsaBits)
        findings.append({QStringLiteral("rsa_short_key"), Severity::High, QStringLiteral("RFC 7518 §3.3"), {QString::number(verified.bits)}});
    if (verified.otherId)
        findings.append({QStringLiteral("kid_other"),
                         Severity::Medium,
                         QStringLiteral("RFC 7515 §4.1.4"),
                         {verified.key.id, token.header.textOf(QStringLiteral("kid"))}});
    return findings;
}

QList<Finding> opaqueFindings(const OpaqueToken &token)
{
    if (token.shape == QLatin1String("bcrypt") || token.shape == QLatin1String("argon2"))
        return {{QStringLiteral("password_hash"), Severity::High, QStringLiteral("RFC 6749 §10.10")}};
    if (token.shape == QLatin1String("uuid_of_time"))
        return {{QStringLiteral("uuid_of_time"), Severity::Medium, QStringLiteral("RFC 9562 §8"), {QString::number(qRound(token.bits))}}};
    // What a shape is known for is as its issuer made it; a UUID of version 4 falls short by six bits, which nobody guesses.
    if (token.shape.isEmpty() && token.bits < leastBits)
        return {{QStringLiteral("opaque_short"), Severity::Medium, QStringLiteral("RFC 6749 §10.10"), {QString::number(qRound(token.bits))}}};
    return {};
}

} // namespace

QList<Finding> findingsOf(const Token &token, const Expectation &expected, const Verification &verification)
{
    QList<Finding> findings;
    if (const auto *jws = std::get_if<SignedToken>(&token.content)) {
        const Use use = expected.use.value_or(useOf(*jws));
        findings = headerFindings(*jws, use);
        if (jws->claims)
            findings += claimFindings(*jws->claims, use, expected);
        if (const auto *verified = std::get_if<Verified>(&verification))
            findings += keyFindings(*jws, *verified);
    } else if (const auto *jwe = std::get_if<EncryptedToken>(&token.content)) {
        findings = headerFindings(*jwe);
    } else {
        findings = opaqueFindings(std::get<OpaqueToken>(token.content));
    }
    if (token.bytes > largeBytes)
        findings.append({QStringLiteral("large"), Severity::Low, QStringLiteral("RFC 9110 §5.4"), {QString::number(token.bytes)}});
    std::stable_sort(findings.begin(), findings.end(), [](const Finding &a, const Finding &b) { return a.severity > b.severity; });
    return findings;
}

bool isRefused(const QList<Finding> &findings, const Verification &verification)
{
    const bool severe = std::any_of(findings.begin(), findings.end(), [](const Finding &finding) { return finding.severity == Severity::High; });
    // Who gave keys wants to know whether they hold: "cannot be said" is no yes.
    const bool holds = std::holds_alternative<NotTried>(verification) || std::holds_alternative<Verified>(verification);
    return severe || !holds;
}

} // namespace keyturn::inspection
