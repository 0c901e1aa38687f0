// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/bodypanel.h"

#include "ui/common/icon.h"
#include "ui/common/searchline.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::console {

using common::grid;

BodyPanel::BodyPanel(core::Clock &clock, QWidget *parent)
    : QWidget(parent),
      m_clock(clock),
      m_search(new QLineEdit(this)),
      m_count(new common::TextLabel({}, this)),
      m_previous(new QToolButton(this)),
      m_next(new QToolButton(this)),
      m_spinner(new common::Spinner(18, this)),
      m_remark(new common::TextLabel({}, this)),
      m_view(new BodyView(this))
{
    m_view->setAccessibleName(tr("Body of the answer"));
    m_remark->wrapping()->withTone(common::Tone::Muted);
    m_remark->hide();
    buildBar();
    auto *bar = new QHBoxLayout;
    bar->setSpacing(grid / 2);
    bar->addWidget(m_search, 1);
    bar->addWidget(m_count);
    bar->addWidget(m_previous);
    bar->addWidget(m_next);
    bar->addWidget(m_spinner);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid / 2);
    layout->addLayout(bar);
    layout->addWidget(m_remark);
    layout->addWidget(m_view, 1);
    connect(m_view, &BodyView::nextWanted, this, [this] { step(1); });
    connect(m_view, &BodyView::previousWanted, this, [this] { step(-1); });
}

BodyPanel::~BodyPanel()
{
    m_stopMaking.request_stop();
    m_stopSearch.request_stop();
}

void BodyPanel::buildBar()
{
    common::SearchLine::dress(*m_search, tr("Search in the body"), tr("Search"));
    m_search->setMinimumWidth(12 * grid);
    m_count->withTone(common::Tone::Muted);
    const auto dress = [](QToolButton &button, const QString &icon, const QString &name) {
        button.setIcon(common::icon(icon));
        button.setAutoRaise(true);
        button.setFocusPolicy(Qt::StrongFocus);
        button.setToolTip(name);
        button.setAccessibleName(name);
        button.setEnabled(false);
    };
    dress(*m_previous, QStringLiteral("arrow-up"), tr("Previous match"));
    dress(*m_next, QStringLiteral("arrow-down"), tr("Next match"));
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        m_clock.callAfter(typingPause, this, [this, typed = ++m_typed] {
            if (typed == m_typed)
                search();
        });
    });
    const auto key = [this](const QKeySequence &keys, int by) {
        auto *shortcut = new QShortcut(keys, m_search, nullptr, nullptr, Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, by] { step(by); });
    };
    key(Qt::Key_F3, 1);
    key(Qt::SHIFT | Qt::Key_F3, -1);
    key(Qt::Key_Return, 1);
    key(Qt::Key_Enter, 1);
    key(Qt::SHIFT | Qt::Key_Return, -1);
}

void BodyPanel::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void BodyPanel::setBody(const core::Secret &body, const QByteArray &contentType, bool isCut)
{
    m_body = body;
    m_contentType = contentType;
    m_isCut = isCut;
    m_secretsShown = false;
    take(BodyDocument());
    make();
}

void BodyPanel::setSecretsShown(bool shown)
{
    if (std::exchange(m_secretsShown, shown) != shown)
        make();
}

void BodyPanel::make()
{
    m_stopMaking.request_stop();
    m_stopMaking = {};
    m_spinner->start();
    const auto secrets = m_secretsShown ? BodyDocument::Secrets::Shown : BodyDocument::Secrets::Redacted;
    core::whenDone(BodyDocument::make(m_body, m_contentType, secrets, m_stopMaking.get_token()), this,
                   [this, run = ++m_run](const core::Result<BodyDocument> &document) {
                       if (run != m_run || !document.ok())
                           return;
                       m_spinner->stop();
                       take(*document);
                       Q_EMIT made(document->redactedCount());
                   });
}

void BodyPanel::take(const BodyDocument &document)
{
    m_view->setDocument(document);
    m_remark->setText(remark());
    m_remark->setVisible(!m_remark->text().isEmpty());
    search();
}

QString BodyPanel::remark() const
{
    if (m_isCut)
        return tr("There was more of it: the first 50 MB are shown.");
    if (m_view->document().isWithheld())
        return tr("Its bytes may hold a secret, so they are not shown until secrets are.");
    switch (m_view->document().kind()) {
    case BodyDocument::Kind::BrokenJson:
        return tr("This is no whole JSON: it breaks at byte %1. It is shown as it came.")
            .arg(QLocale().toString(qlonglong(m_view->document().brokenAt().value_or(0) + 1)));
    case BodyDocument::Kind::Binary:
        return tr("This is no text. Its bytes are shown.");
    default:
        return {};
    }
}

void BodyPanel::search()
{
    ++m_typed;
    m_stopSearch.request_stop();
    m_stopSearch = {};
    const QString text = m_search->text();
    m_searched = false;
    m_matches.clear();
    m_at = -1;
    m_view->setMatches({});
    sayCount();
    if (text.isEmpty() || m_view->document().lineCount() == 0)
        return;
    core::whenDone(m_view->document().search(text, Qt::CaseInsensitive, m_stopSearch.get_token()), this,
                   [this, typed = m_typed](const core::Result<QList<Match>> &found) {
                       if (typed != m_typed || !found.ok())
                           return;
                       m_searched = true;
                       m_matches = *found;
                       m_view->setMatches(m_matches);
                       step(1);
                   });
}

/// From where the cursor is on, and round.
void BodyPanel::step(int by)
{
    if (!m_matches.isEmpty()) {
        const qsizetype count = m_matches.size();
        if (m_at < 0) {
            const auto next = std::lower_bound(m_matches.begin(), m_matches.end(), m_view->cursor().line,
                                               [](const Match &match, qsizetype line) { return match.line < line; });
            m_at = next == m_matches.end() ? 0 : next - m_matches.begin();
        } else {
            m_at = (m_at + by + count) % count;
        }
        m_view->showMatch(m_at);
    }
    sayCount();
}

void BodyPanel::sayCount()
{
    const bool found = !m_matches.isEmpty();
    const QLocale locale;
    if (found && m_matches.size() >= BodyDocument::mostMatches)
        m_count->setText(tr("%1 of %2 or more").arg(locale.toString(qlonglong(m_at + 1)), locale.toString(qlonglong(m_matches.size()))));
    else if (found)
        m_count->setText(tr("%1 of %2").arg(locale.toString(qlonglong(m_at + 1)), locale.toString(qlonglong(m_matches.size()))));
    else
        m_count->setText(m_searched ? tr("Not found") : QString());
    m_search->setAccessibleDescription(m_count->text());
    m_previous->setEnabled(found);
    m_next->setEnabled(found);
}

} // namespace keyturn::ui::console
