// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/fittingdialog.h"

#include <QEvent>
#include <QLayout>

namespace keyturn::ui::common {

bool FittingDialog::event(QEvent *event)
{
    const bool taken = QDialog::event(event);
    const bool shown = event->type() == QEvent::Show && !event->spontaneous();
    if (layout() && (shown || event->type() == QEvent::LayoutRequest)) {
        const int needed = layout()->totalHeightForWidth(width());
        if (needed > height() || (shown && needed > 0))
            resize(width(), needed);
    }
    return taken;
}

} // namespace keyturn::ui::common
