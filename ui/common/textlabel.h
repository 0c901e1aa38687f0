// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/tone.h"

#include <QLabel>

namespace keyturn::ui::common {

enum class TextSize { Base, Large };
enum class Weight { Normal, Strong };

/// Plain text, always: what it shows may come from outside. Follows the palette by itself.
class TextLabel final : public QLabel
{
    Q_OBJECT
public:
    explicit TextLabel(const QString &text = {}, QWidget *parent = nullptr);

    TextLabel *withTone(Tone tone);
    TextLabel *withSize(TextSize size);
    TextLabel *withWeight(Weight weight);
    /// Several lines.
    TextLabel *wrapping();

protected:
    void changeEvent(QEvent *event) override;

private:
    void dress();

    Tone m_tone = Tone::Normal;
    TextSize m_size = TextSize::Base;
    Weight m_weight = Weight::Normal;
    bool m_dressing = false;
};

} // namespace keyturn::ui::common
