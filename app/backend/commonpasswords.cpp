// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/commonpasswords.h"

#include <QFile>

/// Outside every namespace, as the macro wants it.
static void registerPasswords()
{
    Q_INIT_RESOURCE(passwords);
}

namespace keyturn::backend {

namespace {

/// One a line; begins and ends with a line's end, so that each stands between two.
QByteArray loadList()
{
    registerPasswords();
    QFile file(QStringLiteral(":/keyturn/passwords/common.txt"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The list of common passwords is not in the program.");
    return '\n' + file.readAll();
}

} // namespace

bool isCommonPassword(const QString &password)
{
    static const QByteArray list = loadList();
    const QByteArray folded = password.toCaseFolded().toUtf8();
    return !folded.startsWith('#') && !folded.contains('\n') && list.contains('\n' + folded + '\n');
}

} // namespace keyturn::backend
