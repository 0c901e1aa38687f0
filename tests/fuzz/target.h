// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <functional>
#include <memory>

namespace keyturn::fuzz {

/// Something that reads what strangers send.
class Target
{
public:
    virtual ~Target() = default;
    /// Inputs to begin with, beside those in corpus/TARGET: what no file can hold.
    [[nodiscard]] virtual QList<QByteArray> seeds() const { return {}; }
    /// Reads @p input, and fails where what comes of it breaks a promise.
    virtual void read(const QByteArray &input) = 0;
    /// After the last input.
    virtual void finish() { }
};

/// Says what is wrong, and ends the program by SIGABRT, at which the driver shows the input.
[[noreturn]] void fail(const QByteArray &sentence);
inline void expect(bool kept, const char *promise)
{
    if (!kept)
        fail(promise);
}

/// The bytes of a file that must be there.
[[nodiscard]] QByteArray contents(const QString &path);
/// The targets of this program, by name; each program has its own (app/targets.cpp, backend/targets.cpp).
using Makers = QMap<QString, std::function<std::unique_ptr<Target>()>>;
[[nodiscard]] const Makers &makers();
/// `connection, headers or tokens`.
[[nodiscard]] QString targetNames();
/// Null for a name that no target has.
[[nodiscard]] std::unique_ptr<Target> targetNamed(const QString &name);
/// What @p target of that name begins with.
[[nodiscard]] QList<QByteArray> corpusOf(const QString &name, const Target &target);

} // namespace keyturn::fuzz
