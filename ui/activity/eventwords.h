// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/event.h"
#include "ui/common/tone.h"

#include <QCoreApplication>

namespace keyturn::ui::activity {

/// An event in words and by its look: what stands in its row, and what is told on hover.
class EventWords
{
    Q_DECLARE_TR_FUNCTIONS(keyturn::ui::activity::EventWords)
public:
    [[nodiscard]] static QString sentence(const history::Event &event);
    /// "14:32", in the person's locale; of the day in the heading above.
    [[nodiscard]] static QString time(const history::Event &event);
    /// "3 times, last at 15:10"; empty where it happened once.
    [[nodiscard]] static QString repeats(const history::Event &event);
    /// The same, after whose event it is.
    [[nodiscard]] static QString subjectAndRepeats(const history::Event &event);
    /// "Today", "Yesterday", or the date.
    [[nodiscard]] static QString day(const history::Event &event, const QDateTime &now);
    [[nodiscard]] static QString exactTimes(const history::Event &event);
    [[nodiscard]] static QString program(const history::Event &event);
    /// Of resources/icons.
    [[nodiscard]] static QString iconName(const history::Event &event);
    [[nodiscard]] static common::Tone tone(const history::Event &event);
};

} // namespace keyturn::ui::activity
