// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <QUrl>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace keyturn::ui::signin {
class PasswordField;
}

namespace keyturn::ui::tokens {

/// What a signature is checked with: where keys come from, and what has to be said for that.
class ProofBar final : public QWidget
{
    Q_OBJECT
public:
    explicit ProofBar(QWidget *parent = nullptr);

    /// Whose keys the account's are.
    void setBackend(const QString &name);
    /// Back to not checking, without a word; what was typed is forgotten.
    void reset();
    void setBusy(bool busy);

Q_SIGNALS:
    void nothingWanted();
    void keysOfBackendWanted();
    void addressGiven(const QUrl &url);
    void fileGiven(const QString &path);
    void secretGiven(const keyturn::core::Secret &secret);

private:
    enum Way { Nothing, Backend, Address, File, Shared };
    void choose(int way);
    void check();
    void askForFile();

    QComboBox *m_way;
    QStackedWidget *m_fields;
    QLineEdit *m_address;
    signin::PasswordField *m_secret;
    QPushButton *m_check;
};

} // namespace keyturn::ui::tokens
