// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/filled.h"

namespace keyturn::words {

QString filled(const QString &pattern, const QStringList &values)
{
    QString sentence;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const int place = pattern.at(i) == u'%' && i + 1 < pattern.size() ? pattern.at(i + 1).digitValue() : -1;
        if (place >= 1 && place <= values.size()) {
            sentence += values.at(place - 1);
            ++i;
        } else {
            sentence += pattern.at(i);
        }
    }
    return sentence;
}

} // namespace keyturn::words
