// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace keyturn::ui::trace {

class TraceListModel;

/// Above the list: who stands in which lane.
class LaneHead final : public QWidget
{
    Q_OBJECT
public:
    /// @p model must outlive it.
    explicit LaneHead(const TraceListModel &model, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    const TraceListModel &m_model;
};

} // namespace keyturn::ui::trace
