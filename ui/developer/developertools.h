// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include <functional>

namespace keyturn::ui::developer {

/// Whether the windows show what is for developers: an event's requests, profiles as text, and whatever of that kind comes to them. Who shows such a
/// thing follows it.
class DeveloperTools final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] bool areShown() const { return m_shown; }
    void setShown(bool shown);
    /// Calls @p show at once and at every change, until @p context goes.
    void follow(QObject *context, const std::function<void(bool)> &show) const;

Q_SIGNALS:
    void shownChanged(bool shown);

private:
    bool m_shown = true;
};

} // namespace keyturn::ui::developer
