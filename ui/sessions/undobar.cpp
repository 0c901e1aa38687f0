// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/sessions/undobar.h"

#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/sessions/sessionendings.h"
#include "ui/sessions/sessionsport.h"

#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace keyturn::ui::sessions {

using common::grid;

namespace {
constexpr qsizetype longestName = 60;
}

UndoBar::UndoBar(SessionsPort &port, SessionEndings &endings, QWidget *parent)
    : QWidget(parent), m_port(port), m_endings(endings), m_time(port.clock()), m_notice(new common::Notice(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, grid, 3 * grid, 0);
    layout->addWidget(m_notice);
    hide();
    const auto *keys = new QShortcut(QKeySequence::Undo, this);
    connect(keys, &QShortcut::activated, &m_endings, &SessionEndings::undoAll);
    connect(m_notice, &common::Notice::actionTriggered, &m_endings, &SessionEndings::undoAll);
    connect(&m_endings, &SessionEndings::changed, this, &UndoBar::tell);
    connect(&m_time, &common::Countdown::left, this, [this] { m_notice->amend(sentence()); });
}

void UndoBar::setAccount(const model::AccountId &id)
{
    m_id = id;
    if (!isHidden())
        tell();
}

/// Counted down each second, and read out once.
void UndoBar::tell()
{
    const std::chrono::milliseconds left = m_endings.timeLeft();
    if (left.count() <= 0) {
        m_time.stop();
        m_notice->clear();
        hide();
        return;
    }
    if (isHidden())
        m_notice->sayWithAction(sentence(), tr("&Undo"), common::Tone::Normal);
    show();
    m_time.start(std::chrono::ceil<std::chrono::seconds>(left));
}

QString UndoBar::sentence() const
{
    const qint64 left = std::max<qint64>(std::chrono::ceil<std::chrono::seconds>(m_endings.timeLeft()).count(), 1);
    const QMap<model::AccountId, int> waiting = m_endings.waiting();
    const int count = std::accumulate(waiting.begin(), waiting.end(), 0);
    if (waiting.size() == 1 && waiting.firstKey() == m_id)
        return tr("%n session(s) will be signed out in %1 s.", nullptr, count).arg(left);
    QStringList names;
    for (auto it = waiting.keyBegin(); it != waiting.keyEnd(); ++it)
        names += common::isolated(common::oneLine(m_port.accountName(*it), longestName));
    return tr("%n session(s) of %1 will be signed out in %2 s.", nullptr, count).arg(names.join(QStringLiteral(", ")), QString::number(left));
}

} // namespace keyturn::ui::sessions
