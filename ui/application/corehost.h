// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/keyturn.h"

#include <QObject>

#include <memory>

namespace keyturn::ui::application {

/// Holds the object graph, and exchanges it when the person puts secrets elsewhere. Its clock is its own, so that the window may keep it over an
/// exchange.
class CoreHost final : public QObject
{
    Q_OBJECT
public:
    explicit CoreHost(composition::Options options, QObject *parent = nullptr) : QObject(parent), m_options(std::move(options)) { }

    /// Builds, or builds anew. Where that fails the old graph stays.
    [[nodiscard]] core::Result<void> build();
    /// @p core takes the place of the graph there was, which is answered: it goes with its last holder. exchanged() is said.
    std::shared_ptr<composition::Keyturn> exchange(std::unique_ptr<composition::Keyturn> core);
    [[nodiscard]] composition::Options &options() { return m_options; }
    [[nodiscard]] bool isBuilt() const { return m_core != nullptr; }
    /// Precondition: build() went well once.
    [[nodiscard]] composition::Keyturn &core() { return *m_core; }
    /// For who uses the graph of now beyond an exchange.
    [[nodiscard]] std::shared_ptr<const composition::Keyturn> hold() const { return m_core; }
    [[nodiscard]] core::Clock &clock() { return m_clock; }
    /// `keychain`, `file` or `session`: the option, else the setting.
    [[nodiscard]] core::Result<QString> secretStore() const;
    /// The setting; empty also where it cannot be read.
    [[nodiscard]] QString language() const;

Q_SIGNALS:
    void exchanged(); ///< There is a new graph; the old one goes after this.

private:
    core::SystemClock m_clock;
    composition::Options m_options;
    std::shared_ptr<composition::Keyturn> m_core;
};

} // namespace keyturn::ui::application
