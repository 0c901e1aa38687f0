// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// fuzz_app | fuzz_backend TARGET [--count N] [--seed N] [--first N] [--replay FILE] | --targets
// Has TARGET read N inputs that are made from corpus/TARGET. When one of them breaks a promise, crashes or takes longer than ten seconds, its seed,
// number and bytes are shown; --seed and --first with --count 1, or --replay with the bytes in a file, read it once more.
#include "mutator.h"
#include "support/addresssanitizer.h"
#include "target.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

#include <array>
#include <csignal>
#include <cstdio>

#include <unistd.h>

#ifdef KEYTURN_ADDRESS_SANITIZER
#include <sanitizer/common_interface_defs.h>
#endif

namespace keyturn::fuzz {

namespace {

constexpr unsigned patience = 10; // seconds for one input
[[maybe_unused]] constexpr qint64 mostGrowth = 64 * 1024 * 1024; // bytes of memory over a whole run, after the first tenth of it

QByteArray currentInput; // for the signal handler, as are these:
QByteArray currentName;

/// Async-signal-safe: nothing but write().
void showInput()
{
    constexpr std::array<char, 16> digits{'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    const auto put = [](const char *bytes, std::size_t size) { [[maybe_unused]] const auto written = ::write(STDERR_FILENO, bytes, size); };
    put(currentName.constData(), static_cast<std::size_t>(currentName.size()));
    for (const char byte : std::as_const(currentInput)) {
        const auto value = static_cast<unsigned char>(byte);
        const std::array<char, 2> hex{digits[value >> 4], digits[value & 15]};
        put(hex.data(), hex.size());
    }
    put("\n", 1);
}

void ended(int signal)
{
    showInput();
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void watchSignals()
{
    static std::array<char, 64 * 1024> stack; // an endless recursion leaves no room on the other one
    const stack_t alternate{stack.data(), 0, stack.size()};
    ::sigaltstack(&alternate, nullptr);
    struct sigaction action = {};
    action.sa_handler = ended;
    action.sa_flags = SA_ONSTACK;
    for (const int signal : {SIGABRT, SIGALRM, SIGBUS, SIGFPE, SIGILL, SIGSEGV})
        ::sigaction(signal, &action, nullptr);
#ifdef KEYTURN_ADDRESS_SANITIZER
    __sanitizer_set_death_callback(showInput);
#endif
}

qint64 residentBytes()
{
    return contents(QStringLiteral("/proc/self/statm")).split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

void readOne(Target &target, const QByteArray &input, const QByteArray &name)
{
    currentInput = input;
    currentName = "keyturn fuzz: the input that did it is " + name + ", in hex: ";
    ::alarm(patience);
    target.read(input);
    ::alarm(0);
}

void readMany(Target &target, const Mutator &mutator, quint64 seed, quint64 first, quint64 count)
{
    [[maybe_unused]] qint64 before = 0;
    for (quint64 i = 0; i < count; ++i) {
        if (i == count / 10)
            before = residentBytes();
        readOne(target, mutator.input(first + i), "--seed " + QByteArray::number(seed) + " --first " + QByteArray::number(first + i) + " --count 1");
    }
    target.finish();
#ifndef KEYTURN_ADDRESS_SANITIZER // it keeps what was freed
    if (residentBytes() - before > mostGrowth)
        fail("The memory grew by " + QByteArray::number(residentBytes() - before) + " bytes.");
#endif
}

} // namespace

int run(const QCoreApplication &application)
{
    QCommandLineParser parser;
    const QCommandLineOption count(QStringLiteral("count"), QStringLiteral("How many inputs."), QStringLiteral("N"), QStringLiteral("10000"));
    const QCommandLineOption seed(QStringLiteral("seed"), QStringLiteral("What they are made by."), QStringLiteral("N"), QStringLiteral("1"));
    const QCommandLineOption first(QStringLiteral("first"), QStringLiteral("The number of the first."), QStringLiteral("N"), QStringLiteral("0"));
    const QCommandLineOption replay(QStringLiteral("replay"), QStringLiteral("Read this file alone."), QStringLiteral("FILE"));
    const QCommandLineOption targets(QStringLiteral("targets"), QStringLiteral("Name the targets, a line each, and end."));
    parser.addOptions({count, seed, first, replay, targets});
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("TARGET"), targetNames());
    parser.process(application);
    if (parser.isSet(targets)) {
        std::printf("%s\n", qPrintable(makers().keys().join(u'\n')));
        return 0;
    }
    const QString name = parser.positionalArguments().value(0);
    const std::unique_ptr<Target> target = targetNamed(name);
    if (!target)
        parser.showHelp(2);
    watchSignals();
    if (parser.isSet(replay)) {
        readOne(*target, contents(parser.value(replay)), "that of the file");
        return 0;
    }
    const QList<QByteArray> corpus = corpusOf(name, *target);
    if (corpus.isEmpty())
        qFatal("The corpus of %s is empty", qPrintable(name));
    const quint64 wanted = parser.value(count).toULongLong();
    readMany(*target, Mutator(corpus, parser.value(seed).toULongLong()), parser.value(seed).toULongLong(), parser.value(first).toULongLong(), wanted);
    std::printf("%s: %llu inputs, made from %lld by seed %s\n", qPrintable(name), static_cast<unsigned long long>(wanted),
                static_cast<long long>(corpus.size()), qPrintable(parser.value(seed)));
    return 0;
}

} // namespace keyturn::fuzz

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    return keyturn::fuzz::run(application);
}
