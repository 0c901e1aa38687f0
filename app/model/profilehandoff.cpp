// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilechecks.h"
#include "model/profileparser.h"

namespace keyturn::model {

namespace {

/// The names that the hand-off itself puts into the query of the start address.
QString checkStart(const QString &text)
{
    if (const QString problem = checkPath(text, {QStringLiteral("device")}); !problem.isEmpty())
        return problem;
    const QStringList pairs = text.section(u'?', 1).split(u'&');
    for (const char *name : {"redirect_uri", "state", "code_challenge", "code_challenge_method"}) {
        for (const QString &pair : pairs) {
            if (pair.section(u'=', 0, 0) == QLatin1String(name))
                return QStringLiteral("%1 is set by Keyturn itself; remove it").arg(QLatin1String(name));
        }
    }
    return {};
}

QString checkTokenParameter(const QString &text)
{
    if (text == QLatin1String("error") || text == QLatin1String("code") || text == QLatin1String("state"))
        return QStringLiteral("%1 means something else in a redirect (RFC 6749 §4.1.2); expected the parameter that holds the access token")
            .arg(text);
    return checkQueryName(text);
}

} // namespace

void ProfileParser::backendProvider(ObjectReader &reader, IdentityProvider &provider)
{
    provider.issuer = address(reader, "issuer", Need::Optional, false);
    callback(reader, provider);
    provider.handoff = handoff(reader.member("handoff", Need::Required), reader.pointerTo("handoff"));
    if (!provider.isUnsafe()) {
        reader.finish();
        return;
    }
    if (reader.has("issuer"))
        reader.note("issuer", QStringLiteral("expected no issuer beside tokenParameter, whose redirect names none; remove it"));
    // The backend redirects to one address of its own configuration.
    if (provider.redirectUri.port() < 0)
        reader.note("redirectUri",
                    QStringLiteral("expected, beside tokenParameter, the whole address with its port, such as http://localhost:5173/auth/callback"));
    reader.finish();
}

Handoff ProfileParser::handoff(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    Handoff handoff;
    handoff.start = reader.text("start", Need::Required, checkStart);
    const QStringList bodyWords{QStringLiteral("code"), QStringLiteral("codeVerifier"), QStringLiteral("redirectUri")};
    handoff.exchange = optionalEndpoint(reader, "exchange", {{}, bodyWords});
    handoff.tokenParameter = reader.text("tokenParameter", Need::Optional, checkTokenParameter);
    if (reader.has("tokens"))
        handoff.tokens = tokens(reader.member("tokens", Need::Optional), reader.pointerTo("tokens"));
    if (reader.has("identity"))
        handoff.identity = identityMapping(reader.member("identity", Need::Optional), reader.pointerTo("identity"));
    if (handoff.exchange.has_value() != handoff.tokenParameter.isEmpty())
        reader.note("exchange",
                    QStringLiteral("expected exactly one of exchange (a one-time code, the safe form) and tokenParameter (the token itself)"));
    if (handoff.exchange) // RFC 7636 §4.5: without the verifier the code would serve whoever reads the address
        mustHold(*handoff.exchange, reader.pointerTo("exchange"), {QStringLiteral("code"), QStringLiteral("codeVerifier")},
                 QStringLiteral("the body"));
    else if (reader.has("tokens"))
        reader.note("tokens", QStringLiteral("expected only beside exchange; remove it"));
    else if (reader.has("identity"))
        reader.note("identity", QStringLiteral("expected only beside exchange, without it the profile's identity is asked; remove it"));
    reader.finish();
    return handoff;
}

/// What stands elsewhere in the profile: the base URL, and what an answer of the backend's looks like.
void ProfileParser::completeHandoffs(BackendProfile &profile)
{
    for (qsizetype i = 0; i < profile.providers.size(); ++i) {
        IdentityProvider &provider = profile.providers[i];
        if (!provider.handoff)
            continue;
        if (profile.password && provider.handoff->isSafe()) {
            if (provider.handoff->tokens.accessToken.isNone())
                provider.handoff->tokens = profile.password->tokens;
            if (provider.handoff->identity.subject.isEmpty())
                provider.handoff->identity = profile.password->identity;
        }
        checkHandoff(profile, provider, QStringLiteral("/providers/%1/handoff").arg(i));
    }
}

void ProfileParser::checkHandoff(const BackendProfile &profile, const IdentityProvider &provider, const QString &pointer)
{
    const Handoff &handoff = *provider.handoff;
    if (profile.baseUrl.isEmpty() && !profile.embedded)
        m_problem.note(QStringLiteral("/baseUrl"), QStringLiteral("this member is required beside a provider of kind backend; add it"));
    if (handoff.isSafe() && handoff.tokens.accessToken.isNone())
        m_problem.note(pointer + QLatin1String("/tokens"), QStringLiteral("this member is required where there is no password; add it"));
    if (handoff.identity.subject.isEmpty() && !profile.identity)
        m_problem.note(QStringLiteral("/identity"),
                       QStringLiteral("expected the request that tells who is signed in, because the hand-off does not; add it"));
    if (handoff.isSafe())
        checkAccess(profile, handoff.tokens.accessToken, pointer + QLatin1String("/tokens/accessToken"));
    if (!handoff.isSafe() && !profile.access.cookie.isEmpty())
        m_problem.note(pointer + QLatin1String("/tokenParameter"),
                       QStringLiteral("expected exchange, because the backend keeps sessions by a cookie"));
}

} // namespace keyturn::model
