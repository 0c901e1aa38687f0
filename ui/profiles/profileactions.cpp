// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/questiondialog.h"
#include "ui/profiles/addressdialog.h"
#include "ui/profiles/clientdialog.h"
#include "ui/profiles/editordialog.h"
#include "ui/profiles/profilesdialog.h"
#include "ui/profiles/profilewords.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QStandardPaths>

#include <algorithm>

/// What the buttons of the dialog do.
namespace keyturn::ui::profiles {

using composition::Consent;

namespace {

QString documents()
{
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

/// `seed-2`, where `seed` is taken.
QString freeId(const QList<ListedProfile> &profiles, const QString &base)
{
    const auto isTaken = [&profiles](const QString &id) {
        return std::any_of(profiles.begin(), profiles.end(), [&id](const ListedProfile &one) { return one.stored.profile.id.toString() == id; });
    };
    QString id = base;
    for (int number = 2; isTaken(id); ++number)
        id = QStringLiteral("%1-%2").arg(base.left(60)).arg(number);
    return id;
}

} // namespace

void ProfilesDialog::connectButtons()
{
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ProfilesDialog::showChosen);
    connect(m_list, &QWidget::customContextMenuRequested, this, [this](const QPoint &position) {
        if (m_list->indexAt(position).isValid())
            m_moreMenu->popup(m_list->viewport()->mapToGlobal(position));
    });
    connect(m_list, &QListView::activated, this, &ProfilesDialog::edit);
    connect(m_edit, &QPushButton::clicked, this, &ProfilesDialog::edit);
    connect(m_client, &QPushButton::clicked, this, &ProfilesDialog::sayClient);
    connect(m_duplicate, &QAction::triggered, this, [this] {
        if (const ListedProfile *listed = chosen())
            addLike(*listed);
    });
    connect(m_export, &QAction::triggered, this, &ProfilesDialog::exportChosen);
    connect(m_remove, &QAction::triggered, this, &ProfilesDialog::askToRemove);
    connect(m_addFile, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Add from file"), documents(), tr("Profiles (*.json);;All files (*)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &ProfilesDialog::addFile);
        dialog->open();
    });
    connect(m_addAddress, &QPushButton::clicked, this, &ProfilesDialog::addByAddress);
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_notice, &common::Notice::actionTriggered, this, [this] {
        m_notice->clear();
        if (const auto action = std::exchange(m_noticeAction, nullptr))
            action();
    });
}

void ProfilesDialog::fillNewMenu()
{
    m_newMenu->clear();
    // "seed" is made to be a pattern, so it stands on top.
    QList<ListedProfile> patterns = m_profiles;
    std::stable_partition(patterns.begin(), patterns.end(), [](const ListedProfile &one) { return one.stored.profile.id.toString() == u"seed"; });
    for (const ListedProfile &pattern : std::as_const(patterns)) {
        const QString name = common::oneLine(pattern.stored.profile.name, 60).replace(u'&', QLatin1String("&&"));
        m_newMenu->addAction(tr("Like %1").arg(name), this, [this, pattern] { addLike(pattern); });
    }
}

void ProfilesDialog::addFile(const QString &path)
{
    m_files = QStringList{path};
    addFiles();
}

void ProfilesDialog::addFiles()
{
    m_notice->clear();
    while (!m_files.isEmpty() && m_notice->sentence().isEmpty()) {
        const QString path = m_files.takeFirst();
        const core::Result<QString> text = m_port.readFile(path);
        if (text.ok())
            keepFile(path, *text);
        else
            m_notice->say(sentenceFor(text.error()));
    }
    m_files.clear();
}

void ProfilesDialog::keepFile(const QString &path, const QString &text)
{
    const composition::ProfileReading reading = m_port.read(text);
    const QString file = common::oneLine(QFileInfo(path).fileName(), 80);
    if (!reading.profile) {
        const bool isTooLarge = reading.problems.first().kind == composition::ProfileProblem::Kind::TooLarge;
        const QString sentence = tr("%1 is not a profile yet. %2").arg(file, sentenceFor(reading.problems.first()));
        m_noticeAction = [this, text, file] { openEditor({tr("Edit %1").arg(file), tr("It is not kept until you save it."), text, {}, true}); };
        m_notice->sayWithAction(sentence, isTooLarge ? QString() : tr("&Mend it…"));
        return;
    }
    const auto same = std::find_if(m_profiles.begin(), m_profiles.end(),
                                   [&reading](const ListedProfile &one) { return one.stored.profile.id == reading.profile->id; });
    const QString name = common::oneLine(reading.profile->name, 60);
    if (same == m_profiles.end()) {
        keep(text, name, Consent::NotAsked);
        return;
    }
    const bool isOwn = same->stored.origin == storage::ProfileOrigin::Own;
    ask(tr("Take the place of %1?").arg(common::oneLine(same->stored.profile.name, 60)),
        isOwn ? tr("There is a profile with the id %1 already. It would be gone.").arg(reading.profile->id.toString())
              : tr("There is a profile with the id %1 already. It would be hidden until you remove yours.").arg(reading.profile->id.toString()),
        tr("&Replace it"), [this, text, name] { keep(text, name, Consent::NotAsked); });
}

void ProfilesDialog::keep(const QString &text, const QString &name, Consent consent)
{
    const core::Result<storage::AddedProfile> added = m_port.keep(text, consent);
    if (added.ok()) {
        tellSaved(*added);
        return;
    }
    const Question question = questionFor(added.error(), name);
    if (question.isEmpty() || consent == Consent::Given)
        m_notice->say(sentenceFor(added.error()));
    else
        ask(question.title, question.consequence, question.verb, [this, text, name] { keep(text, name, Consent::Given); });
}

void ProfilesDialog::tellSaved(const storage::AddedProfile &added)
{
    m_notice->clear();
    reload();
    choose(added.id);
    Q_EMIT changed();
}

void ProfilesDialog::addByAddress()
{
    auto *dialog = new AddressDialog(m_port, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &AddressDialog::saved, this, &ProfilesDialog::tellSaved);
    connect(dialog, &AddressDialog::editRequested, this, [this](const QString &text) {
        openEditor({tr("New profile"), tr("It is not kept until you save it."), text, {}, true});
    });
    dialog->open();
}

void ProfilesDialog::addLike(const ListedProfile &pattern)
{
    const model::BackendProfile &profile = pattern.stored.profile;
    const core::Result<QString> text = m_port.text(profile.id);
    if (!text.ok()) {
        m_notice->say(sentenceFor(text.error()));
        return;
    }
    const QString id = freeId(m_profiles, profile.id.toString() + QLatin1String("-copy"));
    QString draft = composition::withText(*text, QStringLiteral("/id"), id);
    draft = composition::withText(draft, QStringLiteral("/name"), tr("%1 (copy)").arg(profile.name));
    openEditor({tr("New profile like %1").arg(common::oneLine(profile.name, 60)), tr("It is not kept until you save it."), draft, {}, true});
}

void ProfilesDialog::edit()
{
    const ListedProfile *listed = chosen();
    const storage::BrokenProfile *broken = chosenBroken();
    if (!listed && !broken)
        return;
    const core::Result<QString> text = listed ? m_port.text(listed->stored.profile.id) : m_port.readFile(broken->path);
    if (!text.ok()) {
        m_notice->say(sentenceFor(text.error()));
        return;
    }
    if (broken) {
        openEditor({tr("Edit %1").arg(common::oneLine(QFileInfo(broken->path).fileName(), 60)), {}, *text, {}, false});
        return;
    }
    const bool isOwn = listed->stored.origin == storage::ProfileOrigin::Own;
    openEditor(
        {tr("Edit %1").arg(common::oneLine(listed->stored.profile.name, 60)),
         isOwn ? QString() : tr("This one is not your own. Saving makes a profile of yours that goes before it; remove yours to have it back."),
         *text, listed->stored.profile.id, false});
}

void ProfilesDialog::openEditor(const Draft &draft)
{
    auto *editor = new EditorDialog(m_port, draft, this);
    editor->setAttribute(Qt::WA_DeleteOnClose);
    connect(editor, &EditorDialog::saved, this, &ProfilesDialog::tellSaved);
    editor->open();
}

void ProfilesDialog::sayClient()
{
    const ListedProfile *listed = chosen();
    const QList<ClientPlace> places = listed ? m_port.clients(listed->stored.profile.id) : QList<ClientPlace>();
    if (places.size() == 1) {
        openClient(listed->stored.profile.id, places.first());
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const ClientPlace &place : places) {
        menu->addAction(common::oneLine(place.provider.name, 60).replace(u'&', QLatin1String("&&")), this,
                        [this, id = listed->stored.profile.id, place] { openClient(id, place); });
    }
    menu->popup(m_client->mapToGlobal(QPoint(0, m_client->height())));
}

void ProfilesDialog::openClient(const model::ProfileId &id, const ClientPlace &place)
{
    auto *dialog = new ClientDialog(m_port, id, place, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this, [this] {
        reload();
        Q_EMIT changed();
    });
    dialog->open();
}

void ProfilesDialog::exportChosen()
{
    const ListedProfile *listed = chosen();
    if (!listed)
        return;
    const core::Result<QString> text = m_port.text(listed->stored.profile.id);
    if (!text.ok()) {
        m_notice->say(sentenceFor(text.error()));
        return;
    }
    const QString proposal = QDir(documents()).filePath(listed->stored.profile.id.toString() + QLatin1String(".json"));
    auto *dialog = new QFileDialog(this, tr("Export profile"), proposal, tr("Profiles (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(proposal);
    connect(dialog, &QFileDialog::fileSelected, this, [this, text = *text](const QString &path) {
        if (const core::Result<void> written = m_port.writeFile(path, text); !written.ok())
            m_notice->say(sentenceFor(written.error()));
        else
            m_notice->say(tr("Written to %1.").arg(common::oneLine(path, 300)), common::Tone::Muted);
    });
    dialog->open();
}

void ProfilesDialog::askToRemove()
{
    const ListedProfile *listed = chosen();
    const storage::BrokenProfile *broken = chosenBroken();
    if (!listed && !broken)
        return;
    if (listed && !listed->users.isEmpty()) {
        m_notice->say(sentenceFor({core::ErrorKind::Configuration, QStringLiteral("profile_in_use"), listed->users.join(QLatin1String(", "))}));
        return;
    }
    const QString name = common::oneLine(listed ? listed->stored.profile.name : QFileInfo(broken->path).fileName(), 60);
    const bool comesBack = listed && listed->stored.hidesBuiltIn;
    ask(tr("Remove %1?").arg(name),
        comesBack ? tr("The one that came with the program is used again then.")
                  : tr("Its file is deleted. Export it first if you may want it again."),
        tr("&Remove"), [this] { remove(); });
}

void ProfilesDialog::remove()
{
    const ListedProfile *listed = chosen();
    const storage::BrokenProfile *broken = chosenBroken();
    const model::ProfileId id =
        listed ? listed->stored.profile.id : model::ProfileId(broken ? QFileInfo(broken->path).completeBaseName() : QString());
    m_notice->clear();
    const core::Result<void> removed = m_port.drop(id, Consent::NotAsked);
    reload();
    if (removed.ok())
        Q_EMIT changed();
    else
        m_notice->say(sentenceFor(removed.error()));
}

void ProfilesDialog::ask(const QString &title, const QString &consequence, const QString &verb, std::function<void()> then)
{
    auto *dialog = new common::QuestionDialog(title, consequence, verb, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, std::move(then));
    dialog->open();
}

} // namespace keyturn::ui::profiles
