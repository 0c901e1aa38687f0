// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QString>

class QPushButton;

namespace keyturn::ui::common {
class Countdown;
}

namespace keyturn::ui::signin {

/// What makes a button rest and count while the backend wants no more of what it does. Each thing to do has a countdown of its own: who has to wait
/// for another message may enter the code of the last one all the same.
class PacedButton final : public QObject
{
    Q_OBJECT
public:
    /// A child of @p button.
    explicit PacedButton(QPushButton *button);

    /// What the button does from now on: @p words say it, @p waiting (with %1 for the time) that it is too early; @p pace, which must outlive it.
    void setVerb(const QString &words, const QString &waiting, common::Countdown &pace);
    /// Whether it can be used but for the waiting.
    void allow(bool allowed);
    [[nodiscard]] bool isWaiting() const;
    [[nodiscard]] QPushButton &button() const { return *m_button; }

private:
    void dress();

    QPushButton *m_button;
    common::Countdown *m_pace = nullptr;
    QString m_words;
    QString m_waiting;
    bool m_allowed = true;
};

} // namespace keyturn::ui::signin
