// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QNetworkReply>
#include <QStringList>

namespace keyturn::tests {

/// What a reply has told, in order; `readyRead` and the progress once at most, however the network cut the body.
class Told
{
public:
    explicit Told(QNetworkReply &reply)
    {
        const auto note = [this](const QString &what) { return [this, what] { list.append(what); }; };
        QObject::connect(&reply, &QNetworkReply::metaDataChanged, &m_context, note(QStringLiteral("head")));
        QObject::connect(&reply, &QNetworkReply::readyRead, &m_context, [this] {
            if (!list.contains(QStringLiteral("body")))
                list.append(QStringLiteral("body"));
        });
        QObject::connect(&reply, &QNetworkReply::errorOccurred, &m_context, note(QStringLiteral("error")));
        QObject::connect(&reply, &QNetworkReply::finished, &m_context, note(QStringLiteral("finished")));
    }
    QStringList list;

private:
    QObject m_context;
};

inline QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ');
}

} // namespace keyturn::tests
