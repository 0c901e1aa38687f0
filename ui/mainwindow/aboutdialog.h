// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "ui/mainwindow/components.h"

#include <QDialog>

class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace keyturn::ui::common {
class Notice;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::mainwindow {

/// "About Keyturn": which version of what it is, and the licences of all it is made of.
class AboutDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit AboutDialog(QWidget *parent = nullptr);
    /// @p page could not be opened.
    void showError(const core::Error &error, const QUrl &page);

Q_SIGNALS:
    void pageRequested(const QUrl &page);

private:
    void buildLayout();
    void showComponent(int row);

    QList<Component> m_components;
    QListWidget *m_list;
    common::TextLabel *m_use;
    QPlainTextEdit *m_text;
    common::Notice *m_notice;
    QPushButton *m_copy;
    QPushButton *m_page;
    QPushButton *m_licence;
    QPushButton *m_close;
};

} // namespace keyturn::ui::mainwindow
