// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lab/spoiledtoken.h"

#include <algorithm>

namespace keyturn::lab {

core::Secret spoiled(const core::Secret &token)
{
    QByteArray bytes = token.reveal().toByteArray();
    if (bytes.isEmpty())
        return token;
    const bool isSigned = bytes.count('.') == 2 && !bytes.endsWith('.');
    const qsizetype at = isSigned ? bytes.lastIndexOf('.') + 1 : bytes.size() / 2;
    bytes[at] = bytes.at(at) == 'A' ? 'B' : 'A';
    return core::Secret::take(std::move(bytes));
}

} // namespace keyturn::lab
