// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/accounts/accountpictures.h"

#include "ui/common/picturedecoder.h"

#include <QtMath>

#include <algorithm>

namespace keyturn::ui::accounts {

namespace {

constexpr qsizetype most = 8 * 1024 * 1024; // bytes
constexpr qint64 asksAgainAfter = 3600; // seconds; who fetches decides whether anybody outside is asked

} // namespace

AccountPictures::AccountPictures(AccountsPort &port, int side, QObject *parent) : QObject(parent), m_port(port), m_side(side), m_entries(most)
{
    m_thread.setMaxThreadCount(1);
    connect(&port, &AccountsPort::removed, this, [this](const model::AccountId &id) {
        m_entries.remove(id);
        m_asked.remove(id);
    });
    connect(&port, &AccountsPort::reset, this, [this] {
        m_entries.clear();
        m_asked.clear();
    });
}

AccountPictures::~AccountPictures()
{
    m_thread.clear();
    m_thread.waitForDone(); // of one picture
}

QImage AccountPictures::of(const model::AccountId &id, const QUrl &address, qreal ratio)
{
    if (address.isEmpty())
        return {};
    const QDateTime now = m_port.clock().now();
    const Entry *known = m_entries.object(id);
    const bool isThis = known && known->address == address;
    const bool serves = isThis && qFuzzyCompare(known->ratio, ratio) && known->askedAt.secsTo(now) < asksAgainAfter;
    const QImage image = isThis ? known->image : QImage(); // until there is a newer one
    if (const auto under = m_asked.constFind(id); !serves && (under == m_asked.constEnd() || under->address != address))
        ask(id, {address, ratio, image, now});
    return image;
}

void AccountPictures::ask(const model::AccountId &id, const Entry &entry)
{
    m_asked.insert(id, entry);
    core::whenDone(m_port.picture(id), this, [this, id, address = entry.address](const core::Result<QByteArray> &bytes) {
        const auto asked = m_asked.constFind(id);
        if (asked == m_asked.constEnd() || asked->address != address) // another one by now
            return;
        if (bytes.ok())
            return decode(id, *bytes);
        if (bytes.error().kind == core::ErrorKind::Cancelled)
            m_asked.remove(id); // whoever paints it next asks again
        else
            decoded(id, {});
    });
}

void AccountPictures::decode(const model::AccountId &id, const QByteArray &bytes)
{
    const Entry asked = m_asked.value(id);
    m_thread.start([this, id, bytes, address = asked.address, pixels = qCeil(m_side * asked.ratio)] {
        const QImage image = common::decodePicture(bytes, pixels);
        // This object waits for the thread before it goes.
        QMetaObject::invokeMethod(
            this,
            [this, id, address, image] {
                if (m_asked.value(id).address == address)
                    decoded(id, image);
            },
            Qt::QueuedConnection);
    });
}

void AccountPictures::decoded(const model::AccountId &id, const QImage &image)
{
    Entry entry = m_asked.take(id);
    const bool isNew = entry.image != image;
    entry.image = image;
    m_entries.insert(id, new Entry(entry), std::max<qsizetype>(image.sizeInBytes(), 256));
    if (isNew)
        Q_EMIT arrived(id);
}

} // namespace keyturn::ui::accounts
