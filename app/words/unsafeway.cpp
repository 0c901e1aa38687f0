// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/unsafeway.h"

#include <QCoreApplication>

namespace keyturn::words {

QString unsafeWay()
{
    return QCoreApplication::translate(
        "UnsafeWay",
        "Unsafe: this backend puts the access token into the browser's address, where its history and other programs may read it, and anybody can "
        "send "
        "your browser to that address with a token of theirs: look at who is signed in. No refresh token comes with it, so you will have to sign in "
        "again when it ends.");
}

} // namespace keyturn::words
