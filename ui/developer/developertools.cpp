// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/developer/developertools.h"

#include <utility>

namespace keyturn::ui::developer {

void DeveloperTools::setShown(bool shown)
{
    if (std::exchange(m_shown, shown) != shown)
        Q_EMIT shownChanged(shown);
}

void DeveloperTools::follow(QObject *context, const std::function<void(bool)> &show) const
{
    connect(this, &DeveloperTools::shownChanged, context, show);
    show(m_shown);
}

} // namespace keyturn::ui::developer
