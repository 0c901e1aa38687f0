// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/pages.h"

#include "backend/providers/redirecturi.h"

#include <QCryptographicHash>

namespace keyturn::backend {

namespace {

constexpr auto style = R"(:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:0;display:grid;min-height:100vh;place-items:center;background:#f3f4f6;color:#16181d}
main{box-sizing:border-box;width:min(26rem,94vw);margin:1rem;padding:1.75rem;border-radius:.75rem;background:#fff;border:1px solid #d5d9e0}
h1{font-size:1.4rem;line-height:1.25;margin:.75rem 0}
.simulated{margin:0;font-size:.875rem;padding:.4rem .7rem;border-radius:.4rem;background:#fdf0cd;color:#563c00}
.problem{padding:.4rem .7rem;border-radius:.4rem;background:#fde3e1;color:#7a130b}
label{display:block;margin-top:.9rem;font-weight:600}
input{box-sizing:border-box;width:100%;font:inherit;padding:.55rem .7rem;margin-top:.25rem;border:1px solid #868d99;border-radius:.4rem;background:#fff;color:inherit}
button{font:inherit;font-weight:600;padding:.55rem 1.2rem;border-radius:.4rem;border:1px solid #1d4fc4;background:#1d4fc4;color:#fff;cursor:pointer}
button.quiet{background:transparent;color:inherit;border-color:#868d99}
:focus-visible{outline:3px solid #6d9bff;outline-offset:2px}
.row{display:flex;gap:.75rem;justify-content:flex-end;margin-top:1.4rem}
.quietly{font-size:.9rem;color:#4a515e}
code{font:.95em ui-monospace,monospace}
a{color:#1d4fc4}
@media(prefers-color-scheme:dark){body{background:#14161a;color:#e9ebef}main{background:#1e2127;border-color:#3a3f49}
.simulated{background:#463607;color:#fbe7b1}.problem{background:#54201c;color:#ffd9d5}input{background:#14161a;border-color:#7b8290}
.quietly{color:#b6bcc8}a{color:#9dbdff}button{background:#3a6be0;border-color:#3a6be0}})";

QString escaped(const QString &text)
{
    return text.toHtmlEscaped();
}

QByteArray styleHash()
{
    static const QByteArray hash = QCryptographicHash::hash(style, QCryptographicHash::Sha256).toBase64();
    return hash;
}

/// CSP form-action is enforced by Chromium on the redirect after the post as well, so the callback's origin must be in it. A CSP host source has no
/// spelling for an IPv6 literal (CSP Level 3 §2.3.1): there the scheme must do.
QByteArray formAction(const AuthorizationRequest &request)
{
    if (!request.client.redirectUri.isEmpty())
        return "'self' http: https:"; // a web client, which may redirect to wherever its own client is
    const QString origin = originOf(request.redirectUri);
    return "'self' " + (origin.contains(u'[') ? QByteArray("http:") : origin.toLatin1());
}

} // namespace

Response simulatedPage(const ProviderDescription &provider, int status, const QString &heading, const QString &content, const QByteArray &formActions)
{
    const QString html = QStringLiteral("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                                        "content=\"width=device-width,initial-scale=1\"><title>%1 · %2 (simulated)</title><style>%3</style></head>\n"
                                        "<body><main><p class=\"simulated\">Simulated %2 — this is Keyturn’s own test provider, not "
                                        "%2.</p>\n<h1>%1</h1>\n%4\n</main></body></html>\n")
                             .arg(heading, escaped(provider.title), QString::fromLatin1(style), content);
    const QByteArray policy = "default-src 'none'; object-src 'none'; style-src 'sha256-" + styleHash() + "'; form-action " + formActions
        + "; frame-ancestors 'none'; base-uri 'none'";
    return {status,
            {{"Content-Type", "text/html; charset=utf-8"},
             {"Content-Security-Policy", policy},
             {"Cross-Origin-Opener-Policy", "unsafe-none"}}, // a web client may open us in a pop-up, and waits there for what comes of it
            html.toUtf8()};
}

QString simulatedForm(const QString &action, const QByteArray &carried, const QByteArray &csrf, const QString &fields)
{
    return QStringLiteral("<form method=\"post\" action=\"%1\"><input type=\"hidden\" name=\"csrf\" value=\"%2\">"
                          "<input type=\"hidden\" name=\"request\" value=\"%3\">\n%4</form>")
        .arg(escaped(action), QString::fromLatin1(csrf), escaped(QString::fromLatin1(carried)), fields);
}

QString scopeList(const ProviderDescription &provider, const QStringList &scopes)
{
    QString list;
    for (const QString &scope : scopes)
        list +=
            QStringLiteral("<li>%1 <span class=\"quietly\">(<code>%2</code>)</span></li>").arg(escaped(provider.scopes.value(scope)), escaped(scope));
    return list.isEmpty() ? QStringLiteral("<p>Know who you are.</p>") : QStringLiteral("<ul>%1</ul>").arg(list);
}

QString complaintOf(const QString &problem)
{
    return problem.isEmpty() ? QString() : QStringLiteral("<p class=\"problem\" id=\"problem\" role=\"alert\">%1</p>\n").arg(escaped(problem));
}

QString signInFields(const QString &email, const QString &problem)
{
    return complaintOf(problem)
        + QStringLiteral("<label for=\"email\">E-mail address</label><input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"username\" "
                         "required value=\"%1\"%2>\n"
                         "<label for=\"password\">Password</label><input id=\"password\" name=\"password\" type=\"password\" "
                         "autocomplete=\"current-password\" required%3>\n"
                         "<p class=\"quietly\">Any e-mail address will do; the password is <code>%4</code>.</p>\n"
                         "<div class=\"row\"><button id=\"sign-in\" type=\"submit\">Sign in</button></div>")
              .arg(escaped(email), email.isEmpty() ? QStringLiteral(" autofocus") : QString(),
                   email.isEmpty() ? QString() : QStringLiteral(" autofocus"), QString::fromLatin1(demoPassword));
}

QString decisionButtons()
{
    return QStringLiteral("<div class=\"row\"><button class=\"quiet\" id=\"deny\" type=\"submit\" name=\"decision\" value=\"deny\">Deny</button>"
                          "<button id=\"allow\" type=\"submit\" name=\"decision\" value=\"allow\">Allow</button></div>");
}

Response signInPage(const ProviderDescription &provider, const AuthorizationRequest &request, const QByteArray &csrf, const QString &email,
                    const QString &problem)
{
    return simulatedPage(
        provider, problem.isEmpty() ? 200 : 422, QStringLiteral("Sign in"),
        simulatedForm(provider.basePath + QLatin1String("/sign-in"), request.parameters.toEncoded(), csrf, signInFields(email, problem)),
        formAction(request));
}

Response consentPage(const ProviderDescription &provider, const AuthorizationRequest &request, const QByteArray &csrf, const QString &email)
{
    FormData again = request.parameters;
    again.set(QStringLiteral("prompt"), QStringLiteral("login"));
    const QString otherAccount = provider.authorizePath + u'?' + QString::fromLatin1(again.toEncoded());
    const QString content =
        QStringLiteral("<p>You are signed in as <strong id=\"who\">%1</strong>. <a id=\"other-account\" href=\"%2\">Use another "
                       "account</a></p>\n<p><strong>%6</strong> <span class=\"quietly\">(<code>%3</code>)</span> asks to:</p>\n%4\n%5")
            .arg(escaped(email), escaped(otherAccount), escaped(request.client.id), scopeList(provider, request.scopes),
                 simulatedForm(provider.basePath + QLatin1String("/consent"), request.parameters.toEncoded(), csrf, decisionButtons()),
                 escaped(request.client.name));
    return simulatedPage(provider, 200, QStringLiteral("Allow %1?").arg(escaped(request.client.name)), content, formAction(request));
}

Response errorPage(const ProviderDescription &provider, int status, const QString &sentence)
{
    const QString content =
        QStringLiteral("<p class=\"problem\" id=\"problem\" role=\"alert\">%1</p>\n<p class=\"quietly\">Nothing was sent to any program. "
                       "You can close this page and start again from the program.</p>")
            .arg(escaped(sentence));
    return simulatedPage(provider, status, QStringLiteral("This cannot go on"), content, "'none'");
}

} // namespace keyturn::backend
