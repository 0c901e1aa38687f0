// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace keyturn::ui::common {
class Notice;
}

namespace keyturn::ui::mainwindow {

/// What stands in the window before the first account: what Keyturn is, and three ways on.
class WelcomePage final : public QWidget
{
    Q_OBJECT
public:
    /// @p more goes into its corner and becomes its child.
    explicit WelcomePage(QWidget *more, QWidget *parent = nullptr);

    /// Why a sign-in might not be kept; empty: it would be.
    void setProblem(const QString &sentence);

Q_SIGNALS:
    void addRequested();
    void demoRequested();
    void profilesRequested();
    void checkRequested();

private:
    common::Notice *m_problem;
};

} // namespace keyturn::ui::mainwindow
