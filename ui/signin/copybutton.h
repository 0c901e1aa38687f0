// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"

#include <QToolButton>

namespace keyturn::ui::signin {

/// A small button beside what it copies; says for a moment that it did.
class CopyButton final : public QToolButton
{
    Q_OBJECT
public:
    /// @p what names it: "Copy the code". @p clock must outlive it.
    CopyButton(core::Clock &clock, const QString &what, QWidget *parent = nullptr);

    void setContents(const QString &text) { m_contents = text; }

private:
    void copy();
    void dress(bool copied);

    core::Clock &m_clock;
    QString m_what;
    QString m_contents;
    quint64 m_copies = 0;
};

} // namespace keyturn::ui::signin
