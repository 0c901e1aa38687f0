// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/answer.h"

#include <QWidget>

namespace keyturn::ui::console {

/// A part of an answer's time.
struct Phase {
    QString name;
    std::chrono::milliseconds begin{0};
    std::chrono::milliseconds end{0};
    bool happened = true;
    bool operator==(const Phase &) const = default;
};
/// In order; what did not happen, because a connection stood already, is among them.
[[nodiscard]] QList<Phase> phasesOf(const keyturn::console::Answer &answer);

/// Where an answer's time went, a row each, one below the other in time.
class TimingView final : public QWidget
{
    Q_OBJECT
public:
    explicit TimingView(QWidget *parent = nullptr);
    void setAnswer(const keyturn::console::Answer &answer);

private:
    QWidget *m_content = nullptr; ///< The rows of the last answer.
};

} // namespace keyturn::ui::console
