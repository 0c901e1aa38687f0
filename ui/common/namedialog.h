// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/fittingdialog.h"

class QLineEdit;

namespace keyturn::ui::common {

class Notice;

/// Asks for the person's own name for something; empty: the one that it has anyway. What does not fit any more is not taken, and that is said.
class NameDialog : public FittingDialog
{
    Q_OBJECT
public:
    static constexpr int longest = 80;

    struct Words {
        QString question; ///< Above the field, with its mnemonic.
        QString accessible; ///< The same for a screen reader.
        QString name; ///< As it is now; may be empty.
        QString otherwise; ///< What it is called without a name.
        QString hint;
        QString subject = {}; ///< Which one it is, in the words by which it stands in its list.
        QString title = {}; ///< Of the window; empty: that it is renamed.
        QString verb = {}; ///< On the button; the same.
        int most = longest; ///< Characters.
    };
    explicit NameDialog(const Words &words, QWidget *parent = nullptr);

    /// It could not be kept; the dialog stays.
    void fail(const QString &sentence);

Q_SIGNALS:
    void nameGiven(const QString &name); ///< On one line. Who is content accept()s.

private:
    void sayLimit();

    int m_most;
    QLineEdit *m_name;
    Notice *m_notice;
};

} // namespace keyturn::ui::common
