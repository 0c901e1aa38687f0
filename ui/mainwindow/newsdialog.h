// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

namespace keyturn::ui::mainwindow {

/// "What is new": the changelog, the newest version on top.
class NewsDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit NewsDialog(QWidget *parent = nullptr);
};

} // namespace keyturn::ui::mainwindow
