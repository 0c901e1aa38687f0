// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QList>
#include <QString>
#include <QUrl>

namespace keyturn::ui::mainwindow {

/// Something that the program is made of.
struct Component {
    QString name;
    QString use; ///< A sentence.
    QString licence; ///< By its usual short name.
    QUrl page;
    QUrl licencePage; ///< Where the licence's text is.
    QString text; ///< The licence's text, where it comes along; else empty.
};

class Components
{
    Q_DECLARE_TR_FUNCTIONS(keyturn::ui::mainwindow::Components)
public:
    /// Keyturn itself first, then what the window is linked to or holds, then what is loaded or started beside it.
    [[nodiscard]] static QList<Component> all();
};

/// Version, Qt, compiler, system, a line each: for a bug report. Names neither the person nor the computer.
[[nodiscard]] QString buildFacts();

} // namespace keyturn::ui::mainwindow
