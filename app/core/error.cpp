// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"

namespace keyturn::core {

Error abandoned()
{
    return {ErrorKind::Cancelled, QStringLiteral("abandoned"), {}};
}

Error ofStep(Error error, const QString &step)
{
    if (error.step.isEmpty())
        error.step = step;
    return error;
}

} // namespace keyturn::core
