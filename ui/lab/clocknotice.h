// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/lab/labport.h"

#include <QWidget>

namespace keyturn::ui::common {
class Notice;
}

namespace keyturn::ui::lab {

/// That this program's clock is wrong on purpose, for as long as it is, and the way back. It stands over every leaf: who has left the page of the
/// experiments is to know why tokens run out.
class ClockNotice final : public QWidget
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit ClockNotice(LabPort &port, QWidget *parent = nullptr);

private:
    void show();

    LabPort &m_port;
    common::Notice *m_notice;
};

} // namespace keyturn::ui::lab
