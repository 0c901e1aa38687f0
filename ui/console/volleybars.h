// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/volley.h"

#include <QWidget>

namespace keyturn::ui::console {

/// When each of many requests ran, one below the other: those that waited for the same refresh end together.
class VolleyBars final : public QWidget
{
    Q_OBJECT
public:
    explicit VolleyBars(QWidget *parent = nullptr);
    void setVolley(const keyturn::console::Volley &volley);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    keyturn::console::Volley m_volley;
};

} // namespace keyturn::ui::console
