// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/credentials.h"

#include "backend/commonpasswords.h"
#include "backend/passwordhasher.h"

#include <algorithm>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxEmail = 254; // RFC 5321 §4.5.3.1.3, less the angle brackets
constexpr qsizetype maxLocalPart = 64; // RFC 5321 §4.5.3.1.1
constexpr qsizetype maxName = 100;

bool hasControl(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

bool isPlausibleEmail(const QString &email)
{
    const qsizetype at = email.indexOf(u'@');
    const bool spaced = std::any_of(email.cbegin(), email.cend(), [](QChar c) { return c.isSpace(); });
    return at > 0 && at <= maxLocalPart && at == email.lastIndexOf(u'@') && at + 1 < email.size() && email.toUtf8().size() <= maxEmail && !spaced
        && !hasControl(email) && email.isValidUtf16() && !email.contains(u'<') && !email.contains(u'>');
}

/// The member's text, or a complaint.
std::optional<QString> text(const QJsonObject &members, const char *name, QList<core::FieldError> &problems)
{
    const QString field = QString::fromLatin1(name);
    const QJsonValue value = members.value(field);
    if (value.isString())
        return value.toString();
    problems.append({field, value.isUndefined() ? QStringLiteral("This is required.") : QStringLiteral("This must be text.")});
    return std::nullopt;
}

} // namespace

std::optional<QString> passwordProblem(const QString &password, const QString &email)
{
    if (!password.isValidUtf16() || password.contains(QChar(0)))
        return QStringLiteral("The password holds a character that cannot be used.");
    if (password.toUcs4().size() < minPasswordCharacters)
        return QStringLiteral("The password must have at least 8 characters.");
    if (password.toUtf8().size() > maxPasswordBytes)
        return QStringLiteral("The password must have at most 72 bytes; letters beyond a–z take two or more.");
    const QString folded = password.trimmed().toCaseFolded();
    if (!email.isEmpty() && (folded == email.toCaseFolded() || folded == email.section(u'@', 0, 0).toCaseFolded()))
        return QStringLiteral("The password must not be the e-mail address, or the part before the @.");
    if (isCommonPassword(password))
        return QStringLiteral("This password is one of those that are tried first; choose another.");
    return std::nullopt;
}

std::optional<QString> nameProblem(const QString &name)
{
    if (name.isEmpty() || name.size() > maxName || hasControl(name) || !name.isValidUtf16())
        return QStringLiteral("The name must have 1 to 100 characters.");
    return std::nullopt;
}

std::optional<QString> emailProblem(const QString &email)
{
    return isPlausibleEmail(email) ? std::nullopt : std::optional(QStringLiteral("This is not an e-mail address."));
}

bool isRole(const QString &text)
{
    return text == QLatin1String("user") || text == QLatin1String("admin");
}

QString normalisedEmail(const QString &email)
{
    return email.trimmed().toLower().normalized(QString::NormalizationForm_C);
}

CheckedCredentials checkRegistration(const QJsonObject &members)
{
    CheckedCredentials checked;
    const auto email = text(members, "email", checked.problems);
    const auto password = text(members, "password", checked.problems);
    const auto name = text(members, "name", checked.problems);
    if (email) {
        checked.credentials.email = normalisedEmail(*email);
        if (const auto problem = emailProblem(checked.credentials.email))
            checked.problems.append({QStringLiteral("email"), *problem});
    }
    if (password) {
        checked.credentials.password = core::Secret::fromText(*password);
        if (const auto problem = passwordProblem(*password, checked.credentials.email))
            checked.problems.append({QStringLiteral("password"), *problem});
    }
    if (name) {
        checked.credentials.name = name->trimmed();
        if (const auto problem = nameProblem(checked.credentials.name))
            checked.problems.append({QStringLiteral("name"), *problem});
    }
    return checked;
}

CheckedCredentials checkSignIn(const QJsonObject &members)
{
    CheckedCredentials checked;
    const auto email = text(members, "email", checked.problems);
    const auto password = text(members, "password", checked.problems);
    if (email)
        checked.credentials.email = normalisedEmail(email->left(2 * maxEmail));
    if (password)
        checked.credentials.password = core::Secret::fromText(*password);
    return checked;
}

QString limitedText(const QString &text, qsizetype most)
{
    QString clean;
    for (const QChar c : text.left(4 * most)) {
        if (c.category() != QChar::Other_Control && c.category() != QChar::Other_Format)
            clean += c;
    }
    return clean.trimmed().left(most);
}

} // namespace keyturn::backend
