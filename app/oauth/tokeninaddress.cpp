// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/tokeninaddress.h"

#include "oauth/displaytext.h"
#include "oauth/form.h"

#include <algorithm>

namespace keyturn::oauth {

namespace {

const QString errorName = QStringLiteral("error");

constexpr qsizetype maxTokenLength = 7 * 1024; // a request's head has 8 kB
constexpr qsizetype maxErrorLength = 64;
constexpr qsizetype maxDescriptionLength = 200;

/// What may stand in a header (RFC 6750 §2.1 asks for less).
bool isTokenText(const QString &text)
{
    return !text.isEmpty() && text.size() <= maxTokenLength
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
}

bool isErrorCode(const QString &text)
{
    return isTokenText(text) && text.size() <= maxErrorLength && !text.contains(u'"') && !text.contains(u'\\');
}

} // namespace

AuthorizationAnswer readTokenInAddress(const QString &encodedQuery, const QString &parameter)
{
    const Form form = Form::read(encodedQuery.toUtf8());
    if (form.isBroken() || form.isDoubled(parameter) || form.isDoubled(errorName))
        return ForeignAnswer{QStringLiteral("not well formed")};
    if (form.has(parameter) == form.has(errorName))
        return ForeignAnswer{QStringLiteral("neither token nor error, or both")};
    if (form.has(errorName)) {
        const QString code = form.value(errorName).value_or(QString());
        if (!isErrorCode(code))
            return ForeignAnswer{QStringLiteral("an error that is none")};
        const bool denied = code == QLatin1String("access_denied");
        const QString description = displayText(form.value(QStringLiteral("error_description")).value_or(QString()), maxDescriptionLength);
        return core::Result<core::Secret>(core::Error{denied ? core::ErrorKind::Cancelled : core::ErrorKind::Rejected, code, description});
    }
    const QString token = form.value(parameter).value_or(QString());
    if (!isTokenText(token))
        return ForeignAnswer{QStringLiteral("a token that cannot be one")};
    return core::Result<core::Secret>(core::Secret::fromText(token));
}

} // namespace keyturn::oauth
