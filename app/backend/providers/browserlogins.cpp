// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/browserlogins.h"

#include "backend/credentials.h"
#include "backend/opaquetoken.h"
#include "backend/providers/pages.h"

#include <QMessageAuthenticationCode>

namespace keyturn::backend {

namespace {

constexpr std::chrono::hours loginLife(12);
constexpr qsizetype maxCookie = 64;

bool isPlausible(const QString &email)
{
    return email.size() <= 254 && email.indexOf(u'@') > 0 && !email.endsWith(u'@') && limitedText(email, 254) == email && !email.contains(u' ');
}

} // namespace

BrowserLogins::BrowserLogins(const ProviderContext &context, const ProviderDescription &description, std::function<QString()> newSubject)
    : m_context(context), m_name(description.name), m_basePath(description.basePath), m_newSubject(std::move(newSubject))
{ }

core::Secret BrowserLogins::browserOf(const Request &request) const
{
    const QByteArray value = request.cookie("keyturn_" + m_name.toLatin1()).value_or(QByteArray());
    return value.size() <= maxCookie ? core::Secret(value) : core::Secret();
}

HttpHeader BrowserLogins::cookie(const core::Secret &browser) const
{
    // Lax, not Strict: the person may come here by a link from another page.
    return {"Set-Cookie",
            "keyturn_" + m_name.toLatin1() + '=' + browser.reveal().toByteArray() + "; Path=" + m_basePath.toLatin1() + "; HttpOnly; SameSite=Lax"};
}

QByteArray BrowserLogins::csrfOf(const core::Secret &browser)
{
    return QMessageAuthenticationCode::hash("csrf", browser.reveal().toByteArray(), QCryptographicHash::Sha256)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

BrowserLogins::Posted BrowserLogins::posted(const Request &request) const
{
    const auto form = request.mediaType() == "application/x-www-form-urlencoded" ? FormData::parse(request.body) : std::nullopt;
    const core::Secret browser = browserOf(request);
    if (!form)
        return {{}, 400, QStringLiteral("The form came in damaged.")};
    if (browser.isEmpty() || core::Secret::fromText(form->value(QStringLiteral("csrf"))) != core::Secret(csrfOf(browser)))
        return {{}, 403, QStringLiteral("This form does not belong to this browser, or its cookie was lost.")};
    return {*form, 0, {}};
}

core::Result<std::optional<ProviderLogin>> BrowserLogins::login(const core::Secret &browser) const
{
    return m_context.store.login(m_name, hashOf(browser), instantOf(m_context.clock));
}

core::Result<BrowserLogins::SignedIn> BrowserLogins::signIn(const FormData &form) const
{
    const QString email = normalisedEmail(form.value(QStringLiteral("email")));
    if (!isPlausible(email))
        return SignedIn{std::nullopt, email, QStringLiteral("Please type an e-mail address.")};
    if (core::Secret::fromText(form.value(QStringLiteral("password"))) != core::Secret(demoPassword))
        return SignedIn{std::nullopt, email,
                        QStringLiteral("That password is wrong. The password of everybody here is %1.").arg(QLatin1String(demoPassword))};
    const auto person = m_context.store.person(m_name, email, m_newSubject());
    if (!person.ok())
        return person.error();
    // A new cookie at sign-in, so that one planted before is worth nothing (session fixation).
    const core::Secret browser = newOpaqueToken(m_context.random);
    const Instant now = instantOf(m_context.clock);
    const auto added = m_context.store.addLogin(m_name, hashOf(browser), {*person, now, now + loginLife});
    if (!added.ok())
        return added.error();
    return SignedIn{browser, email, {}};
}

} // namespace keyturn::backend
