// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

namespace keyturn::audit {

/// One field or button of a form; what a browser knows of it without script.
struct HtmlField {
    QString name; ///< Empty: it is not sent.
    QString value;
    QString type; ///< In lower case: `hidden`, `text`, `email`, `password`, `submit` …
    QString words; ///< Its id, and what stands on it.
    bool operator==(const HtmlField &) const = default;
};

struct HtmlForm {
    QString action; ///< Relative to the page; empty: the page itself.
    bool isPost = false;
    QList<HtmlField> fields; ///< Without buttons, and without boxes that are not ticked.
    QList<HtmlField> buttons; ///< That send it.

    [[nodiscard]] bool asksForPassword() const;
    bool operator==(const HtmlForm &) const = default;
};

/// The forms of a page. As much HTML as pages for signing in have: what is stranger gives fewer fields, never a crash.
[[nodiscard]] QList<HtmlForm> formsOf(const QString &html);

} // namespace keyturn::audit
