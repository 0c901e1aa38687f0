// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace keyturn::tests {

using Factory = std::function<std::unique_ptr<QObject>()>;

/// The test classes linked into this executable, in no particular order.
inline std::vector<Factory> &registry()
{
    static std::vector<Factory> factories;
    return factories;
}

template <class Test> struct Registration {
    Registration()
    {
        registry().push_back([] { return std::make_unique<Test>(); });
    }
};

} // namespace keyturn::tests

/// At the end of each tst_<thing>.cpp, before its .moc: the executable's main runs the class.
#define KEYTURN_TEST(Class) static const keyturn::tests::Registration<Class> registration##Class;
