// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/accessibletree.h"

#include <QDBusArgument>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QDBusVariant>
#include <QTest>

#include <algorithm>
#include <csignal>

namespace keyturn::e2e {

namespace {

constexpr int patience = 5'000; // ms, of one call
constexpr int deepest = 40;
const QString accessible = QStringLiteral("org.a11y.atspi.Accessible");

} // namespace

struct AccessibleTree::Place {
    QString service;
    QString path;
};

AccessibleTree::AccessibleTree()
{
    // Neither is what they say kept: whoever reads this test's output would wait for their end.
    m_launcher.setStandardOutputFile(QProcess::nullDevice());
    m_launcher.setStandardErrorFile(QProcess::nullDevice());
    m_launcher.start(QStringLiteral("/usr/libexec/at-spi-bus-launcher"), {QStringLiteral("--launch-immediately")});
    if (!m_launcher.waitForStarted())
        return;
    QDBusConnection session = QDBusConnection::sessionBus();
    const QString name = QStringLiteral("org.a11y.Bus");
    if (!QTest::qWaitFor([&] { return session.interface()->isServiceRegistered(name).value(); }, 20'000))
        return;
    const QDBusMessage asked = QDBusMessage::createMethodCall(name, QStringLiteral("/org/a11y/bus"), name, QStringLiteral("GetAddress"));
    const QDBusMessage answer = session.call(asked, QDBus::Block, patience);
    const QString address = answer.arguments().value(0).toString();
    if (!address.isEmpty())
        m_bus = std::make_unique<QDBusConnection>(QDBusConnection::connectToBus(address, QStringLiteral("accessibility")));
}

AccessibleTree::~AccessibleTree()
{
    // The bus starts its registry by itself, and does not end it.
    if (isThere()) {
        const QDBusReply<uint> registry = m_bus->interface()->servicePid(QStringLiteral("org.a11y.atspi.Registry"));
        if (registry.isValid())
            ::kill(static_cast<pid_t>(registry.value()), SIGTERM);
    }
    m_bus.reset();
    QDBusConnection::disconnectFromBus(QStringLiteral("accessibility"));
    m_launcher.terminate(); // and with it the bus that it made
    if (!m_launcher.waitForFinished(5'000))
        m_launcher.kill();
    m_launcher.waitForFinished(5'000);
}

QList<AccessibleNode> AccessibleTree::nodesOf(const QString &program) const
{
    QList<AccessibleNode> found;
    for (const Place &application : childrenOf({QStringLiteral("org.a11y.atspi.Registry"), QStringLiteral("/org/a11y/atspi/accessible/root")})) {
        if (property(application, QStringLiteral("Name")).compare(program, Qt::CaseInsensitive) != 0)
            continue;
        for (const Place &window : childrenOf(application))
            walk(window, 0, found);
    }
    return found;
}

void AccessibleTree::walk(const Place &place, int depth, QList<AccessibleNode> &found) const
{
    const auto ask = [this, &place](const char *method) {
        return m_bus->call(QDBusMessage::createMethodCall(place.service, place.path, accessible, QLatin1String(method)), QDBus::Block, patience)
            .arguments()
            .value(0);
    };
    QList<quint32> states;
    const QVariant told = ask("GetState");
    if (told.canConvert<QDBusArgument>())
        told.value<QDBusArgument>() >> states;
    AccessibleNode node{property(place, QStringLiteral("Name")), ask("GetRoleName").toString(), states.value(0) | (quint64(states.value(1)) << 32),
                        property(place, QStringLiteral("Description")), depth};
    // What is not shown has no children that are.
    if (!node.is(AccessibleNode::Showing))
        return;
    found += node;
    if (depth == deepest)
        return;
    for (const Place &child : childrenOf(place))
        walk(child, depth + 1, found);
}

QList<AccessibleTree::Place> AccessibleTree::childrenOf(const Place &place) const
{
    const QDBusMessage asked = QDBusMessage::createMethodCall(place.service, place.path, accessible, QStringLiteral("GetChildren"));
    const QVariant answer = m_bus->call(asked, QDBus::Block, patience).arguments().value(0);
    QList<Place> children;
    if (!answer.canConvert<QDBusArgument>())
        return children;
    const auto list = answer.value<QDBusArgument>();
    list.beginArray();
    while (!list.atEnd()) {
        QString service;
        QDBusObjectPath path;
        list.beginStructure();
        list >> service >> path;
        list.endStructure();
        children.append({service, path.path()});
    }
    list.endArray();
    return children;
}

QString AccessibleTree::property(const Place &place, const QString &name) const
{
    QDBusMessage asked =
        QDBusMessage::createMethodCall(place.service, place.path, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    asked << accessible << name;
    return m_bus->call(asked, QDBus::Block, patience).arguments().value(0).value<QDBusVariant>().variant().toString();
}

std::optional<AccessibleNode> findNode(const QList<AccessibleNode> &nodes, const QString &role, const QString &name)
{
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const AccessibleNode &node) { return node.isCalled(role, name); });
    return found == nodes.end() ? std::nullopt : std::optional(*found);
}

} // namespace keyturn::e2e
