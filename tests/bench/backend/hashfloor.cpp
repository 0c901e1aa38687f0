// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// bench_hashfloor COST SECONDS: how many bcrypt hashes a second all cores make that do nothing else. What no sign-in can be faster than.
#include <crypt.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

int main(int argc, char *argv[])
{
    const unsigned long cost = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 12;
    const std::chrono::seconds time(argc > 2 ? std::atoi(argv[2]) : 5);
    char setting[CRYPT_GENSALT_OUTPUT_SIZE];
    if (!crypt_gensalt_rn("$2b$", cost, nullptr, 0, setting, sizeof setting))
        return 2;
    std::atomic<int> hashes = 0;
    const auto began = std::chrono::steady_clock::now();
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) {
        threads.emplace_back([&] {
            const auto scratch = std::make_unique<crypt_data>();
            while (std::chrono::steady_clock::now() - began < time) {
                if (crypt_rn("correct horse battery", setting, scratch.get(), sizeof(crypt_data)))
                    ++hashes;
            }
        });
    }
    threads.clear(); // joins
    std::printf("%.3f\n", hashes / std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    return 0;
}
