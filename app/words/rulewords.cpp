// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/rulewords.h"

#include <QCoreApplication>

namespace keyturn::words {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("RuleWords", text);
}

std::optional<core::Error> errorOf(const QList<model::BrokenRule> &rules, const QString &field)
{
    if (rules.isEmpty())
        return std::nullopt;
    core::Error error{core::ErrorKind::Rejected, QStringLiteral("password_rules"), {}};
    for (const model::BrokenRule &rule : rules)
        error.fields.append({field, ruleSentence(rule)});
    return error;
}

} // namespace

QString ruleSentence(const model::BrokenRule &rule)
{
    switch (rule.breach) {
    case model::RuleBreach::PasswordTooShort:
    case model::RuleBreach::NameTooShort:
        return tr("At least %1 characters.").arg(rule.limit);
    case model::RuleBreach::PasswordTooLong:
    case model::RuleBreach::NameTooLong:
        return tr("At most %1 characters.").arg(rule.limit);
    case model::RuleBreach::PasswordTooManyBytes:
        return tr("At most %1 bytes; letters with accents and other scripts take two or more.").arg(rule.limit);
    case model::RuleBreach::PasswordWantsLower:
        return tr("A small letter.");
    case model::RuleBreach::PasswordWantsUpper:
        return tr("A capital letter.");
    case model::RuleBreach::PasswordWantsDigit:
        return tr("A digit.");
    case model::RuleBreach::PasswordWantsSymbol:
        return tr("A sign that is neither letter nor digit.");
    }
    return {};
}

std::optional<core::Error> passwordRulesError(const model::PasswordRules &rules, const core::Secret &password)
{
    return errorOf(model::brokenRules(rules, password), QStringLiteral("password"));
}

std::optional<core::Error> nameRulesError(const model::PasswordRules &rules, const QString &name)
{
    return errorOf(model::brokenNameRules(rules, name), QStringLiteral("name"));
}

} // namespace keyturn::words
