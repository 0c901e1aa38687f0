// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/rulelist.h"

#include "ui/common/icon.h"
#include "ui/common/textlabel.h"

#include <QEvent>
#include <QGridLayout>

#include <algorithm>

namespace keyturn::ui::signin {

using common::grid;
using model::BrokenRule;
using model::RuleBreach;

namespace {

constexpr int iconSize = 14;
constexpr int fewLines = 3; // more of them stand in two columns

bool isGreatest(RuleBreach breach)
{
    return breach == RuleBreach::PasswordTooLong || breach == RuleBreach::PasswordTooManyBytes;
}

} // namespace

QString ruleWords(const BrokenRule &rule)
{
    switch (rule.breach) {
    case RuleBreach::PasswordTooShort:
    case RuleBreach::NameTooShort:
        return rule.limit == 1 ? RuleList::tr("At least 1 character") : RuleList::tr("At least %n characters", nullptr, rule.limit);
    case RuleBreach::PasswordTooLong:
    case RuleBreach::NameTooLong:
        return RuleList::tr("At most %n characters", nullptr, rule.limit);
    case RuleBreach::PasswordTooManyBytes:
        return RuleList::tr("At most %n bytes; letters with accents and other signs count for two to four", nullptr, rule.limit);
    case RuleBreach::PasswordWantsLower:
        return RuleList::tr("A small letter");
    case RuleBreach::PasswordWantsUpper:
        return RuleList::tr("A capital letter");
    case RuleBreach::PasswordWantsDigit:
        return RuleList::tr("A digit");
    case RuleBreach::PasswordWantsSymbol:
        return RuleList::tr("A sign such as ! or ?");
    }
    return {};
}

RuleList::RuleList(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(grid);
    m_grid->setVerticalSpacing(grid / 2);
}

void RuleList::setRules(const model::PasswordRules &rules)
{
    for (const Line &line : std::as_const(m_lines)) {
        delete line.icon;
        delete line.text;
    }
    m_lines.clear();
    m_rules = rules;
    for (const BrokenRule &rule : model::brokenRules(rules, QStringView()))
        add(rule);
    if (rules.maximumLength > 0)
        add({RuleBreach::PasswordTooLong, rules.maximumLength});
    if (rules.maximumBytes > 0)
        add({RuleBreach::PasswordTooManyBytes, rules.maximumBytes});
    const bool twoColumns = std::count_if(m_lines.begin(), m_lines.end(), [](const Line &line) { return !isGreatest(line.rule.breach); }) > fewLines;
    int cell = 0;
    for (const Line &line : std::as_const(m_lines)) {
        const bool wide = !twoColumns || isGreatest(line.rule.breach);
        if (wide && cell % 2)
            ++cell;
        m_grid->addWidget(line.icon, cell / 2, cell % 2 * 2, Qt::AlignTop);
        m_grid->addWidget(line.text, cell / 2, cell % 2 * 2 + 1, 1, wide ? 3 : 1);
        cell += wide ? 2 : 1;
    }
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnStretch(3, 1);
    check({});
}

void RuleList::add(const BrokenRule &rule)
{
    auto *text = (new common::TextLabel({}, this))->withTone(common::Tone::Muted)->wrapping();
    m_lines += {rule, new QLabel(this), text};
}

void RuleList::check(QStringView password)
{
    const QList<BrokenRule> broken = model::brokenRules(m_rules, password);
    const qsizetype typed = password.toUcs4().size();
    for (Line &line : m_lines) {
        line.met = !broken.contains(line.rule);
        say(line, typed);
    }
}

void RuleList::say(Line &line, qsizetype typed)
{
    const QString words = ruleWords(line.rule);
    const bool isLength = line.rule.breach == RuleBreach::PasswordTooShort;
    if (line.met)
        line.text->setText(tr("%1: done").arg(words));
    else if (isLength && typed > 0)
        line.text->setText(tr("%1, %2 to go").arg(words).arg(line.rule.limit - typed));
    else
        line.text->setText(words);
    const bool seen = !line.met || !isGreatest(line.rule.breach);
    line.icon->setVisible(seen);
    line.text->setVisible(seen);
    dress(line);
}

void RuleList::dress(const Line &line)
{
    const bool tooMuch = !line.met && isGreatest(line.rule.breach);
    const common::Tone tone = tooMuch ? common::Tone::Warning : common::Tone::Muted;
    const QString name = line.met ? QStringLiteral("check") : tooMuch ? QStringLiteral("circle-alert") : QStringLiteral("circle");
    const QColor colour = common::toneColour(palette(), line.met ? common::Tone::Normal : tone, palette().color(QPalette::Window));
    line.text->withTone(tone);
    line.icon->setPixmap(common::iconPixmap(name, colour, iconSize, devicePixelRatioF()));
    line.icon->setContentsMargins(0, 2, 0, 0);
}

QString RuleList::missing() const
{
    QStringList words;
    for (const Line &line : m_lines) {
        if (!line.met)
            words += line.text->text();
    }
    return words.join(QStringLiteral("; "));
}

void RuleList::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        for (const Line &line : std::as_const(m_lines))
            dress(line);
    }
}

} // namespace keyturn::ui::signin
