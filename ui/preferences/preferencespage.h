// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/preferencesport.h"

#include <QWidget>

class QCheckBox;
class QHBoxLayout;
class QRadioButton;
class QVBoxLayout;

namespace keyturn::ui::common {
class Notice;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::preferences {

/// One page of the preferences. What is changed on it is stored at once; what could not be is said on it, and shown as it is stored.
class PreferencesPage : public QWidget
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    PreferencesPage(PreferencesPort &port, const QString &title, QWidget *parent = nullptr);

    /// Shows what is stored.
    void reload();

protected:
    virtual void showChoices(const Choices &choices) = 0;

    [[nodiscard]] PreferencesPort &port() { return m_port; }
    [[nodiscard]] QVBoxLayout &content() { return *m_content; }
    [[nodiscard]] common::Notice &notice() { return *m_notice; }
    /// True: stored.
    bool store(const std::function<void(Choices &)> &step);
    void say(const core::Error &error);
    [[nodiscard]] bool isShowing() const { return m_showing; } ///< What changes now, reload() changes.

    /// With @p words below it in line with its text. Both go into content().
    QCheckBox *addSwitch(const QString &text, const QString &words);
    QRadioButton *addOption(const QString &text, const QString &words);
    common::TextLabel *addWords(const QString &words);
    void addHeading(const QString &text);
    /// In line with the text of a switch or option above it.
    QHBoxLayout *addIndented();

private:
    void addBelow(const QString &words);
    void letTabReachTheChosen();

    PreferencesPort &m_port;
    QVBoxLayout *m_content;
    common::Notice *m_notice;
    bool m_showing = false;
};

} // namespace keyturn::ui::preferences
