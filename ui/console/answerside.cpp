// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/answerside.h"

#include "console/blanks.h"
#include "ui/common/emptystate.h"
#include "ui/common/icon.h"
#include "ui/common/leafbar.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/console/bodypanel.h"
#include "ui/console/bodytext.h"
#include "ui/console/consolewords.h"
#include "ui/console/timingview.h"

#include <QAccessible>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::console {

using common::grid;
using common::Tone;

AnswerSide::AnswerSide(core::Clock &clock, QWidget *parent)
    : QWidget(parent),
      m_status(new common::TextLabel({}, this)),
      m_facts(new common::TextLabel({}, this)),
      m_failure(new common::TextLabel({}, this)),
      m_spinner(new common::Spinner(18, this)),
      m_bar(new common::LeafBar(common::LeafBar::Rank::Pages, this)),
      m_reveal(new QToolButton(this)),
      m_stack(new QStackedWidget(this)),
      m_answer(new QWidget(this)),
      m_body(new BodyPanel(clock, this)),
      m_head(new QPlainTextEdit(this)),
      m_timing(new TimingView(this)),
      m_empty(new common::EmptyState(this))
{
    m_status->withWeight(common::Weight::Strong);
    m_facts->withTone(Tone::Muted);
    m_failure->wrapping()->withTone(Tone::Warning);
    m_bar->setAccessibleName(tr("Parts of the answer"));
    m_bar->addTab(tr("Bod&y"));
    m_bar->addTab(tr("Header lines"));
    m_bar->addTab(tr("Timin&g"));
    m_reveal->setAutoRaise(true);
    m_reveal->setCheckable(true);
    m_reveal->setFocusPolicy(Qt::StrongFocus);
    m_head->setReadOnly(true);
    m_head->setTabChangesFocus(true);
    m_head->setFrameShape(QFrame::NoFrame);
    m_head->setLayoutDirection(Qt::LeftToRight);
    m_head->setAccessibleName(tr("Header lines of the answer"));
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font().pointSizeF());
    m_head->setFont(fixed);
    m_head->setMinimumHeight(6 * grid);
    buildLayout();
    connect(m_bar, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_body, &BodyPanel::made, this, &AnswerSide::showReveal);
    connect(m_reveal, &QToolButton::toggled, this, [this](bool shown) {
        m_body->setSecretsShown(shown);
        showHead();
        showReveal(m_redactedInBody);
    });
    setNothing();
}

void AnswerSide::buildLayout()
{
    auto *scroll = new QScrollArea(m_stack); // at 200 % the rows are more than there is room for
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_timing);
    scroll->viewport()->setBackgroundRole(QPalette::Base);
    scroll->setAccessibleName(tr("Timing"));
    for (QWidget *page : {static_cast<QWidget *>(m_body), static_cast<QWidget *>(m_head), static_cast<QWidget *>(scroll)})
        m_stack->addWidget(page);
    auto *status = new QHBoxLayout;
    status->setSpacing(grid);
    status->addWidget(m_status);
    status->addWidget(m_facts);
    status->addWidget(m_spinner);
    status->addStretch();
    auto *bar = new QHBoxLayout;
    bar->setSpacing(grid);
    bar->addWidget(m_bar);
    bar->addStretch();
    bar->addWidget(m_reveal);
    auto *answer = new QVBoxLayout(m_answer);
    answer->setContentsMargins(0, 0, 0, 0);
    answer->setSpacing(grid / 2);
    answer->addLayout(bar);
    answer->addWidget(m_stack, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid / 2);
    layout->addLayout(status);
    layout->addWidget(m_failure);
    layout->addWidget(m_answer, 1);
    layout->addWidget(m_empty, 1);
    layout->addStretch(); // a failure stands at the top
}

void AnswerSide::setAnswer(const Answer &answer, const QString &backend)
{
    m_spinner->stop();
    m_empty->hide();
    m_failure->setText(answer.failure ? common::sentenceFor(*answer.failure, backend) : QString());
    m_failure->setVisible(answer.failure.has_value());
    m_status->withTone(ConsoleWords::toneOf(answer.status));
    m_status->setText(answer.status > 0 ? ConsoleWords::status(answer) : tr("No answer"));
    m_status->show();
    const QString time = ConsoleWords::duration(answer.timing.total);
    const QString version = common::oneLine(QString::fromLatin1(answer.httpVersion), 20);
    if (answer.status == 0)
        m_facts->setText(time);
    else if (version.isEmpty())
        m_facts->setText(tr("%1 · %2").arg(time, ConsoleWords::size(answer.bodyBytes)));
    else
        m_facts->setText(tr("%1 · %2 · %3").arg(time, ConsoleWords::size(answer.bodyBytes), version));
    m_facts->show();
    m_answer->setVisible(answer.status > 0);
    m_headers = answer.headers;
    m_redactedInBody = 0;
    {
        const QSignalBlocker once(m_reveal);
        m_reveal->setChecked(false);
    }
    m_body->setBody(answer.body, answer.header("Content-Type"), answer.isCut);
    m_timing->setAnswer(answer);
    showHead();
    showReveal(0);
    setAccessibleName(answer.failure ? m_failure->text() : tr("%1 · %2").arg(m_status->text(), m_facts->text()));
    QAccessibleEvent alert(this, QAccessible::Alert); // it is read out
    QAccessible::updateAccessibility(&alert);
}

void AnswerSide::focusSearch()
{
    m_bar->setCurrentIndex(0);
    m_body->focusSearch();
}

void AnswerSide::setRunning(qint64 received)
{
    m_spinner->start();
    m_empty->hide();
    m_answer->hide();
    m_failure->hide();
    m_status->hide();
    m_facts->setText(received > 0 ? tr("Receiving: %1 so far").arg(ConsoleWords::size(received)) : tr("Waiting for the answer"));
    m_facts->show();
}

void AnswerSide::setNothing()
{
    m_spinner->stop();
    for (QWidget *gone :
         {static_cast<QWidget *>(m_answer), static_cast<QWidget *>(m_failure), static_cast<QWidget *>(m_status), static_cast<QWidget *>(m_facts)})
        gone->hide();
    m_body->setBody({}, {}, false);
    m_empty->say(QStringLiteral("terminal"), tr("No answer yet"), tr("Write an address and send it with Ctrl+Return."));
    m_empty->show();
}

void AnswerSide::showHead()
{
    Draft told;
    told.headers = m_headers;
    if (!m_reveal->isChecked())
        told = keyturn::console::withoutSecrets(told);
    QStringList lines;
    for (const net::Header &header : std::as_const(told.headers))
        lines += shown(QString::fromUtf8(header.name + ": " + header.value));
    m_head->setPlainText(lines.join(u'\n'));
}

/// There is something to be shown, or something is: else the eye is of no use.
void AnswerSide::showReveal(qsizetype redacted)
{
    m_redactedInBody = m_reveal->isChecked() ? m_redactedInBody : redacted;
    Draft head;
    head.headers = m_headers;
    const QList<net::Header> told = keyturn::console::withoutSecrets(head).headers;
    qsizetype hidden = m_redactedInBody;
    for (qsizetype i = 0; i < m_headers.size(); ++i)
        hidden += told.at(i) == m_headers.at(i) ? 0 : 1;
    m_reveal->setVisible(hidden > 0);
    const QString name = m_reveal->isChecked() ? tr("Hide secrets") : tr("Show %n secret(s)", nullptr, int(hidden));
    m_reveal->setIcon(common::icon(m_reveal->isChecked() ? QStringLiteral("eye-off") : QStringLiteral("eye")));
    m_reveal->setText(name);
    m_reveal->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_reveal->setToolTip(tr("Tokens, passwords and cookies in the answer are left out until you ask for them"));
}

} // namespace keyturn::ui::console
