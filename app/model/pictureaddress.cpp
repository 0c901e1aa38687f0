// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/pictureaddress.h"

#include "model/profilechecks.h"

namespace keyturn::model {

QUrl pictureAddress(const QString &untrusted)
{
    if (untrusted.isEmpty() || untrusted.size() > maxPictureAddress)
        return {};
    const QUrl url = QUrl(untrusted, QUrl::StrictMode).adjusted(QUrl::RemoveFragment);
    // Letters of other alphabets take three times the room once they are encoded.
    if (url.toEncoded().size() > maxPictureAddress || !checkUrl(QString::fromLatin1(url.toEncoded()), true).isEmpty())
        return {};
    return url;
}

} // namespace keyturn::model
