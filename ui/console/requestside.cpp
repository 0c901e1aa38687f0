// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/requestside.h"

#include "ui/common/leafbar.h"
#include "ui/common/tone.h"
#include "ui/console/bodyeditor.h"
#include "ui/console/formfields.h"
#include "ui/console/pairstable.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::console {

using common::grid;
using keyturn::console::Blank;

RequestSide::RequestSide(core::Clock &clock, QWidget *parent)
    : QWidget(parent),
      m_bar(new common::LeafBar(common::LeafBar::Rank::Pages, this)),
      m_stack(new QStackedWidget(this)),
      m_headers(new PairsTable(tr("Headers to send"), tr("Header"), tr("Value"), u':', this)),
      m_body(new BodyEditor(clock, this))
{
    m_bar->setAccessibleName(tr("Parts of the request"));
    m_bar->addTab(tr("&Headers"));
    m_bar->addTab(tr("B&ody"));
    m_headers->viewport()->setBackgroundRole(QPalette::AlternateBase);
    m_stack->addWidget(m_headers);
    m_stack->addWidget(m_body);
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_bar);
    bar->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid / 2);
    layout->addLayout(bar);
    layout->addWidget(m_stack, 1);
    connect(m_bar, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_headers, &PairsTable::changed, this, &RequestSide::changed);
    connect(m_body, &BodyEditor::changed, this, &RequestSide::changed);
}

void RequestSide::setDraft(const Draft &draft)
{
    m_headers->setPairs(pairsOf(draft.headers));
    m_body->setDraft(draft);
    m_bar->setCurrentIndex(draft.kind == BodyKind::None ? Headers : Body);
    Q_EMIT changed();
}

void RequestSide::writeTo(Draft &draft) const
{
    draft.headers = headersOf(m_headers->pairs());
    m_body->writeTo(draft);
}

void RequestSide::finishEditing()
{
    m_headers->finishEditing();
    m_body->finishEditing();
}

bool RequestSide::hasBody() const
{
    return !m_body->isEmpty();
}

void RequestSide::setBody(const QByteArray &text, const QByteArray &contentType)
{
    Draft draft;
    draft.headers = headersOf(m_headers->pairs());
    if (!text.isEmpty()) {
        draft.kind = BodyKind::Text;
        draft.text = text;
        draft.contentType = contentType;
    }
    setDraft(draft);
}

void RequestSide::goTo(const Blank &blank)
{
    m_bar->setCurrentIndex(blank.place == Blank::Place::Header ? Headers : Body);
    if (blank.place == Blank::Place::Header)
        m_headers->goToValueOf(blank.name);
    else
        m_body->goTo(blank.name);
}

} // namespace keyturn::ui::console
