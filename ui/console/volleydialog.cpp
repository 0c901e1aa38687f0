// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/volleydialog.h"

#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/textlabel.h"
#include "ui/console/consolewords.h"
#include "ui/console/volleybars.h"

#include <QCheckBox>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace keyturn::ui::console {

using common::grid;
using keyturn::console::Sender;

VolleyDialog::VolleyDialog(ConsolePort &port, const model::AccountId &id, const Draft &draft, QWidget *parent)
    : FittingDialog(parent),
      m_port(port),
      m_id(id),
      m_draft(draft),
      m_count(new QSpinBox(this)),
      m_expired(new QCheckBox(tr("Let the access token &run out first"), this)),
      m_progress(new QProgressBar(this)),
      m_notice(new common::Notice(this)),
      m_summary(new common::TextLabel({}, this)),
      m_verdict(new common::TextLabel({}, this)),
      m_bars(new VolleyBars(this)),
      m_close(new QPushButton(tr("&Close"), this)),
      m_fire(new QPushButton(this))
{
    setWindowTitle(tr("Fire in parallel"));
    setModal(true);
    setMinimumWidth(440);
    m_count->setRange(2, Sender::mostShots);
    m_count->setValue(usualCount);
    m_count->setAccessibleName(tr("How many at once"));
    m_expired->setToolTip(tr("All of them need a new token at once then: one refresh is to serve them all"));
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Answers so far"));
    m_progress->setFixedHeight(grid);
    m_summary->wrapping()->withWeight(common::Weight::Strong);
    m_verdict->wrapping()->withTone(common::Tone::Muted);
    m_bars->setAccessibleName(tr("When each request ran"));
    m_fire->setDefault(true);
    m_close->setAutoDefault(false);
    buildLayout();
    for (QWidget *later :
         {static_cast<QWidget *>(m_progress), static_cast<QWidget *>(m_summary), static_cast<QWidget *>(m_verdict), static_cast<QWidget *>(m_bars)})
        later->hide();
    setRunning(false);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_fire, &QPushButton::clicked, this, [this] { m_isRunning ? void(m_stop.request_stop()) : fire(); });
    m_count->setFocus(Qt::OtherFocusReason);
    m_count->selectAll();
}

VolleyDialog::~VolleyDialog()
{
    m_stop.request_stop();
}

void VolleyDialog::buildLayout()
{
    auto *request = new common::TextLabel(ConsoleWords::request(m_draft), this);
    request->wrapping()->withTone(common::Tone::Muted);
    auto *label = new common::TextLabel(tr("&How many at once:"), this);
    label->setBuddy(m_count);
    auto *count = new QHBoxLayout;
    count->setSpacing(grid);
    count->addWidget(label);
    count->addWidget(m_count);
    count->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_fire);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget(request);
    layout->addLayout(count);
    layout->addWidget(m_expired);
    layout->addWidget(m_progress);
    layout->addWidget(m_notice);
    layout->addWidget(m_summary);
    layout->addWidget(m_verdict);
    layout->addWidget(m_bars, 1);
    layout->addSpacing(grid);
    layout->addLayout(buttons);
}

void VolleyDialog::setRunning(bool running)
{
    m_isRunning = running;
    m_fire->setText(running ? tr("&Stop") : tr("&Fire"));
    m_progress->setVisible(running);
    m_count->setEnabled(!running);
    m_expired->setEnabled(!running);
}

void VolleyDialog::fire()
{
    m_notice->clear();
    m_progress->setRange(0, m_count->value());
    m_progress->setValue(0);
    m_stop = {};
    m_fire->setFocus(Qt::OtherFocusReason); // the fields are not to be used meanwhile
    setRunning(true);
    const QPointer<VolleyDialog> self(this);
    const auto landed = [self](int count) {
        if (self)
            self->m_progress->setValue(count);
    };
    const Begin begin = m_expired->isChecked() ? Begin::Expired : Begin::AsItIs;
    core::whenDone(m_port.fire(m_id, m_draft, m_count->value(), begin, m_stop.get_token(), landed), this,
                   [this](const core::Result<CountedVolley> &fired) { take(fired); });
}

void VolleyDialog::take(const core::Result<CountedVolley> &fired)
{
    setRunning(false);
    if (!fired.ok()) {
        if (!common::wasStopped(fired.error()))
            m_notice->say(common::sentenceFor(fired.error(), m_port.backendName(m_id)));
        return;
    }
    m_summary->setText(ConsoleWords::summary(*fired));
    if (fired->refreshes == 0)
        m_verdict->setText(tr("The token was good, so nothing had to be renewed."));
    else if (fired->refreshes == 1)
        m_verdict->setText(tr("One refresh served all of them."));
    else
        m_verdict->setText(tr("More than one refresh was made; with “Let the access token run out first” one is what is to be seen."));
    m_bars->setVolley(fired->volley);
    for (QWidget *result : {static_cast<QWidget *>(m_summary), static_cast<QWidget *>(m_verdict), static_cast<QWidget *>(m_bars)})
        result->show();
    m_bars->setAccessibleDescription(m_summary->text());
}

} // namespace keyturn::ui::console
