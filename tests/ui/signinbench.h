// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fakeports.h"
#include "ui/signin/signindialog.h"

class QAbstractButton;

namespace keyturn::ui::signin {
class FormField;
}

namespace keyturn::ui::tests {

/// The dialog over a played port, with a provider for the browser ("Google") and one for devices alone ("Telly"), and ways to its pages.
class SignInBench
{
public:
    SignInBench();

    /// As if "Google" ended with the access token in the browser's address.
    void makeGoogleUnsafe();
    [[nodiscard]] signin::SignInDialog &dialog() { return *m_dialog; }
    template <class T> [[nodiscard]] T *page() const { return m_dialog->findChild<T *>(); }
    /// Of the open page, by its text without mnemonics, or by its name where it shows an icon alone; null: not seen.
    [[nodiscard]] QAbstractButton *button(const QString &text) const;
    /// A field of the open page that is seen, by its name; null: none.
    [[nodiscard]] signin::FormField *field(const QString &name) const;
    /// What is typed into a field takes the place of what was there.
    void type(const QString &field, const QString &text) const;
    [[nodiscard]] QString notice() const;
    /// Of the open page's labels.
    [[nodiscard]] QStringList visibleTexts() const;
    void openBrowser(bool offersCode);
    void openDevice();
    void giveCode(std::chrono::seconds life = std::chrono::minutes(15));
    /// An answer through two Asyncs takes some turns of the event loop.
    static void settle();

    FakeClock clock;
    FakeSignIn port{clock};

private:
    std::unique_ptr<signin::SignInDialog> m_dialog;
};

} // namespace keyturn::ui::tests
