// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/formdata.h"
#include "backend/httpmessage.h"
#include "backend/providers/providercontext.h"
#include "backend/providers/providerdescription.h"

#include <functional>

namespace keyturn::backend {

/// Who is signed in at a simulated provider in which browser. A browser is known by one cookie, whose HMAC is its forms' CSRF token.
class BrowserLogins
{
public:
    /// @p newSubject gives the provider's ids their looks.
    BrowserLogins(const ProviderContext &context, const ProviderDescription &description, std::function<QString()> newSubject);

    /// Empty where the request brings no cookie of ours.
    [[nodiscard]] core::Secret browserOf(const Request &request) const;
    [[nodiscard]] HttpHeader cookie(const core::Secret &browser) const;
    [[nodiscard]] static QByteArray csrfOf(const core::Secret &browser);
    /// The form that a request posts; or what is wrong with it: it is none, or it was not made for this browser.
    struct Posted {
        FormData form;
        int problemStatus = 0; ///< 0: none.
        QString problem;
    };
    [[nodiscard]] Posted posted(const Request &request) const;

    [[nodiscard]] core::Result<std::optional<ProviderLogin>> login(const core::Secret &browser) const;
    /// The cookie of the browser from now on; or what to tell the person.
    struct SignedIn {
        std::optional<core::Secret> browser;
        QString email;
        QString problem;
    };
    /// Signs in by the `email` and `password` of a form.
    [[nodiscard]] core::Result<SignedIn> signIn(const FormData &form) const;

private:
    ProviderContext m_context;
    QString m_name;
    QString m_basePath;
    std::function<QString()> m_newSubject;
};

} // namespace keyturn::backend
