// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAccessibleWidget>

namespace keyturn::ui::console {

class BodyView;

/// What a screen reader has of a BodyView: the line that the cursor is in, as text that is read only. All of 50 MB is more than anybody has read out.
class BodyAccessible final : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit BodyAccessible(BodyView *view);
    /// For QAccessible::installFactory().
    static QAccessibleInterface *create(const QString &className, QObject *object);

    [[nodiscard]] QString text(QAccessible::Text which) const override;
    [[nodiscard]] QAccessible::State state() const override;
    void *interface_cast(QAccessible::InterfaceType type) override;

    void selection(int index, int *begin, int *end) const override;
    [[nodiscard]] int selectionCount() const override { return 0; }
    void addSelection(int, int) override { }
    void removeSelection(int) override { }
    void setSelection(int, int, int) override { }
    [[nodiscard]] int cursorPosition() const override;
    void setCursorPosition(int position) override;
    [[nodiscard]] QString text(int begin, int end) const override;
    [[nodiscard]] int characterCount() const override;
    [[nodiscard]] QRect characterRect(int) const override { return rect(); }
    [[nodiscard]] int offsetAtPoint(const QPoint &) const override { return cursorPosition(); }
    void scrollToSubstring(int, int) override { }
    [[nodiscard]] QString attributes(int, int *begin, int *end) const override;

private:
    [[nodiscard]] BodyView &view() const;
};

} // namespace keyturn::ui::console
