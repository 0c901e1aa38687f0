// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QObject>
#include <QString>

namespace keyturn::ui::tray {

struct NotificationAction {
    QString id; ///< A word of ours; `default` is what a press on the notification itself does.
    QString label;
};

/// Something to be told while the person looks elsewhere. All texts are plain.
struct Notification {
    QString key; ///< One that is shown again under the same key takes the place of the one before.
    QString title;
    QString body;
    QList<NotificationAction> actions = {};
};

/// The desktop's way of telling. Never fails loudly: where there is none, nothing is shown.
class Notifier : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void show(const Notification &notification) = 0;
    /// It is not true any more. One that is not shown is no error.
    virtual void close(const QString &key) = 0;

Q_SIGNALS:
    /// The person chose @p action of the notification @p key.
    void chosen(const QString &key, const QString &action);
};

} // namespace keyturn::ui::tray
