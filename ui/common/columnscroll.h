// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

class QScrollArea;
class QWidget;

namespace keyturn::ui::common {

/// Fills @p page with @p column, which scrolls up and down alone; both are owned by the page. The keys are for what is in the column, and scroll it.
QScrollArea *fillScrolling(QWidget *page, QWidget *column);

} // namespace keyturn::ui::common
