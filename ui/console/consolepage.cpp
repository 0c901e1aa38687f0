// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/consolepage.h"

#include "ui/common/leafbar.h"
#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/textlabel.h"
#include "ui/console/addressline.h"
#include "ui/console/answerside.h"
#include "ui/console/consolewords.h"
#include "ui/console/freebox.h"
#include "ui/console/requestside.h"
#include "ui/console/twosides.h"

#include <QPointer>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QShortcut>
#include <QVBoxLayout>

namespace keyturn::ui::console {

using common::grid;
using keyturn::console::Blank;

ConsolePage::ConsolePage(ConsolePort &port, QWidget *parent)
    : QWidget(parent),
      m_port(port),
      m_method(new FreeBox(tr("Method"),
                           {QStringLiteral("GET"), QStringLiteral("POST"), QStringLiteral("PUT"), QStringLiteral("PATCH"), QStringLiteral("DELETE"),
                            QStringLiteral("HEAD"), QStringLiteral("OPTIONS")},
                           7, this)),
      m_address(new AddressLine(this)),
      m_send(new QPushButton(tr("S&end"), this)),
      m_destination(new common::TextLabel({}, this)),
      m_notice(new common::Notice(this)),
      m_sideBar(new common::LeafBar(common::LeafBar::Rank::Pages, this)),
      m_requests(new QPushButton(tr("&Past and saved…"), this)),
      m_more(new QPushButton(tr("&More"), this)),
      m_request(new RequestSide(port.clock(), this)),
      m_answer(new AnswerSide(port.clock(), this)),
      m_sides(nullptr)
{
    m_sideBar->addTab(tr("Re&quest"));
    m_sideBar->addTab(tr("Ans&wer"));
    m_sideBar->setAccessibleName(tr("Request and answer"));
    m_sides = new TwoSides(m_request, m_answer, m_sideBar, this);
    buildLine();
    buildMenu();
    buildLayout();
    sayDestination();
}

ConsolePage::~ConsolePage()
{
    m_stop.request_stop();
}

void ConsolePage::buildLine()
{
    m_send->setAutoDefault(false);
    m_send->setToolTip(tr("Sends the request (Ctrl+Return)"));
    m_send->setMinimumWidth(10 * grid);
    m_destination->wrapping()->withTone(common::Tone::Muted);
    m_notice->setDismissible(true);
    for (const QKeySequence &keys : {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)}) {
        auto *shortcut = new QShortcut(keys, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &ConsolePage::sendOrStop);
    }
    auto *toAddress = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_L), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(toAddress, &QShortcut::activated, this, &ConsolePage::focusAddress);
    connect(m_send, &QPushButton::clicked, this, &ConsolePage::sendOrStop);
    connect(m_address, &QLineEdit::returnPressed, this, &ConsolePage::sendOrStop);
    connect(m_address, &QLineEdit::textChanged, this, &ConsolePage::sayDestination);
    connect(m_address, &AddressLine::wanted, this, [this] {
        if (std::exchange(m_endpointsWanted, false))
            askForEndpoints({});
    });
    connect(m_address, &AddressLine::endpointChosen, this, &ConsolePage::choose);
    connect(m_address, &AddressLine::curlPasted, this, &ConsolePage::importCurl);
    connect(m_request, &RequestSide::changed, this, &ConsolePage::sayDestination);
    connect(m_notice, &common::Notice::actionTriggered, this, &ConsolePage::useExample);
}

void ConsolePage::buildLayout()
{
    auto *line = new QHBoxLayout;
    auto *bar = new QHBoxLayout;
    line->setSpacing(grid);
    line->addWidget(m_method);
    line->addWidget(m_address, 1);
    line->addWidget(m_send);
    m_address->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_address->setMinimumWidth(14 * grid);
    bar->setSpacing(grid);
    bar->addWidget(m_sideBar);
    bar->addStretch();
    const auto place = [this, line, bar](bool both) { // without the bar of sides there is nothing else in its row
        for (QPushButton *button : {m_requests, m_more})
            (both ? line : bar)->addWidget(button);
    };
    place(m_sides->showsBoth());
    connect(m_sides, &TwoSides::bothShown, this, place);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, grid, 3 * grid, grid);
    layout->setSpacing(grid / 2);
    layout->addLayout(line);
    layout->addWidget(m_destination);
    layout->addWidget(m_notice);
    layout->addLayout(bar);
    layout->addWidget(m_sides, 1);
}

void ConsolePage::setAccount(const model::AccountId &id)
{
    if (m_id == id)
        return;
    m_id = id;
    stop();
    m_answer->setNothing();
    m_sides->showSide(TwoSides::First);
    m_notice->clear();
    ++m_asked;
    m_endpointsWanted = true;
    m_address->setEndpoints(id.isEmpty() ? QList<Endpoint>() : m_port.knownEndpoints(id));
    sayDestination();
}

Draft ConsolePage::draft() const
{
    Draft draft;
    draft.method = m_method->currentText().trimmed().toUpper().toUtf8();
    draft.address = m_address->text().trimmed();
    m_request->writeTo(draft);
    return draft;
}

void ConsolePage::setDraft(const Draft &draft)
{
    {
        const QScopedValueRollback<bool> filling(m_filling, true);
        m_method->setCurrentText(QString::fromUtf8(draft.method));
        m_address->setText(draft.address);
        m_request->setDraft(draft);
    }
    m_sides->showSide(TwoSides::First);
    if (const QString missing = ConsoleWords::blanks(draft); missing.isEmpty())
        m_notice->clear();
    else
        m_notice->say(missing, common::Tone::Normal);
    sayDestination();
}

void ConsolePage::sayDestination()
{
    if (m_id.isEmpty() || m_filling)
        return;
    const Draft written = draft();
    m_destination->setText(
        ConsoleWords::destination(written, m_port.destinationOf(m_id, written), m_port.accountName(m_id), m_port.backendName(m_id)));
}

void ConsolePage::focusAddress()
{
    m_address->setFocus(Qt::ShortcutFocusReason);
    m_address->selectAll();
}

bool ConsolePage::focusSearch()
{
    if (!m_answer->hasBody())
        return false;
    m_sides->showSide(TwoSides::Second);
    m_answer->focusSearch();
    return true;
}

void ConsolePage::sendOrStop()
{
    if (m_isRunning)
        stop();
    else
        send();
}

/// Else it says what is missing, and goes there.
bool ConsolePage::isFilledIn()
{
    m_request->finishEditing();
    const Draft written = draft();
    if (written.address.isEmpty()) {
        m_notice->say(tr("Where shall it go? Write a path of the backend, or a whole address."), common::Tone::Normal);
        m_address->setFocus(Qt::OtherFocusReason);
        return false;
    }
    const QList<Blank> blanks = keyturn::console::blanksOf(written);
    if (blanks.isEmpty())
        return true;
    m_notice->say(ConsoleWords::blanks(written));
    if (blanks.first().place == Blank::Place::Address) {
        m_address->setFocus(Qt::OtherFocusReason);
    } else {
        m_sides->showSide(TwoSides::First);
        m_request->goTo(blanks.first());
    }
    return false;
}

void ConsolePage::send()
{
    if (m_id.isEmpty() || !isFilledIn())
        return;
    const Draft written = draft();
    m_notice->clear();
    m_stop = {};
    const core::Result<Destination> destination = m_port.destinationOf(m_id, written);
    m_answerer = destination.ok() && !destination->withToken ? destination->url.host() : m_port.backendName(m_id);
    setRunning(true);
    const quint64 run = ++m_run;
    // The page may be gone by then, and is asked for no more: its destructor stops the request.
    const QPointer<ConsolePage> self(this);
    const auto progress = [self, run](qint64 received) {
        if (self && run == self->m_run && self->m_isRunning)
            self->m_answer->setRunning(received);
    };
    core::whenDone(m_port.send(m_id, written, m_stop.get_token(), progress), this, [this, run](const core::Result<Answer> &answer) {
        if (run == m_run)
            take(answer);
    });
}

void ConsolePage::stop()
{
    ++m_run;
    m_stop.request_stop();
    if (!m_isRunning)
        return;
    setRunning(false);
    m_answer->setNothing();
}

void ConsolePage::setRunning(bool running)
{
    m_isRunning = running;
    m_send->setText(running ? tr("&Cancel") : tr("S&end"));
    m_send->setToolTip(running ? tr("Stops the request (Ctrl+Return)") : tr("Sends the request (Ctrl+Return)"));
    if (running) {
        m_answer->setRunning(0);
        m_sides->showSide(TwoSides::Second);
    }
}

void ConsolePage::take(const core::Result<Answer> &answer)
{
    setRunning(false);
    if (answer.ok())
        return m_answer->setAnswer(*answer, m_answerer);
    m_answer->setNothing();
    m_sides->showSide(TwoSides::First);
    if (!common::wasStopped(answer.error()))
        m_notice->say(common::sentenceFor(answer.error(), m_answerer));
}

void ConsolePage::askForEndpoints(const QString &document)
{
    if (m_id.isEmpty())
        return;
    core::whenDone(m_port.endpoints(m_id, document), this, [this, document, asked = ++m_asked](const core::Result<QList<Endpoint>> &endpoints) {
        if (asked != m_asked)
            return;
        if (endpoints.ok())
            m_address->setEndpoints(*endpoints);
        if (document.isEmpty()) // that a backend publishes none is nothing to say
            return;
        if (endpoints.ok())
            m_notice->say(tr("%n thing(s) that the backend can be asked are offered with the address now.", nullptr, int(endpoints->size())),
                          common::Tone::Normal);
        else
            m_notice->say(common::sentenceFor(endpoints.error(), m_port.backendName(m_id)));
    });
}

void ConsolePage::choose(const Endpoint &endpoint)
{
    m_method->setCurrentText(QString::fromUtf8(endpoint.method));
    if (endpoint.example.isEmpty()) {
        m_notice->clear();
        return;
    }
    m_offered = endpoint;
    if (m_request->hasBody())
        m_notice->sayWithAction(tr("There is an example of the body that belongs to it. What you wrote stays until you take it."),
                                tr("Take the e&xample"), common::Tone::Normal);
    else
        useExample();
}

void ConsolePage::useExample()
{
    m_request->setBody(m_offered.example, m_offered.contentType);
    m_sides->showSide(TwoSides::First);
    m_notice->clear();
}

} // namespace keyturn::ui::console
