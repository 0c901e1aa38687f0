// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/profiles/profilesport.h"

#include <QDialog>

#include <functional>

class QAction;
class QListView;
class QMenu;
class QPushButton;
class QStandardItemModel;

namespace keyturn::ui::common {
class Notice;
}

namespace keyturn::ui::developer {
class DeveloperTools;
}

namespace keyturn::ui::profiles {

class EditorDialog;
class ProfileDetails;
struct Draft;

/// The backends and providers that can be signed in to: list, add by file, address or hand, change, remove.
class ProfilesDialog final : public QDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit ProfilesDialog(ProfilesPort &port, QWidget *parent = nullptr);

    /// Without the editor and what leads to it while @p tools are not shown.
    void follow(const developer::DeveloperTools &tools);
    /// Adds what the file @p path says; what cannot be used is offered to the editor.
    void addFile(const QString &path);
    void choose(const model::ProfileId &id);

Q_SIGNALS:
    void changed(); ///< Of what can be signed in to.

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void buildLayout();
    void connectButtons();
    void reload();
    void showChosen();
    [[nodiscard]] const ListedProfile *chosen() const;
    [[nodiscard]] const storage::BrokenProfile *chosenBroken() const;
    /// By its name: no profile that works may bear that as its id, or it would go instead.
    [[nodiscard]] bool canRemove(const storage::BrokenProfile &broken) const;
    void addFiles();
    void keepFile(const QString &path, const QString &text);
    void keep(const QString &text, const QString &name, composition::Consent consent);
    void addByAddress();
    void addLike(const ListedProfile &pattern);
    void fillNewMenu();
    void edit();
    void sayClient();
    void openClient(const model::ProfileId &id, const ClientPlace &place);
    void exportChosen();
    void remove();
    void askToRemove();
    void openEditor(const Draft &draft);
    void tellSaved(const storage::AddedProfile &added);
    void ask(const QString &title, const QString &consequence, const QString &verb, std::function<void()> then);

    ProfilesPort &m_port;
    QList<ListedProfile> m_profiles;
    QList<storage::BrokenProfile> m_broken;
    QStringList m_files; ///< Still to be added.
    QStandardItemModel *m_model;
    QListView *m_list;
    ProfileDetails *m_details;
    common::Notice *m_notice;
    std::function<void()> m_noticeAction;
    QMenu *m_newMenu;
    QPushButton *m_edit;
    QPushButton *m_client;
    QPushButton *m_more;
    QMenu *m_moreMenu; ///< Also the list's own.
    QAction *m_duplicate;
    QAction *m_export;
    QAction *m_remove;
    QPushButton *m_addFile;
    QPushButton *m_addAddress;
    QPushButton *m_new;
    QPushButton *m_close;
};

} // namespace keyturn::ui::profiles
