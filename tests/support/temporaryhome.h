// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/paths.h"

#include <QTemporaryDir>

namespace keyturn::tests {

/// Keyturn's folders below a temporary one that goes with this object. None of them is made yet; there are no system-wide ones.
class TemporaryHome
{
public:
    TemporaryHome();

    [[nodiscard]] QString path() const { return m_directory.path(); }
    [[nodiscard]] const core::Paths &paths() const { return m_paths; }
    /// `<config>/profiles.d/<name>.json` with @p json in it; answers its path.
    QString writeProfile(const QString &name, const QByteArray &json) const;

private:
    QTemporaryDir m_directory;
    core::Paths m_paths;
};

} // namespace keyturn::tests
