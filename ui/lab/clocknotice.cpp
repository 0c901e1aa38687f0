// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/lab/clocknotice.h"

#include "ui/common/notice.h"
#include "ui/common/times.h"
#include "words/labwords.h"

#include <QVBoxLayout>

namespace keyturn::ui::lab {

using common::grid;

ClockNotice::ClockNotice(LabPort &port, QWidget *parent) : QWidget(parent), m_port(port), m_notice(new common::Notice(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, grid, 3 * grid, 0);
    layout->addWidget(m_notice);
    connect(m_notice, &common::Notice::actionTriggered, this, [this] { m_port.setClockRight(); });
    connect(&port, &LabPort::clockSet, this, &ClockNotice::show);
    show();
}

void ClockNotice::show()
{
    const QString sentence = words::clockSentence(m_port.ahead(), [](std::chrono::seconds span) { return common::Times::left(span); });
    setVisible(!sentence.isEmpty());
    if (sentence.isEmpty())
        m_notice->clear();
    else
        m_notice->sayWithAction(tr("%1 Tokens are judged by it; what is written down has the right time.").arg(sentence), tr("Set right"));
}

} // namespace keyturn::ui::lab
