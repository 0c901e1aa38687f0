// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/passwordrules.h"

#include <utility>

namespace keyturn::model {

namespace {

/// What a password is made of. Characters are code points, so that a smiley is one, as whoever types it counts.
struct Makeup {
    int characters = 0;
    int bytes = 0;
    bool has[4] = {}; ///< By CharacterKind.
};

int utf8Length(char32_t character)
{
    return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}

Makeup makeupOf(QStringView text)
{
    Makeup makeup;
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t character = text.at(i).unicode();
        if (text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            character = QChar::surrogateToUcs4(text.at(i), text.at(i + 1));
            ++i;
        }
        ++makeup.characters;
        makeup.bytes += utf8Length(character);
        const auto note = [&makeup](CharacterKind kind) { makeup.has[static_cast<int>(kind)] = true; };
        if (QChar::isLower(character))
            note(CharacterKind::Lower);
        else if (QChar::isUpper(character))
            note(CharacterKind::Upper);
        else if (character >= U'0' && character <= U'9') // backends look for [0-9]
            note(CharacterKind::Digit);
        else if (!QChar::isLetterOrNumber(character) && !QChar::isSpace(character))
            note(CharacterKind::Symbol);
    }
    return makeup;
}

} // namespace

QList<BrokenRule> brokenRules(const PasswordRules &rules, QStringView password)
{
    const Makeup makeup = makeupOf(password);
    QList<BrokenRule> broken;
    if (makeup.characters < rules.minimumLength)
        broken.append({RuleBreach::PasswordTooShort, rules.minimumLength});
    if (rules.maximumLength > 0 && makeup.characters > rules.maximumLength)
        broken.append({RuleBreach::PasswordTooLong, rules.maximumLength});
    if (rules.maximumBytes > 0 && makeup.bytes > rules.maximumBytes)
        broken.append({RuleBreach::PasswordTooManyBytes, rules.maximumBytes});
    for (const auto &[kind, breach] :
         {std::pair{CharacterKind::Lower, RuleBreach::PasswordWantsLower}, std::pair{CharacterKind::Upper, RuleBreach::PasswordWantsUpper},
          std::pair{CharacterKind::Digit, RuleBreach::PasswordWantsDigit}, std::pair{CharacterKind::Symbol, RuleBreach::PasswordWantsSymbol}}) {
        if (rules.wants.contains(kind) && !makeup.has[static_cast<int>(kind)])
            broken.append({breach, 0});
    }
    return broken;
}

QList<BrokenRule> brokenRules(const PasswordRules &rules, const core::Secret &password)
{
    QString text = QString::fromUtf8(password.reveal());
    const QList<BrokenRule> broken = brokenRules(rules, QStringView(text));
    core::wipe(text.data(), text.size() * qsizetype(sizeof(QChar)));
    return broken;
}

QList<BrokenRule> brokenNameRules(const PasswordRules &rules, QStringView name)
{
    const int characters = makeupOf(name.trimmed()).characters;
    QList<BrokenRule> broken;
    if (characters < rules.nameMinimumLength)
        broken.append({RuleBreach::NameTooShort, rules.nameMinimumLength});
    if (rules.nameMaximumLength > 0 && characters > rules.nameMaximumLength)
        broken.append({RuleBreach::NameTooLong, rules.nameMaximumLength});
    return broken;
}

} // namespace keyturn::model
