// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/lab/faultsection.h"

#include "ui/common/linkbutton.h"
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/quietcombobox.h"
#include "ui/common/textlabel.h"
#include "ui/lab/labsentences.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <memory>
#include <utility>

namespace keyturn::ui::lab {

using common::grid;

namespace {

constexpr qsizetype mostShown = 50; ///< Of armed ones.

QString unitWords(const QString &value)
{
    if (value == QLatin1String("milliseconds"))
        return FaultSection::tr("Milliseconds");
    if (value == QLatin1String("seconds"))
        return FaultSection::tr("Seconds");
    return value == QLatin1String("bytes") ? FaultSection::tr("Bytes") : common::oneLine(value, 40);
}

} // namespace

FaultSection::FaultSection(LabPort &port, QWidget *parent)
    : QWidget(parent),
      m_port(port),
      m_state(new common::TextLabel({}, this)),
      m_fault(new common::QuietComboBox),
      m_value(new QLineEdit),
      m_route(new QLineEdit),
      m_times(new common::QuietComboBox),
      m_arm(new QPushButton(tr("Arm"))),
      m_about(new common::TextLabel),
      m_notice(new common::Notice(this)),
      m_armed(new QWidget(this)),
      m_rows(new QVBoxLayout(m_armed))
{
    auto *title = new common::TextLabel(tr("Faults of the test server"), this);
    title->wrapping()->withWeight(common::Weight::Strong);
    m_state->wrapping()->withTone(common::Tone::Muted);
    m_form = buildForm();
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(grid / 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, grid, 0, grid);
    layout->setSpacing(grid);
    for (QWidget *each : std::initializer_list<QWidget *>{title, m_state, m_form, m_notice, m_armed})
        layout->addWidget(each);
    m_form->hide();
    m_armed->hide();
    connect(m_fault, &QComboBox::currentIndexChanged, this, &FaultSection::showChosen);
    connect(m_arm, &QPushButton::clicked, this, &FaultSection::arm);
    for (QLineEdit *line : {m_value, m_route})
        connect(line, &QLineEdit::returnPressed, m_arm, &QPushButton::click);
}

QWidget *FaultSection::buildForm()
{
    auto *form = new QWidget(this);
    m_fault->setAccessibleName(tr("Fault"));
    m_value->setAccessibleName(tr("Its number"));
    m_route->setAccessibleName(tr("Only for this path"));
    m_route->setPlaceholderText(tr("Any path, or /api/auth/*"));
    m_times->setAccessibleName(tr("For how many requests"));
    const std::initializer_list<std::pair<QString, int>> choices{{tr("Once"), 1}, {tr("Twice"), 2}, {tr("5 times"), 5}, {tr("Until cleared"), 0}};
    for (const auto &[text, times] : choices)
        m_times->addItem(text, times);
    m_times->setMinimumHeight(m_arm->sizeHint().height());
    m_about->wrapping()->withTone(common::Tone::Muted);
    m_arm->setAutoDefault(false);
    m_fault->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_fault->setMinimumContentsLength(14);
    m_fault->setMinimumHeight(m_arm->sizeHint().height());
    auto *layout = new QGridLayout(form);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid);
    layout->addWidget(m_fault, 0, 0);
    layout->addWidget(m_value, 0, 1);
    layout->addWidget(m_times, 0, 2);
    layout->addWidget(m_route, 1, 0, 1, 2);
    layout->addWidget(m_arm, 1, 2);
    layout->addWidget(m_about, 2, 0, 1, 3);
    layout->setColumnStretch(0, 2);
    layout->setColumnStretch(1, 1);
    for (QWidget *before = nullptr; QWidget * each : std::initializer_list<QWidget *>{m_fault, m_value, m_times, m_route, m_arm}) {
        if (before)
            setTabOrder(before, each);
        before = each;
    }
    return form;
}

void FaultSection::setAccount(const model::AccountId &id)
{
    m_id = id;
    m_notice->clear();
    m_form->hide();
    m_armed->hide();
    m_state->setText(tr("Asking %1 …").arg(shownName(m_port.backendName(id))));
    m_state->show();
    ++m_run;
}

void FaultSection::refresh()
{
    if (m_id.isEmpty())
        return;
    core::whenDone(m_port.faults(m_id), this, [this, run = ++m_run](const core::Result<FaultList> &list) {
        if (run != m_run)
            return;
        if (list.ok())
            show(*list);
        else
            showNone(list.error());
    });
}

void FaultSection::show(const FaultList &list)
{
    if (m_kinds != list.available) {
        m_kinds = list.available;
        m_fault->clear();
        for (const FaultKind &kind : std::as_const(m_kinds))
            m_fault->addItem(common::oneLine(kind.name, 60));
    }
    m_state->hide();
    m_form->setVisible(!m_kinds.isEmpty());
    showChosen();
    showArmed(list.armed);
}

void FaultSection::showNone(const core::Error &error)
{
    m_form->hide();
    m_armed->hide();
    m_state->setText(troubleSentence(error, m_port.backendName(m_id)));
    m_state->show();
}

void FaultSection::showChosen()
{
    const FaultKind kind = m_kinds.value(m_fault->currentIndex());
    if (std::exchange(m_shown, kind.name) != kind.name)
        m_value->clear();
    m_value->setEnabled(!kind.value.isEmpty());
    if (kind.name == QLatin1String("clock-skew")) // for the whole server: the backend takes no other
        m_times->setCurrentIndex(m_times->count() - 1);
    m_value->setPlaceholderText(kind.value.isEmpty() ? tr("No number") : unitWords(kind.value));
    m_about->setText(common::oneLine(kind.about, 300));
}

void FaultSection::showArmed(const QList<ArmedFault> &armed)
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        if (QWidget *row = item->widget()) {
            row->hide();
            row->deleteLater(); // its button may be what was pressed
        }
        delete item;
    }
    for (const ArmedFault &fault : armed.first(std::min(armed.size(), mostShown))) {
        auto *row = new QWidget(m_armed);
        auto *text = new common::TextLabel(tr("Armed: %1").arg(faultWords(fault)), row);
        text->wrapping();
        auto *clearOne = new common::LinkButton(tr("Clear"), row);
        clearOne->setAccessibleName(tr("Clear %1").arg(faultWords(fault)));
        connect(clearOne, &QPushButton::clicked, this, [this, id = fault.id] { clear(id); });
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(grid);
        layout->addWidget(text, 1);
        layout->addWidget(clearOne, 0, Qt::AlignTop);
        m_rows->addWidget(row);
    }
    m_armed->setVisible(!armed.isEmpty());
}

void FaultSection::arm()
{
    const QString name = m_kinds.value(m_fault->currentIndex()).name;
    const QString number = m_value->text().trimmed();
    ArmedFault wanted{{}, number.isEmpty() ? name : name + u'=' + number, {}, m_route->text().trimmed(), {}};
    if (const int times = m_times->currentData().toInt(); times > 0)
        wanted.left = times;
    if (std::exchange(m_isArming, true)) // the button stays as it is, and keeps the focus
        return;
    m_notice->clear();
    core::whenDone(m_port.arm(m_id, wanted), this, [this, id = m_id](const core::Result<ArmedFault> &armed) {
        m_isArming = false;
        if (id != m_id)
            return;
        if (!armed.ok()) {
            // What the backend says of a field is what helps; there is no place at the field that is wide enough for it.
            const QList<core::FieldError> &fields = armed.error().fields;
            m_notice->say(fields.isEmpty() ? troubleSentence(armed.error(), m_port.backendName(m_id)) : common::oneLine(fields.first().message, 300));
            Q_EMIT noticed(m_notice);
        }
        refresh();
    });
}

void FaultSection::clear(const QString &fault)
{
    m_notice->clear();
    core::whenDone(m_port.clear(m_id, fault), this, [this, id = m_id](const core::Result<void> &cleared) {
        if (id != m_id)
            return;
        if (!cleared.ok())
            m_notice->say(troubleSentence(cleared.error(), m_port.backendName(m_id)));
        refresh();
    });
}

} // namespace keyturn::ui::lab
