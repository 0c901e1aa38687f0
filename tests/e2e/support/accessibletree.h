// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDBusConnection>
#include <QProcess>
#include <QStringList>

#include <memory>
#include <optional>

namespace keyturn::e2e {

/// One thing on the screen as AT-SPI tells of it. Its place may be gone by the time that it is asked: then it has no name and no role.
struct AccessibleNode {
    QString name;
    QString role; ///< AT-SPI's own word: `push button`, `list item`, …
    quint64 states = 0;
    QString description;
    int depth = 0;

    /// Qt 6.4 says `text` of a line that shows dots, later versions `password text`.
    [[nodiscard]] bool isCalled(const QString &wantedRole, const QString &start) const
    {
        return (role == wantedRole || role == QStringLiteral("password ") + wantedRole) && name.startsWith(start);
    }
    [[nodiscard]] bool is(int state) const { return (states >> state) & 1; }
    /// Bits of AtspiStateType (at-spi2-core, atspi-constants.h).
    static constexpr int Focusable = 11;
    static constexpr int Focused = 12;
    static constexpr int Showing = 25;
};

/// What a screen reader sees of the programs of this session: the accessibility bus, walked over D-Bus.
class AccessibleTree
{
public:
    /// Starts the accessibility bus on this session's, which starts no services by itself. It ends with this object.
    AccessibleTree();
    ~AccessibleTree();

    [[nodiscard]] bool isThere() const { return m_bus && m_bus->isConnected(); }
    /// All that the program called @p program shows now, windows first, depth first; empty where it is not there.
    [[nodiscard]] QList<AccessibleNode> nodesOf(const QString &program) const;

private:
    struct Place;
    void walk(const Place &place, int depth, QList<AccessibleNode> &found) const;
    [[nodiscard]] QList<Place> childrenOf(const Place &place) const;
    [[nodiscard]] QString property(const Place &place, const QString &name) const;

    QProcess m_launcher;
    std::unique_ptr<QDBusConnection> m_bus;
};

/// The node with @p role whose name begins with @p name, not counting where it shows; nullopt: there is none.
[[nodiscard]] std::optional<AccessibleNode> findNode(const QList<AccessibleNode> &nodes, const QString &role, const QString &name);

} // namespace keyturn::e2e
