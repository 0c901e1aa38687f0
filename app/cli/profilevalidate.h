// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "composition/profiles/profilecheck.h"

namespace keyturn::cli {

/// `profiles validate FILE`: the document, then the live backend, a line for each step.
class ProfileValidation : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    [[nodiscard]] core::Async<int> run(const Invocation &invocation, const QString &file);
    /// Asks nothing more; whoever was signed in for the check is signed out first. False: nothing is being asked.
    [[nodiscard]] bool cancel();

private:
    [[nodiscard]] core::Result<std::optional<backendapi::Credentials>> credentials(const Invocation &invocation,
                                                                                   const model::BackendProfile &profile) const;
    void tell(Terminal &terminal, const composition::CheckStep &step) const;
    [[nodiscard]] int finish(const Invocation &invocation, const QList<composition::CheckStep> &steps) const;

    std::unique_ptr<composition::ProfileCheck> m_check;
    QString m_id; ///< Of the profile; empty where the document is none.
    QString m_backend; ///< The profile's name.
    bool m_cancelled = false;
};

} // namespace keyturn::cli
