// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/tone.h"

#include <QWidget>

class QPushButton;

namespace keyturn::ui::common {

class TextLabel;

/// A sentence on the page that it is about, with at most one thing to do, and a cross where it stays until somebody has read it. Hidden while it has
/// nothing to say; read out when it gets something.
class Notice final : public QWidget
{
    Q_OBJECT
public:
    explicit Notice(QWidget *parent = nullptr);

    void say(const QString &sentence, Tone tone = Tone::Warning);
    /// @p action is a verb for the button; empty: no button.
    void sayWithAction(const QString &sentence, const QString &action, Tone tone = Tone::Warning);
    /// Whether it can be sent away; not by itself.
    void setDismissible(bool dismissible);
    /// The same once more with newer numbers: not read out again.
    void amend(const QString &sentence);
    void clear();
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void actionTriggered();
    void dismissed(); ///< By its cross; it is clear by then.

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Warning;
    TextLabel *m_text;
    QPushButton *m_button;
    QPushButton *m_cross;
};

} // namespace keyturn::ui::common
