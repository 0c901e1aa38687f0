// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/account.h"

namespace keyturn::model {

QString wordOf(SignInMethod method)
{
    switch (method) {
    case SignInMethod::Password:
        return QStringLiteral("password");
    case SignInMethod::Browser:
        return QStringLiteral("browser");
    case SignInMethod::Device:
        return QStringLiteral("device");
    }
    return {};
}

} // namespace keyturn::model
