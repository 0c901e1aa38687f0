// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signinflow.h"
#include "composition/browsers/installedbrowsers.h"
#include "ui/common/countdown.h"
#include "ui/signin/page.h"

#include <QUrl>

class QLineEdit;
class QMenu;

namespace keyturn::ui::common {
class LinkButton;
}

namespace keyturn::ui::signin {

class PacedButton;

/// The person is in the browser; this says what is waited for.
class BrowserPage final : public Page
{
    Q_OBJECT
public:
    /// @p clock must outlive it.
    explicit BrowserPage(core::Clock &clock, QWidget *parent = nullptr);

    /// @p below stands under the title.
    void begin(const QString &provider, const QString &below);
    /// The provider is about to be asked a second time: why, until begin().
    void askOnceMore();
    void setStep(keyturn::accounts::SignInFlow::Step step);
    void setAddress(const QUrl &url);
    [[nodiscard]] const QUrl &address() const { return m_address; }
    /// The provider takes a code on another device as well.
    void offerCode(bool offered);
    /// Into the menu; @p chosen is the command of the one in use, empty: the usual one.
    void setBrowsers(const QList<composition::browsers::InstalledBrowser> &browsers, const QString &chosen);
    /// The browser could not be started; the link is there to be copied.
    void showBrowserFailure(const core::Error &error);
    /// The end: @p error says why; the person may start again.
    void showError(const core::Error &error);
    void enter() override;

Q_SIGNALS:
    void openAgainRequested();
    void browsersWanted(); ///< The menu is about to open: setBrowsers() fills it.
    void browserChosen(const QString &command);
    void codeRequested();
    void pasteRequested();
    void phoneRequested();
    void startAgainRequested();
    void cancelRequested();

private:
    void buildWaysAround();
    common::LinkButton *addWayAround(const QString &icon, const QString &text);
    void setInBrowser(bool inBrowser);
    void copyLink();

    common::Countdown m_pace;
    QString m_provider;
    QUrl m_address;
    bool m_onceMore = false;
    common::Spinner *m_waiting;
    common::TextLabel *m_words;
    QLineEdit *m_link;
    QWidget *m_waysAround;
    QMenu *m_browsers;
    common::LinkButton *m_other;
    common::LinkButton *m_code;
    common::LinkButton *m_paste;
    common::LinkButton *m_phone;
    QPushButton *m_open;
    QPushButton *m_copy;
    PacedButton *m_again;
    QPushButton *m_cancel;
};

} // namespace keyturn::ui::signin
