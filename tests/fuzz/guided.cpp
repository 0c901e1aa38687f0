// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// fuzz_app_guided | fuzz_backend_guided --target=TARGET [libFuzzer's options] FOLDER tests/fuzz/corpus/TARGET
// The same targets, with inputs that clang's libFuzzer makes: it keeps those that reach code which no other one did, in FOLDER, and goes on from
// them. An input that breaks a promise is left as a file, which fuzz_app or fuzz_backend TARGET --replay reads as well.
#include "mutator.h"
#include "target.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace {

using namespace keyturn::fuzz;

std::unique_ptr<Target> target;
std::optional<Mutator> mutator;

} // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t *data, std::size_t size, std::size_t most);

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const QCoreApplication application(*argc, *argv);
    QString name;
    char **end = std::remove_if(*argv + 1, *argv + *argc, [&name](const char *argument) {
        const QByteArray option("--target=");
        if (!QByteArrayView(argument).startsWith(option))
            return false;
        name = QString::fromLocal8Bit(argument + option.size());
        return true;
    });
    *argc = static_cast<int>(end - *argv);
    target = targetNamed(name);
    if (!target) {
        std::fprintf(stderr, "Say what to send to: --target=%s.\n", qPrintable(targetNames()));
        std::exit(2);
    }
    mutator.emplace(corpusOf(name, *target), 1);
    std::atexit([] { target.reset(); }); // a backend ends while there is an application still
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    target->read(QByteArray(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)));
    return 0;
}

/// By turns libFuzzer's changes, and ours, which know the protocols' words and the inputs that no file holds.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t *data, std::size_t size, std::size_t most, unsigned int seed)
{
    if (seed % 2 == 0)
        return LLVMFuzzerMutate(data, size, most);
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const QByteArray changed = mutator->changed(bytes, seed).left(static_cast<qsizetype>(most));
    std::copy(changed.cbegin(), changed.cend(), data);
    return static_cast<std::size_t>(changed.size());
}
