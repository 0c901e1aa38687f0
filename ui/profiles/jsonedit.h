// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/profiles/profiletext.h"

#include <QPlainTextEdit>

namespace keyturn::ui::common {
class JsonHighlighter;
}

namespace keyturn::ui::profiles {

/// JSON to be written by hand: fixed width, numbered lines, indentation that goes on by itself, marks at what is wrong. Tab leaves it, as it leaves
/// every field.
class JsonEdit final : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit JsonEdit(QWidget *parent = nullptr);

    /// Marks all of them; the first one's line is tinted.
    void setProblems(const QList<composition::ProfileProblem> &problems);
    /// Puts the cursor there and selects it.
    void goTo(const composition::TextSpan &span);
    /// Exchanges a part of the text as one step that can be undone; the cursor stays where it is.
    void exchange(const composition::TextSpan &span, const QString &text);

Q_SIGNALS:
    void tooMuchPasted(); ///< It would have been longer than a profile may be, and was not taken.

protected:
    void insertFromMimeData(const QMimeData *source) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] int gutterWidth() const;
    void layOut();
    void paintGutter();
    void showMarks();

    common::JsonHighlighter *m_highlighter;
    QWidget *m_gutter;
    QList<composition::ProfileProblem> m_problems;
};

} // namespace keyturn::ui::profiles
