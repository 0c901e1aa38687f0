// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/console/consoleport.h"

#include <QWidget>

class QPlainTextEdit;
class QStackedWidget;
class QToolButton;

namespace keyturn::ui::common {
class EmptyState;
class LeafBar;
class Spinner;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::console {

class BodyPanel;
class TimingView;

/// What came back: how it ended, its body, its headers, and where its time went. Secrets are left out until they are asked for.
class AnswerSide final : public QWidget
{
    Q_OBJECT
public:
    explicit AnswerSide(core::Clock &clock, QWidget *parent = nullptr);

    void setAnswer(const Answer &answer, const QString &backend);
    /// One is under way, of which so much came.
    void setRunning(qint64 received);
    /// It was stopped, or there never was one.
    void setNothing();
    [[nodiscard]] bool hasBody() const { return !m_answer->isHidden(); }
    /// Into the line that searches the body. Precondition: hasBody().
    void focusSearch();

private:
    void buildLayout();
    void showHead();
    void showReveal(qsizetype redacted);

    QList<net::Header> m_headers;
    qsizetype m_redactedInBody = 0;
    common::TextLabel *m_status;
    common::TextLabel *m_facts;
    common::TextLabel *m_failure;
    common::Spinner *m_spinner;
    common::LeafBar *m_bar;
    QToolButton *m_reveal;
    QStackedWidget *m_stack;
    QWidget *m_answer; ///< All that is hidden without one.
    BodyPanel *m_body;
    QPlainTextEdit *m_head;
    TimingView *m_timing;
    common::EmptyState *m_empty;
};

} // namespace keyturn::ui::console
