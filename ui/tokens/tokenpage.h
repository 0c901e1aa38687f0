// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tokens/tokenrows.h"
#include "ui/tokens/tokensport.h"

#include <QWidget>

class QComboBox;
class QListView;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace keyturn::ui::common {
class Countdown;
class EmptyState;
class Notice;
class Spinner;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::tokens {

class ProofBar;
class TokenListModel;

/// A token, read: what it says, how long it is good, whether its signature holds, what is wrong with it. The account's own is never shown itself,
/// only what it says; one that is pasted stands in the field where it was pasted.
class TokenPage final : public QWidget
{
    Q_OBJECT
public:
    /// How long after the last letter a pasted token is read.
    static constexpr std::chrono::milliseconds typingPause{250};

    /// @p port must outlive it.
    explicit TokenPage(TokensPort &port, QWidget *parent = nullptr);
    void setAccount(const model::AccountId &id);
    /// Instead of the account's own.
    void paste(const QString &text);
    [[nodiscard]] TokenListModel &rows() { return *m_model; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    enum Source { Access, Id, Pasted };
    void buildBar();
    void buildLayout();
    void connectProof();
    void chooseSource(int source);
    [[nodiscard]] Which which() const;
    void begin();
    void readToken();
    void readPasted();
    void renew();
    void takeKeys(core::Async<inspection::KeySet> keys);
    void take(const core::Secret &token, const core::Secret &before);
    void inspect();
    void showNothing(const core::Error &error);
    void showLife(const QDateTime &expiry);

    TokensPort &m_port;
    model::AccountId m_id;
    quint64 m_run = 0; ///< Rises with each thing that is asked for: only the last answer counts.
    quint64 m_typed = 0;
    bool m_stale = true; ///< Another token than what is shown is to be looked at.
    core::Secret m_token; ///< Empty: none.
    core::Secret m_before; ///< Before the renewal; empty: there was none.
    std::optional<inspection::Proof> m_proof;
    TokenListModel *m_model;
    QComboBox *m_source;
    QPushButton *m_renew;
    common::Spinner *m_spinner;
    QPlainTextEdit *m_pasted;
    ProofBar *m_proofBar;
    common::Notice *m_notice;
    common::TextLabel *m_title;
    common::TextLabel *m_life;
    common::TextLabel *m_signature;
    common::Countdown *m_countdown;
    QStackedWidget *m_stack;
    QListView *m_list;
    common::EmptyState *m_empty;
};

} // namespace keyturn::ui::tokens
