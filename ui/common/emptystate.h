// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace keyturn::ui::common {

class TextLabel;

/// What stands where a list would be, when it has nothing: what it is, why it is empty, what to do.
class EmptyState final : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);

    void say(const QString &iconName, const QString &title, const QString &text);
    /// The first one added is the default.
    QPushButton *addButton(const QString &verb);
    void addBelow(QWidget *widget);

protected:
    void changeEvent(QEvent *event) override;

private:
    void dress();

    QString m_iconName;
    QLabel *m_icon;
    TextLabel *m_title;
    TextLabel *m_text;
    QVBoxLayout *m_buttons;
};

} // namespace keyturn::ui::common
