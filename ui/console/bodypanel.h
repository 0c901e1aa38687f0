// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "ui/console/bodyview.h"

#include <QWidget>

#include <stop_token>

class QLineEdit;
class QToolButton;

namespace keyturn::ui::common {
class Spinner;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::console {

/// A body, pretty, with a line to search it by. Making it readable and searching it is done elsewhere: 50 MB hold nothing up.
class BodyPanel final : public QWidget
{
    Q_OBJECT
public:
    /// How long after the last letter it is searched.
    static constexpr std::chrono::milliseconds typingPause{200};

    explicit BodyPanel(core::Clock &clock, QWidget *parent = nullptr);
    ~BodyPanel() override;

    /// @p isCut: there was more of it.
    void setBody(const core::Secret &body, const QByteArray &contentType, bool isCut);
    void setSecretsShown(bool shown);
    void focusSearch();

Q_SIGNALS:
    /// A document was made, in which so many values read as secrets.
    void made(qsizetype redacted);

private:
    void buildBar();
    void make();
    void take(const BodyDocument &document);
    void search();
    void step(int by);
    void sayCount();
    [[nodiscard]] QString remark() const;

    core::Clock &m_clock;
    core::Secret m_body;
    QByteArray m_contentType;
    bool m_isCut = false;
    bool m_secretsShown = false;
    quint64 m_run = 0; ///< Rises with each document that is made: only the last one counts.
    quint64 m_typed = 0; ///< The same of searches.
    std::stop_source m_stopMaking;
    std::stop_source m_stopSearch;
    QList<Match> m_matches;
    qsizetype m_at = -1;
    bool m_searched = false;
    QLineEdit *m_search;
    common::TextLabel *m_count;
    QToolButton *m_previous;
    QToolButton *m_next;
    common::Spinner *m_spinner;
    common::TextLabel *m_remark;
    BodyView *m_view;
};

} // namespace keyturn::ui::console
