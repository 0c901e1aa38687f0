// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>

#include <random>

namespace keyturn::fuzz {

/// Makes inputs from a corpus: bytes changed, cut out, doubled, spliced with another input's, words of the protocols put in. The same seed, number
/// and corpus give the same input on every machine.
class Mutator
{
public:
    /// @p corpus is not empty.
    Mutator(QList<QByteArray> corpus, quint64 seed) : m_corpus(std::move(corpus)), m_seed(seed) { }
    [[nodiscard]] QByteArray input(quint64 number) const;

    /// @p bytes with a few changes, which @p seed chooses.
    [[nodiscard]] QByteArray changed(QByteArray bytes, quint64 seed) const;

private:
    using Engine = std::mt19937_64;
    [[nodiscard]] QByteArray changed(QByteArray bytes, Engine &engine) const;
    void change(QByteArray &bytes, Engine &engine) const;

    QList<QByteArray> m_corpus;
    quint64 m_seed;
};

} // namespace keyturn::fuzz
