// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "history/database.h"

#include <functional>
#include <memory>
#include <type_traits>

namespace keyturn::history {

/// A Database that is opened when it is needed, and again after each fault: it may have been replaced, and who goes on with the old one writes into
/// nothing. One that is broken is set aside, as `<path>.broken-<time>`, and the work done on a new one. For one thread.
class DatabaseFile
{
public:
    /// @p schema must outlive it. @p asideTold is given the name that a broken file has now.
    DatabaseFile(QString path, const Schema &schema, std::function<void(const QString &)> asideTold);

    /// Who only looks makes no file.
    [[nodiscard]] bool exists() const;
    template <class F> [[nodiscard]] auto work(F task) -> core::Result<std::invoke_result_t<F, Database &>>
    {
        using Answer = core::Result<std::invoke_result_t<F, Database &>>;
        for (bool again = true;;) {
            try {
                Database &database = open();
                if constexpr (std::is_void_v<std::invoke_result_t<F, Database &>>) {
                    task(database);
                    return Answer();
                } else {
                    return Answer(task(database));
                }
            } catch (const DatabaseFault &fault) {
                m_database.reset();
                if (!fault.broken || !std::exchange(again, false) || !setAside())
                    return Answer(fault.error);
            }
        }
    }
    /// Broken files of before.
    void removeSetAside();

private:
    [[nodiscard]] Database &open();
    [[nodiscard]] bool setAside();

    QString m_path;
    const Schema &m_schema;
    std::function<void(const QString &)> m_asideTold;
    std::unique_ptr<Database> m_database;
};

} // namespace keyturn::history
