// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/profiles/checkpanel.h"

#include "ui/common/hairline.h"
#include "ui/common/icon.h"
#include "ui/common/plaintext.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/profiles/profilewords.h"
#include "words/checkwords.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace keyturn::ui::profiles {

using common::grid;
using common::TextLabel;
using common::Tone;
using composition::CheckStep;

namespace {

constexpr int iconSize = 18;

struct Look {
    const char *icon;
    Tone tone;
};

Look lookOf(CheckStep::Outcome outcome)
{
    switch (outcome) {
    case CheckStep::Outcome::Works:
        return {"circle-check", Tone::Accent};
    case CheckStep::Outcome::Fails:
        return {"circle-x", Tone::Warning};
    case CheckStep::Outcome::CannotTell:
        return {"circle-minus", Tone::Muted};
    }
    return {"circle-minus", Tone::Muted};
}

} // namespace

CheckPanel::CheckPanel(ProfilesPort &port, QWidget *parent)
    : QWidget(parent),
      m_port(port),
      m_summary((new TextLabel({}, this))->withWeight(common::Weight::Strong)),
      m_spinner(new common::Spinner(iconSize, this)),
      m_stop(new QPushButton(tr("S&top"), this)),
      m_scroll(new QScrollArea(this)),
      m_content(new QWidget),
      m_rows(new QGridLayout(m_content))
{
    auto *head = new QHBoxLayout;
    head->setContentsMargins(3 * grid, grid, 3 * grid, grid);
    head->setSpacing(grid);
    head->addWidget(m_summary, 1);
    head->addWidget(m_spinner);
    head->addWidget(m_stop);
    m_stop->setAutoDefault(false);
    m_rows->setContentsMargins(3 * grid, 0, 3 * grid, grid);
    m_rows->setHorizontalSpacing(grid);
    m_rows->setVerticalSpacing(grid);
    m_rows->setColumnStretch(1, 1);
    m_scroll->setWidget(m_content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setMinimumHeight(12 * grid);
    m_scroll->setAccessibleName(tr("What the backend answers"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new common::Hairline(Qt::Horizontal));
    layout->addLayout(head);
    layout->addWidget(m_scroll, 1);
    connect(m_stop, &QPushButton::clicked, this, &CheckPanel::stop);
}

void CheckPanel::check(const model::BackendProfile &profile)
{
    clear();
    m_backend = profile.name;
    m_summary->setText(tr("Asking %1 …").arg(common::oneLine(profile.name, 60)));
    m_spinner->startNow();
    m_stop->show();
    m_trial = m_port.tryOut(profile);
    connect(m_trial.get(), &ProfileTrial::stepDone, this, [this](const CheckStep &step) {
        m_steps += step;
        addRow(step);
    });
    connect(m_trial.get(), &ProfileTrial::finished, this, [this] { end(countSentence()); });
    m_trial->start();
    Q_EMIT runningChanged();
}

void CheckPanel::stop()
{
    if (m_trial)
        end(tr("Stopped. %1").arg(countSentence()));
}

void CheckPanel::end(const QString &sentence)
{
    m_spinner->stop();
    m_stop->hide();
    m_summary->setText(sentence);
    if (m_trial) {
        m_trial->disconnect(this);
        m_trial.release()->deleteLater(); // this may run inside its signal
    }
    Q_EMIT runningChanged();
}

QString CheckPanel::countSentence() const
{
    const auto count = [this](CheckStep::Outcome outcome) {
        return std::count_if(m_steps.begin(), m_steps.end(), [outcome](const CheckStep &one) { return one.outcome == outcome; });
    };
    return tr("Works: %1. Fails: %2. Cannot be told: %3.")
        .arg(count(CheckStep::Outcome::Works))
        .arg(count(CheckStep::Outcome::Fails))
        .arg(count(CheckStep::Outcome::CannotTell));
}

void CheckPanel::clear()
{
    if (m_trial)
        end({});
    m_steps.clear();
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void CheckPanel::addRow(const CheckStep &step)
{
    const Look look = lookOf(step.outcome);
    const int row = m_rows->rowCount();
    auto *icon = new QLabel(m_content);
    icon->setPixmap(common::iconPixmap(QLatin1String(look.icon), common::toneColour(palette(), look.tone, palette().color(QPalette::Window)),
                                       iconSize, devicePixelRatioF()));
    icon->setAccessibleName(words::outcomeWord(step.outcome));
    icon->setToolTip(words::outcomeWord(step.outcome));
    auto *texts = new QWidget(m_content);
    auto *column = new QVBoxLayout(texts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    QString title = words::checkTitle(step);
    title.replace(0, 1, title.at(0).toUpper());
    column->addWidget((new TextLabel(title, texts))->wrapping());
    if (const QString remark = remarkOn(step, m_backend); !remark.isEmpty()) {
        auto *below = (new TextLabel(remark, texts))->withTone(Tone::Muted)->wrapping();
        below->setTextInteractionFlags(Qt::TextSelectableByMouse);
        column->addWidget(below);
    }
    m_rows->addWidget(icon, row, 0, Qt::AlignTop);
    m_rows->addWidget(texts, row, 1, Qt::AlignTop);
    if (step.outcome != CheckStep::Outcome::Works && step.place.startsWith(u'/')) {
        auto *place = new QPushButton(common::oneLine(step.place, 40), m_content);
        place->setFlat(true);
        place->setAutoDefault(false);
        place->setLayoutDirection(Qt::LeftToRight);
        place->setToolTip(tr("Shows this place in the text"));
        m_rows->addWidget(place, row, 2, Qt::AlignTop);
        connect(place, &QPushButton::clicked, this, [this, pointer = step.place] { Q_EMIT placeRequested(pointer); });
    }
}

void CheckPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || m_steps.isEmpty())
        return;
    // The icons are pixmaps: light and dark need other ones.
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const CheckStep &step : std::as_const(m_steps))
        addRow(step);
}

} // namespace keyturn::ui::profiles
