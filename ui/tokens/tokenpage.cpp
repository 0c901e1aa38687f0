// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/tokens/tokenpage.h"

#include "ui/common/countdown.h"
#include "ui/common/emptystate.h"
#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/common/times.h"
#include "ui/tokens/proofbar.h"
#include "ui/tokens/tokendelegate.h"
#include "ui/tokens/tokenlistmodel.h"

#include <QComboBox>
#include <QFontDatabase>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::tokens {

using common::grid;
using common::Tone;

TokenPage::TokenPage(TokensPort &port, QWidget *parent)
    : QWidget(parent),
      m_port(port),
      m_model(new TokenListModel(this)),
      m_source(new QComboBox(this)),
      m_renew(new QPushButton(common::icon(QStringLiteral("refresh-cw")), tr("Re&fresh and compare"), this)),
      m_spinner(new common::Spinner(18, this)),
      m_pasted(new QPlainTextEdit(this)),
      m_proofBar(new ProofBar(this)),
      m_notice(new common::Notice(this)),
      m_title(new common::TextLabel({}, this)),
      m_life(new common::TextLabel({}, this)),
      m_signature(new common::TextLabel({}, this)),
      m_countdown(new common::Countdown(port.clock(), this)),
      m_stack(new QStackedWidget(this)),
      m_list(new QListView(this)),
      m_empty(new common::EmptyState(this))
{
    buildBar();
    buildLayout();
    connectProof();
    chooseSource(Access);
    connect(m_countdown, &common::Countdown::left, this,
            [this](std::chrono::seconds left) { m_life->setText(tr("Good for another %1").arg(common::Times::left(left))); });
    connect(m_countdown, &common::Countdown::over, this, &TokenPage::inspect);
    connect(&port, &TokensPort::refreshed, this, [this](const model::AccountId &id) {
        if (id == m_id && m_source->currentIndex() != Pasted && m_renew->isEnabled())
            begin();
    });
}

void TokenPage::buildBar()
{
    m_source->addItems({tr("Access token"), tr("ID token"), tr("Pasted token")});
    m_source->setAccessibleName(tr("Which token"));
    m_source->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding); // as high as its neighbours
    m_renew->setAutoDefault(false);
    m_renew->setFlat(true);
    m_renew->setToolTip(tr("Renews the account's tokens and tells what the new one says otherwise"));
    m_pasted->setPlaceholderText(tr("Paste a token, with or without “Authorization: Bearer” before it"));
    m_pasted->setAccessibleName(tr("Pasted token"));
    m_pasted->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_pasted->setTabChangesFocus(true);
    m_pasted->viewport()->setBackgroundRole(QPalette::AlternateBase); // its frame alone is not seen in the dark
    m_pasted->setUndoRedoEnabled(false); // what is taken out is gone
    m_pasted->setFixedHeight(m_pasted->fontMetrics().lineSpacing() * 3 + 2 * grid);
    m_source->setMinimumHeight(m_renew->sizeHint().height()); // also beside nothing
    m_list->setModel(m_model);
    m_list->setItemDelegate(new TokenDelegate(m_list));
    m_list->setAccessibleName(tr("What the token says"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    connect(m_source, &QComboBox::activated, this, &TokenPage::chooseSource);
    connect(m_renew, &QPushButton::clicked, this, &TokenPage::renew);
    connect(m_pasted, &QPlainTextEdit::textChanged, this, [this] {
        m_port.clock().callAfter(typingPause, this, [this, typed = ++m_typed] {
            if (typed == m_typed)
                readPasted();
        });
    });
}

void TokenPage::buildLayout()
{
    m_title->wrapping()->withWeight(common::Weight::Strong);
    m_life->wrapping()->withTone(Tone::Muted);
    m_signature->wrapping();
    auto *bar = new QHBoxLayout;
    bar->setSpacing(grid);
    bar->addWidget(m_source);
    bar->addWidget(m_renew);
    bar->addWidget(m_spinner);
    bar->addStretch();
    auto *column = new QVBoxLayout;
    column->setContentsMargins(3 * grid, grid, 3 * grid, grid / 2);
    column->setSpacing(grid);
    column->addLayout(bar);
    column->addWidget(m_pasted);
    column->addWidget(m_proofBar);
    column->addWidget(m_notice);
    auto *facts = new QVBoxLayout;
    facts->setSpacing(2);
    for (common::TextLabel *label : {m_title, m_life, m_signature})
        facts->addWidget(label);
    column->addLayout(facts);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(column);
    layout->addWidget(m_stack, 1);
}

void TokenPage::connectProof()
{
    connect(m_proofBar, &ProofBar::nothingWanted, this, [this] {
        m_proof.reset();
        inspect();
    });
    connect(m_proofBar, &ProofBar::keysOfBackendWanted, this, [this] { takeKeys(m_port.keysOf(m_id)); });
    connect(m_proofBar, &ProofBar::addressGiven, this, [this](const QUrl &url) { takeKeys(m_port.keysAt(url)); });
    connect(m_proofBar, &ProofBar::fileGiven, this, [this](const QString &path) { takeKeys(core::ready<inspection::KeySet>(m_port.keysIn(path))); });
    connect(m_proofBar, &ProofBar::secretGiven, this, [this](const core::Secret &secret) {
        m_proof = secret;
        inspect();
    });
}

void TokenPage::setAccount(const model::AccountId &id)
{
    if (m_id == id)
        return;
    m_id = id;
    m_proofBar->setBackend(m_port.backendName(id));
    m_proofBar->reset();
    m_proof.reset();
    if (m_source->currentIndex() != Pasted)
        begin();
    else
        inspect();
}

void TokenPage::paste(const QString &text)
{
    m_source->setCurrentIndex(Pasted);
    chooseSource(Pasted);
    m_pasted->setPlainText(text);
    readPasted();
}

void TokenPage::chooseSource(int source)
{
    m_pasted->setVisible(source == Pasted);
    m_renew->setVisible(source != Pasted);
    if (source == Pasted && isVisible())
        m_pasted->setFocus(Qt::OtherFocusReason);
    begin();
}

Which TokenPage::which() const
{
    return m_source->currentIndex() == Id ? Which::Id : Which::Access;
}

/// Anew, and at once where it is seen.
void TokenPage::begin()
{
    ++m_run;
    m_stale = true;
    m_notice->clear();
    m_spinner->stop();
    m_renew->setEnabled(true);
    m_proofBar->setBusy(false);
    take({}, {});
    if (isVisible())
        readToken();
}

void TokenPage::readToken()
{
    m_stale = false;
    if (m_source->currentIndex() == Pasted)
        return readPasted();
    if (m_id.isEmpty())
        return;
    core::whenDone(m_port.token(m_id, which()), this, [this, run = ++m_run](const core::Result<core::Secret> &token) {
        if (run != m_run)
            return;
        if (token.ok())
            take(*token, {});
        else
            showNothing(token.error());
    });
}

void TokenPage::readPasted()
{
    if (m_source->currentIndex() == Pasted)
        take(core::Secret::fromText(m_pasted->toPlainText()), {});
}

void TokenPage::renew()
{
    m_notice->clear();
    m_renew->setEnabled(false);
    m_spinner->start();
    core::whenDone(m_port.renew(m_id, which()), this, [this, run = ++m_run](const core::Result<composition::RenewedToken> &renewed) {
        if (run != m_run)
            return;
        m_renew->setEnabled(true);
        m_spinner->stop();
        if (renewed.ok())
            take(renewed->after, renewed->before);
        else
            m_notice->say(common::sentenceFor(renewed.error(), m_port.backendName(m_id)));
    });
}

void TokenPage::takeKeys(core::Async<inspection::KeySet> keys)
{
    m_notice->clear();
    m_proofBar->setBusy(true);
    m_spinner->start();
    core::whenDone(std::move(keys), this, [this, run = ++m_run](const core::Result<inspection::KeySet> &found) {
        if (run != m_run)
            return;
        m_proofBar->setBusy(false);
        m_spinner->stop();
        m_proof.reset();
        if (found.ok())
            m_proof = *found;
        else
            m_notice->say(common::sentenceFor(found.error(), m_port.backendName(m_id)));
        inspect();
    });
}

void TokenPage::take(const core::Secret &token, const core::Secret &before)
{
    m_token = token;
    m_before = before;
    inspect();
}

void TokenPage::inspect()
{
    const core::Result<inspection::Token> token = inspection::readToken(m_token);
    if (!token.ok())
        return showNothing(token.error());
    inspection::Expectation expected{m_port.clock().now()};
    if (m_source->currentIndex() != Pasted)
        expected.use = which() == Which::Id ? inspection::Use::Id : inspection::Use::Access;
    if (m_source->currentIndex() == Id)
        expected.issuer = m_port.issuerOf(m_id);
    const inspection::Verification verification = m_proof ? inspection::verify(*token, *m_proof) : inspection::Verification();
    Looked looked{*token, inspection::findingsOf(*token, expected, verification), {}, expected.now};
    const core::Result<inspection::Token> before = inspection::readToken(m_before);
    if (before.ok())
        looked.changes = inspection::difference(*before, *token);
    m_title->setText(titleOf(*token));
    const bool holds = std::holds_alternative<inspection::NotTried>(verification) || std::holds_alternative<inspection::Verified>(verification);
    m_signature->withTone(holds ? Tone::Normal : Tone::Warning);
    m_signature->setText(signatureSentence(verification));
    m_signature->show();
    m_title->show();
    m_model->setRows(rowsOf(looked));
    m_stack->setCurrentWidget(m_list);
    showLife(expiryOf(*token));
}

/// How long it is good, counted down while it is seen.
void TokenPage::showLife(const QDateTime &expiry)
{
    m_countdown->stop();
    m_life->setVisible(expiry.isValid());
    if (!expiry.isValid())
        return;
    m_life->setToolTip(common::Times::exact(expiry));
    const QDateTime now = m_port.clock().now();
    const std::chrono::seconds left(now.secsTo(expiry));
    if (left.count() <= 0)
        m_life->setText(tr("Ran out %1").arg(common::Times::relative(expiry, now)));
    else if (isVisible())
        m_countdown->start(left);
}

void TokenPage::showNothing(const core::Error &error)
{
    m_countdown->stop();
    m_model->setRows({});
    for (common::TextLabel *label : {m_title, m_life, m_signature})
        label->hide();
    const bool isEmpty = error.code == QLatin1String("token_empty");
    const QString sentence = common::sentenceFor(error, m_port.backendName(m_id));
    if (isEmpty && m_source->currentIndex() == Pasted)
        m_empty->say(QStringLiteral("key-round"), tr("Paste a token"), tr("What it says is read on this computer and sent nowhere."));
    else if (isEmpty)
        m_empty->say(QStringLiteral("hourglass"), tr("One moment"), tr("The token is read."));
    else
        m_empty->say(QStringLiteral("circle-alert"), tr("There is nothing to read"), sentence);
    m_stack->setCurrentWidget(m_empty);
}

void TokenPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        readToken();
    else if (!m_token.isEmpty())
        inspect();
}

void TokenPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_countdown->stop();
}

} // namespace keyturn::ui::tokens
