// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

class QListWidget;
class QStackedWidget;

namespace keyturn::ui::preferences {

class PreferencesPage;
class PreferencesPort;
class SecretsPage;

/// Pages by name on the left, the open one on the right. Everything is in force as it is chosen, so there is nothing to confirm.
class PreferencesDialog final : public QDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit PreferencesDialog(PreferencesPort &port, QWidget *parent = nullptr);

    [[nodiscard]] int pageCount() const;
    [[nodiscard]] int page() const;
    void showPage(int page);

protected:
    /// While secrets move it stays.
    void done(int result) override;

private:
    void add(const QString &icon, const QString &name, PreferencesPage *page);
    void buildLayout();

    QListWidget *m_list;
    QStackedWidget *m_pages;
    SecretsPage *m_secrets;
};

} // namespace keyturn::ui::preferences
