// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/secretstore.h"

namespace keyturn::storage {

QString SecretKey::toString() const
{
    return account.toString() + u'/' + QString::number(generation);
}

} // namespace keyturn::storage
