// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/sessions/sessionrows.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLineEdit;

namespace keyturn::ui::sessions {

/// What is looked for in the list of sessions, and what can be done to all of them.
class SessionBar final : public QWidget
{
    Q_OBJECT
public:
    explicit SessionBar(QWidget *parent = nullptr);

    [[nodiscard]] Show show() const;
    [[nodiscard]] QString text() const;
    /// All are shown again; quietly.
    void reset();
    /// From the list, in which somebody types.
    void type(const QString &text);
    void setNewCount(int count);
    void setExportable(bool any);

Q_SIGNALS:
    void filtered();
    void left(); ///< Down into the list, or Esc: nothing is looked for any more.
    void exportRequested();
    void everywhereRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QComboBox *m_show;
    QLineEdit *m_search;
    QAction *m_export;
};

} // namespace keyturn::ui::sessions
