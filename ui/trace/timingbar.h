// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "trace/har.h"

#include <QWidget>

namespace keyturn::ui::trace {

/// How an exchange's time was spent: waiting for a connection, making one, sending, waiting for the first byte, receiving.
class TimingBar final : public QWidget
{
    Q_OBJECT
public:
    explicit TimingBar(const keyturn::trace::Timings &timings, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }
    /// The same in words.
    [[nodiscard]] QString words() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Phase {
        QString name;
        qint64 span;
    };
    [[nodiscard]] QList<Phase> phases() const;

    keyturn::trace::Timings m_timings;
};

} // namespace keyturn::ui::trace
