// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/plaintext.h"

#include <QGuiApplication>

#include <algorithm>

namespace keyturn::ui::common {

namespace {

bool readsLeftwards(const QString &text)
{
    const QList<uint> characters = text.toUcs4();
    return std::any_of(characters.begin(), characters.end(), [](uint character) {
        const QChar::Direction direction = QChar::direction(character);
        return direction == QChar::DirR || direction == QChar::DirAL;
    });
}

} // namespace

QString oneLine(const QString &text, qsizetype longest)
{
    QString clean;
    const qsizetype looked = qMin(text.size(), longest * 4);
    clean.reserve(qMin(looked, longest));
    for (qsizetype i = 0; i < looked; ++i) {
        const QChar c = text.at(i);
        // Other_Format holds the bidi overrides and isolates: a name must not turn round what stands beside it.
        if (c.category() == QChar::Other_Format)
            continue;
        clean += c.category() == QChar::Other_Control ? QChar(u' ') : c;
    }
    clean = clean.simplified();
    if (clean.size() > longest) {
        clean.truncate(longest - 1);
        if (clean.back().isHighSurrogate())
            clean.chop(1);
        clean += u'…';
    }
    return clean;
}

QString isolated(const QString &text)
{
    constexpr QChar firstStrongIsolate(0x2068);
    constexpr QChar popDirectionalIsolate(0x2069);
    if (text.isEmpty() || (QGuiApplication::isLeftToRight() && !readsLeftwards(text)))
        return text;
    return firstStrongIsolate + text + popDirectionalIsolate;
}

QString toolTip(const QString &text)
{
    return text.isEmpty() ? QString() : QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped());
}

} // namespace keyturn::ui::common
