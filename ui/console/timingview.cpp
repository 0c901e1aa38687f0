// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/timingview.h"

#include "ui/common/textlabel.h"
#include "ui/common/times.h"
#include "ui/console/consolewords.h"

#include <QGridLayout>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace keyturn::ui::console {

using common::grid;
using common::TextLabel;
using common::Tone;
using keyturn::console::Answer;
using std::chrono::milliseconds;

namespace {

/// From where to where a phase lies in the whole.
class PhaseBar final : public QWidget
{
public:
    PhaseBar(double begin, double end, QWidget *parent) : QWidget(parent), m_begin(begin), m_end(end)
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    [[nodiscard]] QSize sizeHint() const override { return {20 * grid, grid}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {6 * grid, grid}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const int left = int(m_begin * width());
        const QRect bar(left, 0, std::max(int(m_end * width()) - left, 2), height()); // the shortest is seen as well
        painter.fillRect(rect(), common::mixed(palette().color(QPalette::Text), palette().color(QPalette::Base), 0.06));
        painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), bar), common::toneColour(palette(), Tone::Accent));
    }

private:
    double m_begin;
    double m_end;
};

} // namespace

QList<Phase> phasesOf(const Answer &answer)
{
    const keyturn::console::Timing &timing = answer.timing;
    const milliseconds none{0};
    const auto known = [](milliseconds moment) { return moment >= milliseconds(0); };
    QList<Phase> phases;
    const auto add = [&phases, &known](const QString &name, milliseconds begin, milliseconds end) {
        const bool happened = known(begin) && known(end);
        phases.append({name, happened ? begin : milliseconds(0), happened ? std::max(begin, end) : milliseconds(0), happened});
    };
    add(TimingView::tr("Name lookup"), none, timing.lookup);
    const bool isSecure = answer.url.scheme() == QLatin1String("https");
    const milliseconds connected = isSecure ? timing.encrypted : timing.sent;
    const bool isTold = isSecure && known(timing.connected); // when TLS began
    const QString both = isSecure && known(timing.connecting) && !isTold ? TimingView::tr("Connecting and TLS") : TimingView::tr("Connecting");
    add(both, timing.connecting, isTold ? timing.connected : connected);
    if (isSecure && (isTold || !known(timing.connecting)))
        add(TimingView::tr("TLS"), timing.connected, timing.encrypted);
    const milliseconds start = known(timing.connecting) && known(connected) ? connected : none;
    if (isSecure || !known(timing.connecting))
        add(TimingView::tr("Sending"), start, timing.sent);
    add(TimingView::tr("Waiting for the first byte"), known(timing.sent) ? timing.sent : start, timing.firstByte);
    add(TimingView::tr("Receiving"), timing.firstByte, timing.total);
    return phases;
}

TimingView::TimingView(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, grid, 0, 0);
    layout->addStretch();
}

void TimingView::setAnswer(const Answer &answer)
{
    delete m_content;
    m_content = new QWidget(this);
    static_cast<QVBoxLayout *>(layout())->insertWidget(0, m_content);
    auto *rows = new QGridLayout(m_content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setHorizontalSpacing(grid + grid / 2);
    rows->setVerticalSpacing(grid / 2);
    rows->setColumnStretch(1, 1);
    const auto add = [this, rows](const QString &name, QWidget *bar, const QString &time) {
        const int row = rows->rowCount();
        rows->addWidget(new TextLabel(name, m_content), row, 0);
        if (bar)
            rows->addWidget(bar, row, 1, Qt::AlignVCenter);
        rows->addWidget((new TextLabel(time, m_content))->withTone(Tone::Muted), row, bar ? 2 : 1, 1, bar ? 1 : 2);
    };
    const double whole = double(std::max<qint64>(answer.timing.total.count(), 1));
    for (const Phase &phase : phasesOf(answer)) {
        if (!phase.happened) {
            add(phase.name, nullptr, tr("was not needed"));
            continue;
        }
        const double begin = std::min(double(phase.begin.count()) / whole, 1.0);
        const double end = std::min(double(phase.end.count()) / whole, 1.0);
        add(phase.name, new PhaseBar(begin, end, m_content), ConsoleWords::duration(phase.end - phase.begin));
    }
    add(tr("Altogether"), nullptr, ConsoleWords::duration(answer.timing.total));
    if (answer.lostSendings > 0)
        add(tr("Sent again"), nullptr, tr("%n time(s): the connection closed before an answer", nullptr, answer.lostSendings));
    add(tr("Begun"), nullptr, common::Times::exact(answer.startedAt));
}

} // namespace keyturn::ui::console
