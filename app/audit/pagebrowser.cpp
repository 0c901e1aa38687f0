// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/pagebrowser.h"

#include "net/origin.h"

#include <QNetworkCookie>
#include <QRegularExpression>

#include <algorithm>

namespace keyturn::audit {

namespace {

constexpr int mostRedirects = 12; // in a row
constexpr int mostForms = 6; // of one walk

bool says(const HtmlField &field, const char *pattern)
{
    return QRegularExpression(QLatin1String(pattern), QRegularExpression::CaseInsensitiveOption).match(field.name + u' ' + field.words).hasMatch();
}

bool isForUser(const HtmlField &field)
{
    return field.type == QLatin1String("email") || (field.type == QLatin1String("text") && says(field, "mail|user|login|identifier"));
}

/// The button that goes on; null: there is none, or only such as go back.
const HtmlField *goingOn(const HtmlForm &form)
{
    const auto refuses = [](const HtmlField &button) { return says(button, "\\b(deny|denied|cancel|no|reject|refuse|decline|back)\\b"); };
    const auto found = std::find_if_not(form.buttons.cbegin(), form.buttons.cend(), refuses);
    return found == form.buttons.cend() ? nullptr : &*found;
}

/// The one by which somebody signs in, or else the first that is posted.
const HtmlForm *formToFill(const QList<HtmlForm> &forms)
{
    auto found = std::find_if(forms.cbegin(), forms.cend(), [](const HtmlForm &form) { return form.isPost && form.asksForPassword(); });
    if (found == forms.cend())
        found =
            std::find_if(forms.cbegin(), forms.cend(), [](const HtmlForm &form) { return form.isPost && (goingOn(form) || form.buttons.isEmpty()); });
    return found == forms.cend() ? nullptr : &*found;
}

/// A simulated provider tells everybody the password that it takes.
core::Secret passwordFor(const QString &html, const Person &person)
{
    static const QRegularExpression told(QStringLiteral("password[^<>.]{0,40}<code>([^<]{1,64})</code>"), QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = told.match(html);
    return match.hasMatch() ? core::Secret::fromText(match.captured(1)) : person.password;
}

Page stuck(Page page, const QString &why)
{
    page.obstacle = why;
    return page;
}

} // namespace

bool PageBrowser::isPlace(const QUrl &url) const
{
    if (!m_stop.isEmpty() && url.adjusted(QUrl::RemoveQuery) == m_stop)
        return false;
    const net::Origin origin = net::Origin::of(url);
    const auto isThere = [&origin](const QUrl &place) { return net::Origin::of(place) == origin; };
    return origin.isValid()
        && (std::any_of(m_places.cbegin(), m_places.cend(), isThere)
            || (origin.scheme == QLatin1String("https") && !origin.isLoopback() && m_site.target().hosts.contains(origin.host, Qt::CaseInsensitive)));
}

void PageBrowser::keepCookies(const Answer &answer, const QUrl &url)
{
    for (const QByteArray &header : answer.headers("Set-Cookie")) {
        for (const QNetworkCookie &cookie : QNetworkCookie::parseCookies(header)) {
            QString path = cookie.path();
            if (!path.startsWith(u'/')) // RFC 6265 §5.1.4
                path = url.path().lastIndexOf(u'/') > 0 ? url.path().section(u'/', 0, -2) : QStringLiteral("/");
            m_cookies.removeIf([&](const Cookie &kept) { return kept.host == url.host() && kept.path == path && kept.name == cookie.name(); });
            const bool isOver = cookie.expirationDate().isValid() && cookie.expirationDate() <= m_site.clock().now();
            if (!isOver)
                m_cookies.append({url.host(), path, cookie.name(), cookie.value()});
        }
    }
}

void PageBrowser::addCookies(net::HttpRequest &request) const
{
    const QString path = request.url.path();
    for (const Cookie &cookie : m_cookies) {
        const bool isBelow = path == cookie.path || path.startsWith(cookie.path.endsWith(u'/') ? cookie.path : cookie.path + u'/');
        if (cookie.host == request.url.host() && isBelow)
            backendapi::addCookie(request, cookie.name, core::Secret(cookie.value));
    }
}

Page PageBrowser::open(const QUrl &url)
{
    net::HttpRequest request;
    request.url = url;
    return send(std::move(request));
}

Page PageBrowser::send(net::HttpRequest request)
{
    for (int i = 0; i < mostRedirects; ++i) {
        request.headers.append(net::Header{"Accept", "text/html,*/*;q=0.5"});
        addCookies(request);
        Page page{request.url, m_site.ask(request), {}, {}};
        keepCookies(page.answer, request.url);
        const QByteArray location = page.answer.header("Location");
        if (!page.answer.arrived())
            return stuck(page, QStringLiteral("%1 did not answer: %2.").arg(request.url.host(), page.answer.told()));
        if (page.answer.status / 100 != 3 || location.isEmpty())
            return page;
        const QUrl next = request.url.resolved(QUrl::fromEncoded(location, QUrl::TolerantMode));
        m_passed.append(next);
        if (!isPlace(next)) {
            page.leftFor = next;
            return page;
        }
        request = {}; // by GET: a form goes no further than to where it was sent (RFC 9700 §4.12)
        request.url = next;
    }
    return stuck({request.url, {}, {}, {}}, QStringLiteral("%1 redirects without an end.").arg(request.url.host()));
}

Page PageBrowser::submit(const Page &page, const HtmlForm &form, const Person &person)
{
    QList<std::pair<QString, QByteArray>> sent;
    for (const HtmlField &field : form.fields) {
        const bool isUser = isForUser(field);
        if (field.type == QLatin1String("password"))
            sent.append(std::pair(field.name, passwordFor(page.answer.text(), person).reveal().toByteArray()));
        else
            sent.append(std::pair(field.name, isUser ? person.user.toUtf8() : field.value.toUtf8()));
    }
    if (const HtmlField *button = goingOn(form))
        sent.append(std::pair(button->name, button->value.toUtf8()));
    QByteArrayList pairs;
    for (const auto &[name, value] : std::as_const(sent)) {
        if (!name.isEmpty())
            pairs.append(QUrl::toPercentEncoding(name) + '=' + value.toPercentEncoding());
    }
    net::HttpRequest request;
    request.method = "POST";
    request.url = form.action.isEmpty() ? page.url : page.url.resolved(QUrl(form.action));
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Origin", page.url.toEncoded(QUrl::RemovePath | QUrl::RemoveQuery)}};
    request.body = core::Secret::take(pairs.join('&'));
    if (!isPlace(request.url))
        return stuck(page, QStringLiteral("The form at %1 is sent to elsewhere.").arg(page.url.host()));
    return send(std::move(request));
}

Page PageBrowser::walk(const QUrl &url, const Person &person)
{
    Page page = open(url);
    bool signedIn = false;
    for (int i = 0; i < mostForms && page.obstacle.isEmpty() && page.leftFor.isEmpty(); ++i) {
        if (page.answer.status >= 400)
            return stuck(page, QStringLiteral("%1 refused with %2.").arg(page.url.host(), page.answer.told()));
        const QList<HtmlForm> forms = formsOf(page.answer.text());
        const HtmlForm *form = formToFill(forms);
        if (!form)
            return stuck(page, QStringLiteral("The page of %1 has no form that can be filled in without script.").arg(page.url.host()));
        if (form->asksForPassword() && std::exchange(signedIn, true))
            return stuck(page, QStringLiteral("The page of %1 does not sign the audit's person in.").arg(page.url.host()));
        page = submit(page, *form, person);
    }
    if (page.obstacle.isEmpty() && page.leftFor.isEmpty())
        return stuck(page, QStringLiteral("The pages of %1 have no end.").arg(page.url.host()));
    return page;
}

} // namespace keyturn::audit
