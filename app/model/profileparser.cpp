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

/// What only shows when all parts are there.
void ProfileParser::checkWhole(const BackendProfile &profile)
{
    if (!profile.password && profile.providers.isEmpty())
        m_problem.note({}, QStringLiteral("expected password or providers, else nobody can sign in; add one of them"));
    if (profile.refresh && !profile.refresh->endpoint.bearsRefreshToken && !profile.refresh->tokens.refreshToken.isCookie()
        && (!profile.password || !profile.password->tokens.refreshToken.isCookie()))
        mustHold(profile.refresh->endpoint, QStringLiteral("/refresh/endpoint"), {QStringLiteral("refreshToken")});
    const bool handsOver = std::any_of(profile.providers.cbegin(), profile.providers.cend(), [](const IdentityProvider &one) { return one.handoff; });
    if (!profile.password && !handsOver && profile.refresh)
        m_problem.note(QStringLiteral("/refresh"),
                       QStringLiteral("expected only beside password, a provider refreshes at its token endpoint; remove it"));
    if (profile.password && profile.password->tokens.accessToken.isCookie() != !profile.access.cookie.isEmpty())
        m_problem.note(QStringLiteral("/access/cookie"),
                       QStringLiteral("expected the session cookie's name here and in /password/tokens/accessToken/cookie, or in neither"));
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
    profile.headers = reader.map("headers", checkHeaderName, checkHeaderValue);
    if (reader.has("apiKey"))
        profile.apiKey = apiKey(reader.member("apiKey", Need::Optional), reader.pointerTo("apiKey"));
    profile.caCertificates = reader.text("caCertificates", Need::Optional, checkCertificates, 128 * 1024).toLatin1();
    if (reader.has("access"))
        profile.access = access(reader.member("access", Need::Optional), reader.pointerTo("access"));
    if (reader.has("csrf"))
        profile.csrf = csrf(reader.member("csrf", Need::Optional), reader.pointerTo("csrf"));
    const QStringList refreshToken{QStringLiteral("refreshToken")};
    if (reader.has("password"))
        profile.password = password(reader.member("password", Need::Optional), reader.pointerTo("password"));
    if (reader.has("refresh"))
        profile.refresh = refresh(reader.member("refresh", Need::Optional), reader.pointerTo("refresh"));
    profile.signOut = optionalEndpoint(reader, "signOut", {{}, refreshToken});
    profile.identity = optionalEndpoint(reader, "identity", {});
    profile.identityMapping = identityMapping(reader.member("identityMapping", Need::Optional), reader.pointerTo("identityMapping"));
    if (reader.has("sessions"))
        profile.sessions = sessions(reader.member("sessions", Need::Optional), reader.pointerTo("sessions"));
    if (reader.has("errors"))
        profile.errors = errors(reader.member("errors", Need::Optional), reader.pointerTo("errors"));
    profile.providers = providers(reader);
    completeHandoffs(profile);
    reader.finish();
    checkWhole(profile);
    return profile;
}

} // namespace keyturn::model
