// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/doctor/doctordialog.h"

#include "ui/common/hairline.h"
#include "ui/common/icon.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/doctor/doctorport.h"
#include "ui/doctor/doctorwords.h"
#include "words/doctorwords.h"

#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace keyturn::ui::doctor {

using common::grid;
using common::TextLabel;
using common::Tone;
using composition::doctor::Finding;
using composition::doctor::Outcome;
using composition::doctor::Report;

namespace {

constexpr int iconSize = 18;

struct Look {
    const char *icon;
    Tone tone;
};

Look lookOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Ok:
        return {"circle-check", Tone::Accent};
    case Outcome::Warning:
        return {"circle-alert", Tone::Warning};
    case Outcome::Problem:
        return {"circle-x", Tone::Warning};
    case Outcome::Skipped:
        return {"circle-minus", Tone::Muted};
    }
    return {"circle-minus", Tone::Muted};
}

bool isAmiss(const Finding &finding)
{
    return finding.outcome() > Outcome::Ok;
}

} // namespace

DoctorDialog::DoctorDialog(DoctorPort &port, QWidget *parent)
    : QDialog(parent),
      m_port(port),
      m_summary((new TextLabel({}, this))->withSize(common::TextSize::Large)->wrapping()),
      m_spinner(new common::Spinner(iconSize, this)),
      m_content(new QWidget),
      m_rows(new QGridLayout(m_content)),
      m_again(new QPushButton(common::icon(QStringLiteral("refresh-cw")), tr("Look &again"), this)),
      m_copy(new QPushButton(common::icon(QStringLiteral("copy")), tr("&Copy report"), this)),
      m_close(new QPushButton(tr("C&lose"), this))
{
    setWindowTitle(tr("Check this computer"));
    setModal(true);
    setMinimumSize(480, 320);
    resize(720, 560);
    buildLayout();
    m_copy->setToolTip(tr("Copies these sentences as plain text. Neither your name nor a secret stands in them."));
    connect(m_again, &QPushButton::clicked, this, &DoctorDialog::look);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(plainText(*m_report));
        m_copy->setText(tr("&Copied"));
    });
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    look();
}

void DoctorDialog::buildLayout()
{
    auto *head = new QHBoxLayout;
    head->setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid);
    head->addWidget(m_summary, 1);
    head->addWidget(m_spinner);
    m_rows->setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid);
    m_rows->setHorizontalSpacing(2 * grid);
    m_rows->setVerticalSpacing(grid + grid / 2);
    m_rows->setColumnStretch(2, 1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(m_content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("What was found"));
    scroll->viewport()->setBackgroundRole(QPalette::Base);
    m_content->setBackgroundRole(QPalette::Base);
    m_content->setAutoFillBackground(true);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(3 * grid, grid + grid / 2, 3 * grid, grid + grid / 2);
    buttons->setSpacing(grid);
    buttons->addWidget(m_again);
    buttons->addWidget(m_copy);
    buttons->addStretch();
    buttons->addWidget(m_close);
    m_again->setAutoDefault(false);
    m_copy->setAutoDefault(false);
    m_close->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(new common::Hairline(Qt::Horizontal));
    layout->addWidget(scroll, 1);
    layout->addWidget(new common::Hairline(Qt::Horizontal));
    layout->addLayout(buttons);
    m_close->setFocus(Qt::OtherFocusReason);
}

void DoctorDialog::look()
{
    m_again->setEnabled(false);
    m_copy->setEnabled(false);
    m_copy->setText(tr("&Copy report"));
    m_summary->setText(tr("Looking at this computer …"));
    m_spinner->start();
    core::whenDone(m_port.examine(), this, [this](const core::Result<Report> &report) {
        m_spinner->stop();
        m_again->setEnabled(true);
        if (report.ok())
            showReport(*report);
        else
            m_summary->setText(tr("Stopped before it was done"));
    });
}

void DoctorDialog::showReport(const Report &report)
{
    m_report = report;
    m_copy->setEnabled(true);
    m_summary->setText(summaryOf(report.outcome()));
    clearRows();
    // What is amiss stands on top, where it is seen without scrolling.
    QList<Finding> findings = report.findings;
    std::stable_sort(findings.begin(), findings.end(), [](const Finding &a, const Finding &b) { return isAmiss(a) && a.outcome() > b.outcome(); });
    for (const Finding &finding : findings)
        addRow(finding);
    m_rows->setRowStretch(m_rows->rowCount(), 1);
}

void DoctorDialog::clearRows()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    // A grid does not forget its rows, nor how they stretch.
    for (int row = 0; row < m_rows->rowCount(); ++row)
        m_rows->setRowStretch(row, 0);
}

void DoctorDialog::addRow(const Finding &finding)
{
    const Look look = lookOf(finding.outcome());
    const int row = m_rows->rowCount();
    auto *icon = new QLabel(m_content);
    icon->setPixmap(common::iconPixmap(QLatin1String(look.icon), common::toneColour(palette(), look.tone), iconSize, devicePixelRatioF()));
    icon->setAccessibleName(wordOf(finding.outcome()));
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget((new TextLabel(words::titleOf(finding.check), m_content))->withWeight(common::Weight::Strong));
    left->addWidget((new TextLabel(wordOf(finding.outcome()), m_content))->withTone(look.tone == Tone::Accent ? Tone::Muted : look.tone));
    left->addStretch();
    auto *leftSide = new QWidget(m_content);
    leftSide->setLayout(left);
    left->setContentsMargins(0, 0, 0, 0);
    auto *found = (new TextLabel(foundSentence(finding), m_content))->wrapping();
    found->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(grid / 2);
    right->addWidget(found);
    if (const QString remedy = remedySentence(finding); !remedy.isEmpty()) {
        auto *advice = (new TextLabel(remedy, m_content))->withTone(Tone::Muted)->wrapping();
        advice->setTextInteractionFlags(Qt::TextSelectableByMouse);
        right->addWidget(advice);
    }
    right->addStretch();
    auto *rightSide = new QWidget(m_content);
    rightSide->setLayout(right);
    m_rows->addWidget(icon, row, 0, Qt::AlignTop);
    m_rows->addWidget(leftSide, row, 1, Qt::AlignTop);
    m_rows->addWidget(rightSide, row, 2);
}

void DoctorDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    // The icons are pixmaps: light and dark need other ones.
    if (event->type() == QEvent::PaletteChange && m_report && m_copy->isEnabled())
        showReport(*m_report);
}

} // namespace keyturn::ui::doctor
