// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace keyturn::ui::mainwindow {

/// One version's news.
struct Release {
    struct Section {
        QString title; ///< Empty: none.
        QStringList items; ///< Plain text.
        bool operator==(const Section &) const = default;
    };
    QString title; ///< A number, or `Unreleased`.
    QString introduction;
    QList<Section> sections;
};

/// The changelog's versions, newest first, as plain text: as much of Markdown as it uses (headings, lists, links, code, emphasis) and no more.
[[nodiscard]] QList<Release> readChangelog(const QString &markdown);

} // namespace keyturn::ui::mainwindow
