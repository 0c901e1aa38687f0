// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/displaytext.h"

#include <QList>

namespace keyturn::oauth {

namespace {

bool isShown(char32_t c)
{
    if (c == U'\u200C' || c == U'\u200D')
        return true; // the joiners of Persian, Hindi and emoji
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format: // bidi embeddings, overrides and isolates; zero-width characters; tags
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return true;
    }
}

} // namespace

QString displayText(const QString &untrusted, qsizetype maxLength)
{
    QString shown;
    // Four times what is kept is looked at, so that 10 kB of nothing visible cost little.
    for (const char32_t c : untrusted.left(maxLength * 4).toUcs4()) {
        if (c == U'\t' || c == U'\n' || c == U'\r')
            shown += u' ';
        else if (isShown(c))
            shown += QString::fromUcs4(&c, 1);
    }
    shown = shown.simplified();
    if (shown.size() <= maxLength)
        return shown;
    const bool splitsPair = shown.at(maxLength - 2).isHighSurrogate();
    return shown.left(maxLength - (splitsPair ? 2 : 1)) + u'…';
}

} // namespace keyturn::oauth
