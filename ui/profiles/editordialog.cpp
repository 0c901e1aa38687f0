// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/profiles/editordialog.h"

#include "ui/common/hairline.h"
#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/questiondialog.h"
#include "ui/common/textlabel.h"
#include "ui/profiles/checkpanel.h"
#include "ui/profiles/jsonedit.h"
#include "ui/profiles/profileform.h"
#include "ui/profiles/profilewords.h"

#include <QEvent>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

namespace keyturn::ui::profiles {

using common::grid;
using common::TextLabel;
using common::Tone;
using composition::Consent;
using composition::ProfileProblem;

namespace {
constexpr int typingPause = 250; // ms
constexpr int iconSize = 18;
} // namespace

EditorDialog::EditorDialog(ProfilesPort &port, Draft draft, QWidget *parent)
    : QDialog(parent),
      m_port(port),
      m_draft(std::move(draft)),
      m_form(new ProfileForm(this)),
      m_edit(new JsonEdit(this)),
      m_verdictIcon(new QLabel(this)),
      m_verdict((new TextLabel({}, this))->wrapping()),
      m_goThere(new QPushButton(tr("&Go there"), this)),
      m_checks(new CheckPanel(port, this)),
      m_notice(new common::Notice(this)),
      m_check(new QPushButton(common::icon(QStringLiteral("stethoscope")), tr("Check against the &backend"), this)),
      m_cancel(new QPushButton(tr("Cancel"), this)),
      m_save(new QPushButton(tr("&Save"), this))
{
    setWindowTitle(m_draft.title);
    setModal(true);
    setMinimumSize(520, 400);
    resize(760, 640);
    m_edit->setPlainText(m_draft.text);
    m_edit->document()->setModified(m_draft.isNew);
    m_edit->setAccessibleName(tr("The profile as JSON"));
    m_goThere->setToolTip(tr("Goes to the next place that is to be mended (F8)"));
    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    buildLayout();
    connect(&m_pause, &QTimer::timeout, this, &EditorDialog::judge);
    connect(m_edit->document(), &QTextDocument::contentsChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(m_edit, &JsonEdit::tooMuchPasted, this, [this] { m_notice->say(tr("That is longer than a profile may be, so it was not pasted.")); });
    connect(m_form, &ProfileForm::exchangeRequested, this, &EditorDialog::exchange);
    connect(m_goThere, &QPushButton::clicked, this, &EditorDialog::goToNextProblem);
    connect(new QShortcut(Qt::Key_F8, this), &QShortcut::activated, this, &EditorDialog::goToNextProblem);
    connect(new QShortcut(QKeySequence::Save, this), &QShortcut::activated, m_save, &QPushButton::click);
    connect(m_check, &QPushButton::clicked, this, &EditorDialog::check);
    connect(m_checks, &CheckPanel::runningChanged, this, &EditorDialog::showVerdict);
    connect(m_checks, &CheckPanel::placeRequested, this, [this](const QString &pointer) {
        if (const auto span = composition::spanOf(m_edit->toPlainText(), pointer))
            m_edit->goTo(*span);
    });
    connect(m_save, &QPushButton::clicked, this, &EditorDialog::save);
    connect(m_cancel, &QPushButton::clicked, this, &EditorDialog::reject);
    judge();
    m_edit->setFocus(Qt::OtherFocusReason);
}

EditorDialog::~EditorDialog() = default;

void EditorDialog::buildLayout()
{
    auto *head = new QVBoxLayout;
    head->setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid);
    head->setSpacing(grid);
    if (!m_draft.note.isEmpty())
        head->addWidget((new TextLabel(m_draft.note, this))->withTone(Tone::Muted)->wrapping());
    head->addWidget(m_form);
    auto *verdict = new QHBoxLayout;
    verdict->setContentsMargins(3 * grid, grid, 3 * grid, grid);
    verdict->setSpacing(grid);
    verdict->addWidget(m_verdictIcon, 0, Qt::AlignVCenter);
    verdict->addWidget(m_verdict, 1);
    verdict->addWidget(m_goThere);
    QSizePolicy keepsItsPlace = m_goThere->sizePolicy();
    keepsItsPlace.setRetainSizeWhenHidden(true);
    m_goThere->setSizePolicy(keepsItsPlace);
    auto *written = new QWidget(this);
    auto *column = new QVBoxLayout(written);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_edit, 1);
    column->addWidget(new common::Hairline(Qt::Horizontal));
    column->addLayout(verdict);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(written);
    splitter->addWidget(m_checks);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    m_checks->hide();
    auto *noticeArea = new QVBoxLayout;
    noticeArea->setContentsMargins(3 * grid, 0, 3 * grid, 0);
    noticeArea->addWidget(m_notice);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(3 * grid, grid + grid / 2, 3 * grid, grid + grid / 2);
    buttons->setSpacing(grid);
    buttons->addWidget(m_check);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_save);
    for (QPushButton *button : {m_check, m_cancel, m_save, m_goThere})
        button->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(new common::Hairline(Qt::Horizontal));
    layout->addWidget(splitter, 1);
    layout->addWidget(new common::Hairline(Qt::Horizontal));
    layout->addLayout(noticeArea);
    layout->addLayout(buttons);
}

void EditorDialog::judge()
{
    m_pause.stop();
    const QString text = m_edit->toPlainText();
    m_reading = m_port.read(text);
    m_nextProblem = 0;
    m_form->follow(text);
    m_edit->setProblems(m_reading.problems);
    m_notice->clear();
    showVerdict();
}

void EditorDialog::showVerdict()
{
    const bool isProfile = m_reading.problems.isEmpty();
    QString words = isProfile ? tr("This is a profile.") : sentenceFor(m_reading.problems.first());
    if (m_reading.problems.size() > 1)
        words += u' ' + tr("And %1 more, which may follow from it.").arg(m_reading.problems.size() - 1);
    m_verdict->setText(words);
    m_verdict->withTone(isProfile ? Tone::Muted : Tone::Warning);
    m_verdictIcon->setPixmap(common::iconPixmap(
        isProfile ? QStringLiteral("circle-check") : QStringLiteral("circle-alert"),
        common::toneColour(palette(), isProfile ? Tone::Accent : Tone::Warning, palette().color(QPalette::Window)), iconSize, devicePixelRatioF()));
    m_goThere->setVisible(!isProfile);
    m_save->setEnabled(isProfile);
    m_check->setEnabled(isProfile && !m_checks->isRunning());
}

void EditorDialog::goToNextProblem()
{
    if (m_pause.isActive())
        judge();
    if (m_reading.problems.isEmpty())
        return;
    m_edit->goTo(m_reading.problems.at(m_nextProblem).span);
    m_nextProblem = (m_nextProblem + 1) % m_reading.problems.size();
}

void EditorDialog::exchange(const QString &pointer, const QString &value)
{
    const QString text = m_edit->toPlainText();
    if (const auto span = composition::spanOf(text, pointer); span && composition::textAt(text, pointer))
        m_edit->exchange(*span, composition::quoted(value));
}

void EditorDialog::check()
{
    judge();
    if (!m_reading.profile)
        return;
    m_checks->show();
    m_checks->check(*m_reading.profile);
}

void EditorDialog::save()
{
    judge();
    if (!m_reading.profile)
        return;
    for (const ListedProfile &one : m_port.profiles()) {
        if (one.stored.profile.id != m_reading.profile->id || one.stored.profile.id == m_draft.original)
            continue;
        const QString name = common::oneLine(one.stored.profile.name, 60);
        const bool isOwn = one.stored.origin == storage::ProfileOrigin::Own;
        ask(tr("Take the place of %1?").arg(name),
            isOwn ? tr("There is a profile with the id %1 already. It would be gone.").arg(one.stored.profile.id.toString())
                  : tr("There is a profile with the id %1 already. It would be hidden until you remove yours.").arg(one.stored.profile.id.toString()),
            tr("&Replace it"), [this] { keep(Consent::NotAsked); });
        return;
    }
    keep(Consent::NotAsked);
}

void EditorDialog::keep(Consent consent)
{
    const core::Result<storage::AddedProfile> added = m_port.keep(m_edit->toPlainText(), consent);
    if (!added.ok()) {
        const Question question = questionFor(added.error(), m_reading.profile->name);
        if (question.isEmpty() || consent == Consent::Given)
            m_notice->say(sentenceFor(added.error()));
        else
            ask(question.title, question.consequence, question.verb, [this] { keep(Consent::Given); });
        return;
    }
    m_edit->document()->setModified(false);
    Q_EMIT saved(*added);
    accept();
}

void EditorDialog::ask(const QString &title, const QString &consequence, const QString &verb, std::function<void()> then)
{
    auto *dialog = new common::QuestionDialog(title, consequence, verb, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, std::move(then));
    dialog->open();
}

bool EditorDialog::hasUnsaved() const
{
    return m_edit->document()->isModified();
}

/// Escape, "Cancel" and the window's cross all come here.
void EditorDialog::reject()
{
    if (!hasUnsaved()) {
        QDialog::reject();
        return;
    }
    ask(tr("Leave without saving?"), tr("What you have written here would be lost."), tr("&Leave"), [this] {
        m_checks->stop();
        m_edit->document()->setModified(false);
        QDialog::reject();
    });
}

void EditorDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showVerdict();
}

} // namespace keyturn::ui::profiles
