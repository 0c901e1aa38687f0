// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/deviceendpoint.h"

#include "backend/answers.h"
#include "backend/care/typedcode.h"
#include "backend/opaquetoken.h"
#include "backend/providers/devicepages.h"

#include <QRegularExpression>

namespace keyturn::backend {

namespace {

/// As it was shown: `BCDF-GHJK` of whatever was typed; empty where that cannot be a code.
QString asShown(const QString &typed)
{
    static const QRegularExpression others(QStringLiteral("[^A-Z]"));
    const QString letters = typed.left(32).toUpper().remove(others);
    return letters.size() == 8 ? letters.left(4) + u'-' + letters.mid(4) : QString();
}

/// The code that a form carries from page to page.
QString carriedCode(const FormData &form)
{
    const auto carried = FormData::parse(form.value(QStringLiteral("request")).toUtf8());
    return carried ? asShown(carried->value(QStringLiteral("user_code"))) : QString();
}

} // namespace

DeviceEndpoint::DeviceEndpoint(const ProviderContext &context, const ProviderDescription &description, const BrowserLogins &logins)
    : m_context(context), m_description(description), m_logins(logins)
{ }

void DeviceEndpoint::addTo(Router &router)
{
    const QByteArray path = m_description.devicePath.toLatin1();
    router.add("GET", path, [this](const Call &call, const Replier &reply) { reply(show(call.request)); });
    router.add("POST", path, [this](const Call &call, const Replier &reply) { reply(code(call.request)); });
    router.add("POST", path + "/sign-in", [this](const Call &call, const Replier &reply) { reply(signIn(call.request)); });
    router.add("POST", path + "/consent", [this](const Call &call, const Replier &reply) { reply(consent(call.request)); });
}

Response DeviceEndpoint::show(const Request &request) const
{
    const auto query = FormData::parse(request.query);
    const QString userCode = query ? asShown(query->value(QStringLiteral("user_code"))) : QString();
    const core::Secret known = m_logins.browserOf(request);
    const core::Secret browser = known.isEmpty() ? newOpaqueToken(m_context.random) : known;
    const QByteArray csrf = BrowserLogins::csrfOf(browser);
    Response page = deviceCodePage(m_description, csrf, userCode, {});
    if (!userCode.isEmpty()) {
        const Found found = find(userCode, browser);
        if (found.device && found.login)
            page = deviceConsentPage(m_description, csrf, userCode, *found.client, found.device->scope.split(u' ', Qt::SkipEmptyParts),
                                     found.login->person.email);
    }
    if (known.isEmpty())
        page.headers.append(m_logins.cookie(browser));
    return page;
}

DeviceEndpoint::Found DeviceEndpoint::find(const QString &userCode, const core::Secret &browser) const
{
    const QByteArray csrf = BrowserLogins::csrfOf(browser);
    const auto device = m_context.requests.waitingDevice(m_description.name, hashOfTyped(userCode), instantOf(m_context.clock));
    if (!device.ok())
        return {{}, nullptr, {}, failureAnswer(device.error())};
    const ProviderClient *client = *device ? findClient(m_description.clients, (*device)->clientId) : nullptr;
    if (userCode.isEmpty() || !client)
        return {
            {},
            nullptr,
            {},
            deviceCodePage(m_description, csrf, userCode, QStringLiteral("No device waits with this code. Codes serve once and for 15 minutes."))};
    const auto login = m_logins.login(browser);
    if (!login.ok())
        return {{}, nullptr, {}, failureAnswer(login.error())};
    return {*device, client, *login, std::nullopt};
}

Response DeviceEndpoint::code(const Request &request) const
{
    const BrowserLogins::Posted sent = m_logins.posted(request);
    if (sent.problemStatus != 0)
        return errorPage(m_description, sent.problemStatus, sent.problem);
    const QString userCode = asShown(sent.form.value(QStringLiteral("user_code")));
    const core::Secret browser = m_logins.browserOf(request);
    const Found found = find(userCode, browser);
    if (found.instead)
        return *found.instead;
    if (!found.login)
        return deviceSignInPage(m_description, BrowserLogins::csrfOf(browser), userCode, {}, {});
    return deviceConsentPage(m_description, BrowserLogins::csrfOf(browser), userCode, *found.client,
                             found.device->scope.split(u' ', Qt::SkipEmptyParts), found.login->person.email);
}

Response DeviceEndpoint::signIn(const Request &request) const
{
    const BrowserLogins::Posted sent = m_logins.posted(request);
    if (sent.problemStatus != 0)
        return errorPage(m_description, sent.problemStatus, sent.problem);
    const QString userCode = carriedCode(sent.form);
    const auto signedIn = m_logins.signIn(sent.form);
    if (!signedIn.ok())
        return failureAnswer(signedIn.error());
    if (!signedIn->browser)
        return deviceSignInPage(m_description, BrowserLogins::csrfOf(m_logins.browserOf(request)), userCode, signedIn->email, signedIn->problem);
    return {303, {{"Location", m_description.devicePath.toLatin1() + "?user_code=" + userCode.toLatin1()}, m_logins.cookie(*signedIn->browser)}, {}};
}

Response DeviceEndpoint::consent(const Request &request) const
{
    const BrowserLogins::Posted sent = m_logins.posted(request);
    if (sent.problemStatus != 0)
        return errorPage(m_description, sent.problemStatus, sent.problem);
    const Found found = find(carriedCode(sent.form), m_logins.browserOf(request));
    if (found.instead)
        return *found.instead;
    if (!found.login)
        return errorPage(m_description, 403, QStringLiteral("The sign-in here has expired."));
    const QString decision = sent.form.value(QStringLiteral("decision"));
    if (decision != QLatin1String("allow") && decision != QLatin1String("deny"))
        return errorPage(m_description, 400, QStringLiteral("The form came in damaged."));
    return decide(found, decision == QLatin1String("allow"));
}

Response DeviceEndpoint::decide(const Found &found, bool allowed) const
{
    const DeviceRequest &device = *found.device;
    const ProviderGrant grant{newId(m_context.random), found.login->person, device.scope, found.login->signedInAt, device.clientId};
    const auto decided = m_context.requests.decideDevice(m_description.name, device.userCodeHash, allowed ? std::optional(grant) : std::nullopt,
                                                         instantOf(m_context.clock));
    if (!decided.ok())
        return failureAnswer(decided.error());
    if (!*decided) // another browser was faster
        return errorPage(m_description, 409, QStringLiteral("This code has been decided on already, or it has expired."));
    return deviceDonePage(m_description, allowed);
}

} // namespace keyturn::backend
