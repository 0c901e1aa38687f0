// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profileparser.h"

#include "model/profilechecks.h"

#include <algorithm>

namespace keyturn::model {

namespace {

const QLatin1String backendPlaceholder("{backend}");

QString anything(const QString &)
{
    return {};
}

} // namespace

/// An address, with `{backend}` filled in; empty where that is not known yet. What is to be filled in later stands percent-encoded in it.
QString ProfileParser::address(ObjectReader &reader, const char *name, Need need, bool mayHaveQuery, const QStringList &later)
{
    const auto encoded = [&later](QString text) {
        for (const QString &placeholder : later)
            text.replace(placeholder, QString::fromLatin1(QUrl::toPercentEncoding(placeholder)));
        return text;
    };
    QString text = reader.text(name, need, [&](const QString &found) {
        QString whole = found;
        if (found.startsWith(backendPlaceholder)) {
            const QString rest = found.mid(backendPlaceholder.size());
            if (!m_embedded)
                return QStringLiteral("{backend} stands only in a profile with \"embedded\": true");
            if (!rest.isEmpty() && !rest.startsWith(u'/'))
                return QStringLiteral("expected '/' or nothing after {backend}");
            whole = QLatin1String("http://127.0.0.1:1") + rest;
        }
        return checkUrl(encoded(whole), mayHaveQuery);
    });
    text = encoded(text);
    if (text.startsWith(backendPlaceholder))
        return m_embeddedBase.isEmpty() ? QString() : text.replace(0, backendPlaceholder.size(), m_embeddedBase);
    return text;
}

QMap<QString, QUrl> ProfileParser::baseUrls(ObjectReader &reader)
{
    QMap<QString, QUrl> urls;
    const QMap<QString, QString> texts = reader.map("baseUrls", checkId, [](const QString &text) { return checkUrl(text, false); });
    for (auto it = texts.begin(); it != texts.end(); ++it) {
        QString url = it.value();
        while (url.endsWith(u'/'))
            url.chop(1);
        urls.insert(it.key(), QUrl(url));
    }
    return urls;
}

/// A refresh token that nobody gives, or that is sent nowhere, renews nothing.
void ProfileParser::checkRefresh(const BackendProfile &profile)
{
    QList<TokenMapping> mappings{profile.refresh->tokens};
    if (profile.password) {
        mappings += profile.password->tokens;
        if (profile.password->secondFactor && profile.password->secondFactor->tokens)
            mappings += *profile.password->secondFactor->tokens;
    }
    for (const IdentityProvider &provider : profile.providers) {
        if (provider.handoff)
            mappings += provider.handoff->tokens;
    }
    const auto any = [&mappings](auto told) { return std::any_of(mappings.cbegin(), mappings.cend(), told); };
    const bool handsOver = std::any_of(profile.providers.cbegin(), profile.providers.cend(), [](const IdentityProvider &one) { return one.handoff; });
    if (!profile.password && !handsOver)
        m_problem.note(QStringLiteral("/refresh"),
                       QStringLiteral("expected only beside password or a provider of kind backend, any other provider refreshes at its token "
                                      "endpoint; remove it"));
    else if (!any([](const TokenMapping &one) { return !one.refreshToken.isNone(); }))
        m_problem.note(QStringLiteral("/refresh"),
                       QStringLiteral("expected refreshToken in %1, because without one there is nothing to renew with; add it")
                           .arg(profile.password ? QStringLiteral("/password/tokens") : QStringLiteral("the tokens of handoff")));
    else if (!profile.refresh->endpoint.bearsRefreshToken && !any([](const TokenMapping &one) { return one.refreshToken.isCookie(); }))
        mustHold(profile.refresh->endpoint, QStringLiteral("/refresh/endpoint"), {QStringLiteral("refreshToken")},
                 QStringLiteral("the body; or say \"authorization\": \"refreshToken\" where it goes as bearer, or {\"cookie\": …} as the token's "
                                "place where it is a cookie"));
}

/// A cookie that is a token may be sent as one, and a token as a cookie: but then the profile says so.
void ProfileParser::checkAccess(const BackendProfile &profile, const ValuePlace &token, const QString &pointer)
{
    if (token.isCookie() && !m_hasAccess)
        m_problem.note(QStringLiteral("/access"),
                       QStringLiteral("expected to be told how a request proves who sends it: {\"cookie\": \"%1\"} where the cookie of %2 goes "
                                      "back as that cookie, {\"header\": \"Authorization\"} where it goes as bearer; add it")
                           .arg(token.name, pointer));
    if (!profile.access.furtherCookies.isEmpty() && !(token.isCookie() && profile.access.cookieNames().contains(token.name.toLatin1())))
        m_problem.note(QStringLiteral("/access/cookies"), QStringLiteral("expected the cookie of %1 among them; add it").arg(pointer));
}

/// Two headers of one name would contradict each other.
void ProfileParser::checkApiKey(const BackendProfile &profile)
{
    if (!profile.apiKey || profile.apiKey->header.isEmpty())
        return;
    const QByteArray header = profile.apiKey->header.toLower();
    bool taken = profile.access.cookie.isEmpty() && profile.access.header.toLower() == header;
    if (header == "authorization") {
        taken = taken || (profile.refresh && profile.refresh->endpoint.bearsRefreshToken) || (profile.signOut && profile.signOut->bearsRefreshToken);
        if (profile.password) {
            taken = taken || profile.password->signIn.bearsCredentials;
            const std::optional<SecondFactor> &second = profile.password->secondFactor;
            taken = taken || (second && (second->endpoint.bearsChallenge || (second->recovery && second->recovery->bearsChallenge)));
        }
    }
    if (taken)
        m_problem.note(QStringLiteral("/apiKey/header"),
                       QStringLiteral("expected another header than that of the access token, refresh token or password; say by access or "
                                      "authorization where those go"));
}

/// What only shows when all parts are there.
void ProfileParser::checkWhole(const BackendProfile &profile)
{
    if (!profile.password && profile.providers.isEmpty())
        m_problem.note({}, QStringLiteral("expected password or providers, else nobody can sign in; add one of them"));
    if (profile.refresh)
        checkRefresh(profile);
    if (profile.password) {
        checkAccess(profile, profile.password->tokens.accessToken, QStringLiteral("/password/tokens/accessToken"));
        if (profile.password->identity.subject.isEmpty() && !profile.identity)
            m_problem.note(QStringLiteral("/password/identity"),
                           QStringLiteral("expected subject here, or the request /identity that tells who is signed in; add one"));
    }
    checkApiKey(profile);
    for (const auto &[pointer, name] : std::as_const(m_bases)) {
        if (!name.isEmpty() && !profile.baseUrls.contains(name))
            m_problem.note(pointer, QStringLiteral("expected a name among baseUrls; add it there"));
    }
    if (profile.identity && profile.identityMapping.subject.isEmpty())
        m_problem.note(QStringLiteral("/identityMapping/subject"), QStringLiteral("this member is required beside identity; add it"));
}

BackendProfile ProfileParser::read(const QJsonObject &root)
{
    ObjectReader reader(m_problem, root, {});
    static_cast<void>(reader.text("$schema", Need::Optional, anything)); // for editors
    BackendProfile profile;
    profile.id = ProfileId(reader.text("id", Need::Required, checkId));
    profile.name = reader.text("name", Need::Required, checkLabel);
    profile.description = reader.text("description", Need::Optional, checkLabel);
    m_embedded = profile.embedded = reader.truth("embedded");
    // A profile that has nothing but providers needs no backend of its own.
    const bool talks = reader.has("password") || reader.has("refresh") || reader.has("signOut") || reader.has("identity") || reader.has("sessions");
    QString base = address(reader, "baseUrl", talks ? Need::Required : Need::Optional, false);
    while (base.endsWith(u'/'))
        base.chop(1); // every endpoint's path starts with one
    profile.baseUrl = QUrl(base);
    profile.baseUrls = baseUrls(reader);
    profile.headers = reader.map("headers", checkHeaderName, [](const QString &text) {
        const QString expected = checkHeaderValue(text);
        return expected.isEmpty() ? checkPlaceholders(text, {QStringLiteral("device")}) : expected;
    });
    if (reader.has("apiKey"))
        profile.apiKey = apiKey(reader.member("apiKey", Need::Optional), reader.pointerTo("apiKey"));
    profile.caCertificates = reader.text("caCertificates", Need::Optional, checkCertificates, 128 * 1024).toLatin1();
    m_hasAccess = reader.has("access");
    if (m_hasAccess)
        profile.access = access(reader.member("access", Need::Optional), reader.pointerTo("access"));
    if (reader.has("csrf"))
        profile.csrf = csrf(reader.member("csrf", Need::Optional), reader.pointerTo("csrf"));
    const QStringList tokens{QStringLiteral("refreshToken"), QStringLiteral("accessToken")};
    if (reader.has("password"))
        profile.password = password(reader.member("password", Need::Optional), reader.pointerTo("password"));
    if (reader.has("refresh"))
        profile.refresh = refresh(reader.member("refresh", Need::Optional), reader.pointerTo("refresh"));
    profile.signOut = optionalEndpoint(reader, "signOut", {{}, tokens});
    profile.identity = optionalEndpoint(reader, "identity", {});
    if (profile.password && profile.password->signIn.redirects && !profile.identity)
        reader.note("identity", QStringLiteral("this member is required where signIn answers by a redirect, which tells of nobody; add it"));
    profile.identityMapping = identityMapping(reader.member("identityMapping", Need::Optional), reader.pointerTo("identityMapping"));
    if (reader.has("sessions"))
        profile.sessions = sessions(reader.member("sessions", Need::Optional), reader.pointerTo("sessions"));
    if (reader.has("errors"))
        profile.errors = errors(reader.member("errors", Need::Optional), reader.pointerTo("errors"));
    if (reader.has("git"))
        profile.git = git(reader.member("git", Need::Optional), reader.pointerTo("git"));
    profile.providers = providers(reader);
    completeHandoffs(profile);
    reader.finish();
    checkWhole(profile);
    return profile;
}

} // namespace keyturn::model
