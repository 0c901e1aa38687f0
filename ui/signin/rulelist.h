// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/passwordrules.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace keyturn::ui::common {
class TextLabel;
}

namespace keyturn::ui::signin {

/// What a new password must be like, a quiet line a rule, while it is typed. A rule that is kept says so in words and by its icon, not by colour
/// alone. Greatest lengths are told only where they are broken: nobody aims at them.
class RuleList final : public QWidget
{
    Q_OBJECT
public:
    explicit RuleList(QWidget *parent = nullptr);

    void setRules(const model::PasswordRules &rules);
    void check(QStringView password);
    /// As one text, for the field's description: what is still missing.
    [[nodiscard]] QString missing() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Line {
        model::BrokenRule rule;
        QLabel *icon;
        common::TextLabel *text;
        bool met = false;
    };
    void add(const model::BrokenRule &rule);
    void say(Line &line, qsizetype typed);
    void dress(const Line &line);

    model::PasswordRules m_rules;
    QList<Line> m_lines;
    QGridLayout *m_grid;
};

/// What @p rule asks for; plain text.
[[nodiscard]] QString ruleWords(const model::BrokenRule &rule);

} // namespace keyturn::ui::signin
