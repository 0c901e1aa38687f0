// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/fittingdialog.h"

#include <QEvent>
#include <QLayout>

namespace keyturn::ui::common {

bool FittingDialog::event(QEvent *event)
{
    const bool shown = event->type() == QEvent::Show && !event->spontaneous();
    const bool concerns = shown || event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize;
    const bool taken = QDialog::event(event);
    if (!concerns) // and no member may be read: the event may have been the one that deletes this
        return taken;
    const int needed = layout() ? layout()->totalHeightForWidth(width()) : 0;
    if (needed <= 0)
        return taken;
    setMinimumHeight(needed); // also against a small screen, which Qt would have it squeezed into
    if (shown)
        resize(width(), needed);
    return taken;
}

} // namespace keyturn::ui::common
