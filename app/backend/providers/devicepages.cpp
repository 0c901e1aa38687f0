// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/devicepages.h"

#include "backend/formdata.h"

namespace keyturn::backend {

namespace {

QByteArray carrying(const QString &userCode)
{
    FormData carried;
    carried.set(QStringLiteral("user_code"), userCode);
    return carried.toEncoded();
}

} // namespace

Response deviceCodePage(const ProviderDescription &provider, const QByteArray &csrf, const QString &userCode, const QString &problem)
{
    const QString fields = complaintOf(problem)
        + QStringLiteral("<label for=\"user-code\">Code</label><input id=\"user-code\" name=\"user_code\" autocomplete=\"off\" "
                         "autocapitalize=\"characters\" spellcheck=\"false\" maxlength=\"32\" required autofocus value=\"%1\">\n"
                         "<p class=\"quietly\">It stands on the device or in the program that you want to sign in to. Type it only where you have "
                         "begun that sign-in yourself.</p>\n"
                         "<div class=\"row\"><button id=\"continue\" type=\"submit\">Continue</button></div>")
              .arg(userCode.toHtmlEscaped());
    return simulatedPage(provider, problem.isEmpty() ? 200 : 422, QStringLiteral("Enter the code"),
                         simulatedForm(provider.devicePath, {}, csrf, fields), "'self'");
}

Response deviceSignInPage(const ProviderDescription &provider, const QByteArray &csrf, const QString &userCode, const QString &email,
                          const QString &problem)
{
    return simulatedPage(provider, problem.isEmpty() ? 200 : 422, QStringLiteral("Sign in"),
                         simulatedForm(provider.devicePath + QLatin1String("/sign-in"), carrying(userCode), csrf, signInFields(email, problem)),
                         "'self'");
}

Response deviceConsentPage(const ProviderDescription &provider, const QByteArray &csrf, const QString &userCode, const ProviderClient &client,
                           const QStringList &scopes, const QString &email)
{
    const QString content =
        QStringLiteral("<p>You are signed in as <strong id=\"who\">%1</strong>.</p>\n<p>A device that shows the code <strong id=\"shown-code\">"
                       "%2</strong> is about to be signed in. Deny it unless you have this device before you.</p>\n"
                       "<p><strong>%3</strong> <span class=\"quietly\">(<code>%4</code>)</span> asks to:</p>\n%5\n%6")
            .arg(email.toHtmlEscaped(), userCode.toHtmlEscaped(), client.name.toHtmlEscaped(), client.id.toHtmlEscaped(), scopeList(provider, scopes),
                 simulatedForm(provider.devicePath + QLatin1String("/consent"), carrying(userCode), csrf, decisionButtons()));
    return simulatedPage(provider, 200, QStringLiteral("Allow %1?").arg(client.name.toHtmlEscaped()), content, "'self'");
}

Response deviceDonePage(const ProviderDescription &provider, bool allowed)
{
    const QString heading = allowed ? QStringLiteral("The device is signed in") : QStringLiteral("The device was denied");
    const QString sentence = allowed ? QStringLiteral("It notices within a few seconds. You can close this page.")
                                     : QStringLiteral("Nothing was given to it. You can close this page.");
    return simulatedPage(provider, 200, heading, QStringLiteral("<p id=\"done\" role=\"status\">%1</p>").arg(sentence), "'none'");
}

} // namespace keyturn::backend
