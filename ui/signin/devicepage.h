// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signinflow.h"
#include "ui/common/countdown.h"
#include "ui/signin/page.h"

#include <QUrl>

class QLabel;
class QLineEdit;

namespace keyturn::ui::signin {

class CopyButton;
class PacedButton;
class QrView;

/// A code that is typed in on any device that has a browser (RFC 8628): the code, where it goes, and for how long it serves.
class DevicePage final : public Page
{
    Q_OBJECT
public:
    /// @p clock must outlive it.
    explicit DevicePage(core::Clock &clock, QWidget *parent = nullptr);

    /// @p below stands under the title; @p browserToo offers to go on in this computer's browser instead.
    void begin(const QString &provider, const QString &below, bool browserToo);
    void setStep(keyturn::accounts::SignInFlow::Step step);
    void setCode(const QString &code, const QUrl &address, const QUrl &addressWithCode, const QDateTime &expiresAt);
    /// The end: @p error says why; the person may get a new code.
    void showError(const core::Error &error);
    void enter() override;

Q_SIGNALS:
    void openRequested(const QUrl &address);
    void newCodeRequested();
    void browserRequested();
    void cancelRequested();

private:
    void buildCode();
    void say(const QString &words);
    void showCode(bool there);
    void offerNewCode(const QString &words);

    core::Clock &m_clock;
    common::Countdown m_countdown; ///< Of the code.
    common::Countdown m_pace; ///< Before another one may be asked for.
    QString m_provider;
    QUrl m_toOpen;
    bool m_hasCode = false;
    QWidget *m_panel;
    QrView *m_qr;
    QLineEdit *m_address;
    CopyButton *m_copyAddress;
    QLabel *m_code;
    CopyButton *m_copyCode;
    common::TextLabel *m_words;
    common::TextLabel *m_left;
    QPushButton *m_browser;
    QPushButton *m_cancel;
    QPushButton *m_open;
    PacedButton *m_again;
};

} // namespace keyturn::ui::signin
