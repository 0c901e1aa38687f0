// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/avatar.h"

#include "ui/common/tone.h"

#include <QPainter>

namespace keyturn::ui::common {

namespace {

QString firstLetter(const QString &word)
{
    for (qsizetype i = 0; i < word.size(); ++i) {
        const bool pair = word.at(i).isHighSurrogate() && i + 1 < word.size();
        const char32_t c = pair ? QChar::surrogateToUcs4(word.at(i), word.at(i + 1)) : word.at(i).unicode();
        if (QChar::isLetterOrNumber(c))
            return word.mid(i, pair ? 2 : 1).toUpper();
        if (pair)
            ++i;
    }
    return {};
}

} // namespace

QString initialsOf(const QString &name)
{
    QStringList letters;
    for (const QString &word : name.section(u'@', 0, 0).left(200).split(u' ', Qt::SkipEmptyParts)) {
        if (const QString letter = firstLetter(word); !letter.isEmpty())
            letters += letter;
    }
    if (letters.isEmpty())
        return QStringLiteral("?");
    return letters.size() == 1 ? letters.first() : letters.first() + letters.last();
}

void paintAvatar(QPainter &painter, const QRectF &rect, const Face &face, const QPalette &palette)
{
    const AvatarColours colours = face.hue ? avatarColours(*face.hue, palette) : avatarColours(face.seed, palette);
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    if (!face.picture.isNull()) {
        painter.drawImage(rect, face.picture);
        if (face.hue) {
            const qreal ring = qMax(2.0, rect.height() / 18);
            painter.setPen(QPen(colours.text, ring));
            painter.drawEllipse(rect.adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2));
        }
        painter.restore();
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.disc);
    painter.drawEllipse(rect);
    QFont font = strongFont(painter.font());
    font.setPixelSize(qRound(rect.height() * 0.38));
    painter.setFont(font);
    painter.setPen(colours.text);
    painter.drawText(rect, Qt::AlignCenter, initialsOf(face.name));
    painter.restore();
}

Avatar::Avatar(int size, QWidget *parent) : QWidget(parent)
{
    setFixedSize(size, size);
}

void Avatar::setFace(const Face &face)
{
    m_face = face;
    update();
}

void Avatar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintAvatar(painter, rect(), m_face, palette());
}

} // namespace keyturn::ui::common
