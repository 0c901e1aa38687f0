// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QPointer>
#include <QWidget>

#include <functional>
#include <initializer_list>

class QHBoxLayout;
class QPushButton;
class QUrl;
class QVBoxLayout;

namespace keyturn::ui::common {
class Countdown;
class Notice;
class Spinner;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::signin {

/// What the pages of the dialog have in common: a title, a line below it, content, a notice for what went wrong here, a row of buttons.
class Page : public QWidget
{
    Q_OBJECT
public:
    explicit Page(QWidget *parent = nullptr);

    /// Called each time the page is come to: puts the keyboard where it belongs.
    virtual void enter() { }
    /// A dialog has one default button: the open page's.
    void claimDefault();
    [[nodiscard]] common::Notice &notice() { return *m_notice; }

    /// A sentence in the notice, and a button there that does @p act.
    void offer(const QString &sentence, const QString &verb, std::function<void()> act);
    /// No browser could be started for @p page: says so, and has the address to copy.
    void sayUnopened(const QUrl &page, const core::Error &error, const QString &backend);

protected:
    void setTitle(const QString &title, const QString &below = {});
    [[nodiscard]] QVBoxLayout &content() { return *m_content; }
    /// In the notice. Where @p error asks for patience, @p pace is started; the sentence tells what is left of it, and goes when it is over.
    void sayFailure(const core::Error &error, const QString &backend, common::Countdown &pace);
    /// What Enter does while this page is open.
    void setDefaultButton(QPushButton *button) { m_default = button; }
    /// Left of the row: ways back and aside.
    QPushButton *addAside(const QString &text);
    /// Right of the row; the last one added stands outermost.
    QPushButton *addButton(const QString &text);
    /// The order in which Tab goes.
    static void order(std::initializer_list<QWidget *> widgets);
    [[nodiscard]] common::Spinner &spinner() { return *m_spinner; }

private:
    void count(const core::Error &error, const QString &backend);

    QPointer<common::Countdown> m_counting; ///< That the notice tells of.
    QString m_counted; ///< What the notice said of it last.
    std::function<void()> m_offered; ///< What the notice's button does.
    QPushButton *m_default = nullptr;
    common::TextLabel *m_title;
    common::TextLabel *m_below;
    QVBoxLayout *m_content;
    common::Notice *m_notice;
    common::Spinner *m_spinner;
    QHBoxLayout *m_aside;
    QHBoxLayout *m_buttons;
};

} // namespace keyturn::ui::signin
