// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/doctor/doctorport.h"

namespace keyturn::ui::tests {

/// Answers when the test says so.
class FakeDoctor final : public doctor::DoctorPort
{
public:
    [[nodiscard]] core::Async<composition::doctor::Report> examine() override
    {
        ++looks;
        answer = core::Promise<composition::doctor::Report>();
        return answer.future();
    }

    int looks = 0;
    core::Promise<composition::doctor::Report> answer; ///< To the last question.
};

} // namespace keyturn::ui::tests
