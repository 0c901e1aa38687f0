// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ids.h"

#include <QWidget>

#include <functional>
#include <vector>

class QStackedWidget;

namespace keyturn::ui::common {
class LeafBar;
}

namespace keyturn::ui::mainwindow {

/// What is for developers about an account: pages below a second, quieter bar. Stays on its page while accounts and leaves change.
class Workbench final : public QWidget
{
    Q_OBJECT
public:
    explicit Workbench(QWidget *parent = nullptr);

    /// @p page is a widget with setAccount(const model::AccountId &); it is owned from here on. The letter of @p title must be none of the leaves'.
    template <class Page> void addPage(const QString &title, Page *page)
    {
        add(title, page, [page](const model::AccountId &id) { page->setAccount(id); });
    }
    [[nodiscard]] bool isEmpty() const { return m_follow.empty(); }
    /// The one that is shown. Precondition: there are pages.
    [[nodiscard]] QWidget *page() const;
    void showPage(QWidget *page); ///< One of those that were added.
    void setAccount(const model::AccountId &id);

Q_SIGNALS:
    void pageChosen(); ///< As LeafBar::leafChosen().

private:
    using Follow = std::function<void(const model::AccountId &)>;
    void add(const QString &title, QWidget *page, Follow follow);

    model::AccountId m_id;
    common::LeafBar *m_bar;
    QStackedWidget *m_stack;
    std::vector<Follow> m_follow;
};

} // namespace keyturn::ui::mainwindow
