// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

class QBoxLayout;
class QPlainTextEdit;

namespace keyturn::ui::common {

/// All that is known of one thing, for who looks closer or copies it into a report: a sentence, what it comes to, and the facts as text.
class FactsDialog : public QDialog
{
    Q_OBJECT
public:
    struct Texts {
        QString title; ///< Of the window.
        QString sentence;
        QString summary; ///< Quieter; may be empty.
        QString facts;
        QString factsName; ///< For screen readers.
    };
    explicit FactsDialog(const Texts &texts, QWidget *parent = nullptr);

    void setFacts(const QString &facts);

protected:
    /// Shown between the summary and the facts.
    void addAboveFacts(QWidget *widget);
    /// Shown beside the button that copies.
    void addBesideCopy(QWidget *widget);

private:
    QPlainTextEdit *m_facts;
    QBoxLayout *m_beside;
    QBoxLayout *m_column;
};

} // namespace keyturn::ui::common
