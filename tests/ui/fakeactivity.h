// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fakeports.h"
#include "ui/activity/activityport.h"

#include <vector>

namespace keyturn::ui::tests {

/// Answers when the test says so.
class FakeActivity final : public activity::ActivityPort
{
public:
    struct Question {
        history::Filter filter;
        std::optional<history::PageKey> after;
        core::Promise<history::Page> answer;
    };

    explicit FakeActivity(FakeClock &clock) : m_clock(clock) { }

    [[nodiscard]] core::Clock &clock() override { return m_clock; }
    [[nodiscard]] core::Async<history::Page> page(const history::Filter &filter, const std::optional<history::PageKey> &after, int) override
    {
        questions.push_back({filter, after, {}});
        return questions.back().answer.future();
    }
    [[nodiscard]] core::Async<qint64> exportTo(const history::Filter &filter, history::ExportFormat format, const QString &path) override
    {
        exported = filter;
        calls += (format == history::ExportFormat::Csv ? QStringLiteral("csv ") : QStringLiteral("json ")) + path;
        return core::ready<qint64>(exportResult);
    }
    [[nodiscard]] core::Async<void> clear(const model::AccountId &account) override
    {
        calls += QStringLiteral("clear ") + account.toString();
        return core::ready<void>({});
    }

    std::vector<Question> questions; ///< One a call, oldest first.
    QStringList calls;
    history::Filter exported;
    core::Result<qint64> exportResult = 7;

private:
    FakeClock &m_clock;
};

} // namespace keyturn::ui::tests
