// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/authorizationresponse.h"

#include "oauth/displaytext.h"
#include "oauth/form.h"

#include <algorithm>

namespace keyturn::oauth {

namespace {

const QString stateName = QStringLiteral("state");
const QString codeName = QStringLiteral("code");
const QString issuerName = QStringLiteral("iss");
const QString errorName = QStringLiteral("error");
const QString descriptionName = QStringLiteral("error_description");

constexpr qsizetype maxCodeLength = 4096;
constexpr qsizetype maxErrorLength = 64;
constexpr qsizetype maxDescriptionLength = 200;

core::Error badReply(const char *code, const QString &detail)
{
    return {core::ErrorKind::BadReply, QString::fromLatin1(code), detail};
}

bool isVisibleAscii(const QString &text) // VSCHAR of RFC 6749 Appendix A
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x20 && c.unicode() <= 0x7e; });
}

bool isErrorCode(const QString &text) // NQSCHAR of RFC 6749 Appendix A.7, and short
{
    return !text.isEmpty() && text.size() <= maxErrorLength && isVisibleAscii(text) && !text.contains(u'"') && !text.contains(u'\\');
}

std::optional<ForeignAnswer> whyForeign(const Form &form, const QByteArray &expectedState)
{
    if (!form.has(stateName))
        return ForeignAnswer{QStringLiteral("no state")};
    if (form.isDoubled(stateName))
        return ForeignAnswer{QStringLiteral("state twice")}; // FAULTS 20: which one counts is anybody's guess
    const std::optional<QString> state = form.value(stateName);
    const bool same = state && !expectedState.isEmpty() && core::Secret(state->toUtf8()) == core::Secret(expectedState); // in constant time
    return same ? std::nullopt : std::optional(ForeignAnswer{QStringLiteral("wrong state")});
}

std::optional<core::Error> checkForm(const Form &form)
{
    for (const QString &name : {codeName, issuerName, errorName, descriptionName}) {
        if (form.isDoubled(name))
            return badReply("response_duplicate", name + QStringLiteral(" stands twice (RFC 6749 §3.1)"));
        if (form.has(name) && !form.value(name))
            return badReply("response_malformed", name + QStringLiteral(" is not well encoded"));
    }
    if (form.isBroken())
        return badReply("response_malformed", QStringLiteral("too many or not decodable parameters"));
    // FAULTS 32: the implicit grant's answer; in a query it also lies in the browser's history.
    for (const QString &name :
         {QStringLiteral("access_token"), QStringLiteral("id_token"), QStringLiteral("refresh_token"), QStringLiteral("token")}) {
        if (form.has(name))
            return badReply("response_token_in_query", name + QStringLiteral(" was not asked for"));
    }
    return std::nullopt;
}

/// RFC 9207 §2.4, against the mix-up of two providers (FAULTS 24, 25).
std::optional<core::Error> checkIssuer(const Form &form, const AuthorizationExpectation &expected)
{
    if (expected.issuer.isEmpty())
        return std::nullopt;
    if (!form.has(issuerName)) {
        if (!expected.issuerRequired)
            return std::nullopt;
        return badReply("response_issuer", QStringLiteral("iss is missing, though the provider promised it"));
    }
    if (form.value(issuerName) != expected.issuer)
        return badReply("response_issuer", QStringLiteral("iss is not %1").arg(expected.issuer));
    return std::nullopt;
}

core::Error refusal(const Form &form)
{
    const QString code = form.value(errorName).value_or(QString());
    if (!isErrorCode(code))
        return badReply("response_malformed", QStringLiteral("error is not a code of RFC 6749 §4.1.2.1"));
    const QString description = displayText(form.value(descriptionName).value_or(QString()), maxDescriptionLength);
    const bool denied = code == QLatin1String("access_denied");
    return {denied ? core::ErrorKind::Cancelled : core::ErrorKind::Rejected, code, description};
}

core::Result<core::Secret> readOurs(const Form &form, const AuthorizationExpectation &expected)
{
    if (const std::optional<core::Error> problem = checkForm(form))
        return *problem;
    if (const std::optional<core::Error> problem = checkIssuer(form, expected))
        return *problem;
    if (form.has(errorName) && form.has(codeName))
        return badReply("response_malformed", QStringLiteral("code and error together")); // FAULTS 23
    if (form.has(errorName))
        return refusal(form);
    const QString code = form.value(codeName).value_or(QString());
    if (code.isEmpty())
        return badReply("response_code_missing", QStringLiteral("neither code nor error"));
    if (code.size() > maxCodeLength || !isVisibleAscii(code))
        return badReply("response_malformed", QStringLiteral("code is too long or has characters outside of VSCHAR"));
    return core::Secret::fromText(code);
}

} // namespace

AuthorizationAnswer readAuthorizationResponse(const QString &encodedQuery, const AuthorizationExpectation &expected)
{
    const Form form = Form::read(encodedQuery.toUtf8());
    // State comes first: before it matches, nothing in the answer is believed, `error` least of all (FAULTS 21).
    if (const std::optional<ForeignAnswer> foreign = whyForeign(form, expected.state))
        return *foreign;
    return readOurs(form, expected);
}

} // namespace keyturn::oauth
