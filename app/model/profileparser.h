// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/backendprofile.h"
#include "model/objectreader.h"

namespace keyturn::model {

/// Which placeholders a request may use; a secret never stands in an address, where logs and proxies keep it.
struct Allowed {
    QStringList path;
    QStringList body;
    bool basic = false; ///< User and password may go out as `Authorization: Basic`.
    bool redirects = false; ///< The answer may be a redirect.
};

/// Reads one profile; what is wrong ends up in `problem`.
class ProfileParser
{
public:
    explicit ProfileParser(const QUrl &embeddedBase) : m_embeddedBase(embeddedBase.toString(QUrl::FullyEncoded))
    {
        while (m_embeddedBase.endsWith(u'/'))
            m_embeddedBase.chop(1);
    }

    BackendProfile read(const QJsonObject &root);
    [[nodiscard]] const ReadProblem &problem() const { return m_problem; }

private:
    QString address(ObjectReader &reader, const char *name, Need need, bool mayHaveQuery, const QStringList &later = {});
    Endpoint endpoint(const QJsonValue &value, const QString &pointer, const Allowed &allowed);
    std::optional<Endpoint> optionalEndpoint(ObjectReader &reader, const char *name, const Allowed &allowed);
    void body(ObjectReader &reader, Endpoint &endpoint, const QStringList &placeholders);
    void headers(ObjectReader &reader, Endpoint &endpoint, const QStringList &placeholders);
    void authorization(ObjectReader &reader, Endpoint &endpoint, const Allowed &allowed);
    void checkBody(const QJsonValue &value, const QString &pointer, const QStringList &placeholders);
    void mustHold(const Endpoint &endpoint, const QString &pointer, const QStringList &placeholders, const QString &where);
    ValuePlace valuePlace(ObjectReader &reader, const char *name, Need need);
    AccessUse access(const QJsonValue &value, const QString &pointer);
    CsrfProtection csrf(const QJsonValue &value, const QString &pointer);
    ApiKey apiKey(const QJsonValue &value, const QString &pointer);
    Paging paging(const QJsonValue &value, const QString &pointer, bool hasPlaceholder);
    SessionFields sessionFields(const QJsonValue &value, const QString &pointer);
    QList<FailureSign> failureSigns(ObjectReader &reader);
    QMap<QString, QUrl> baseUrls(ObjectReader &reader);
    TokenMapping tokens(const QJsonValue &value, const QString &pointer);
    Lifetime lifetime(const QJsonValue &value, const QString &pointer);
    IdentityMapping identityMapping(const QJsonValue &value, const QString &pointer);
    PasswordSignIn password(const QJsonValue &value, const QString &pointer);
    PasswordRules passwordRules(const QJsonValue &value, const QString &pointer, PasswordRules rules);
    SecondFactor secondFactor(const QJsonValue &value, const QString &pointer);
    EmailVerification emailVerification(const QJsonValue &value, const QString &pointer);
    PasswordChange passwordChange(const QJsonValue &value, const QString &pointer);
    PasswordReset passwordReset(const QJsonValue &value, const QString &pointer);
    std::optional<Endpoint> careEndpoint(ObjectReader &reader, const char *name, const QStringList &needed, const QStringList &further);
    RefreshGrant refresh(const QJsonValue &value, const QString &pointer);
    SessionsInterface sessions(const QJsonValue &value, const QString &pointer);
    GitUse git(const QJsonValue &value, const QString &pointer);
    ErrorMapping errors(const QJsonValue &value, const QString &pointer);
    QList<IdentityProvider> providers(ObjectReader &reader);
    IdentityProvider provider(const QJsonValue &value, const QString &pointer);
    void backendProvider(ObjectReader &reader, IdentityProvider &provider);
    Handoff handoff(const QJsonValue &value, const QString &pointer);
    void callback(ObjectReader &reader, IdentityProvider &provider);
    void completeHandoffs(BackendProfile &profile);
    void checkHandoff(const BackendProfile &profile, const IdentityProvider &provider, const QString &pointer);
    /// @p whole: nobody else tells those that are left out.
    OAuthEndpoints oauthEndpoints(const QJsonValue &value, const QString &pointer, bool whole);
    void checkWhole(const BackendProfile &profile);
    void checkRefresh(const BackendProfile &profile);
    void checkAccess(const BackendProfile &profile, const ValuePlace &token, const QString &pointer);
    void checkApiKey(const BackendProfile &profile);

    ReadProblem m_problem;
    QString m_embeddedBase;
    bool m_embedded = false;
    bool m_hasAccess = false; ///< The profile says how a request proves who sends it.
    QList<std::pair<QString, QString>> m_bases; ///< Where an endpoint names a base URL, and which.
};

} // namespace keyturn::model
