// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/motion.h"

#include <QStyle>
#include <QWidget>

namespace keyturn::ui::common {

bool mayMove(const QWidget &widget)
{
    // What the desktop's settings say comes through its platform theme into the style.
    return widget.style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &widget) > 0;
}

} // namespace keyturn::ui::common
