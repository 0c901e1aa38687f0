// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace keyturn::ui::accounts {

/// How much of the access token's life is left: one quiet line.
class LifeBar final : public QWidget
{
    Q_OBJECT
public:
    explicit LifeBar(QWidget *parent = nullptr);
    /// 0 to 1.
    void setShare(double share);
    [[nodiscard]] double share() const { return m_share; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double m_share = 0;
};

} // namespace keyturn::ui::accounts
