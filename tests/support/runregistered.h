// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace keyturn::tests {

/// Runs each registered class, or those that KEYTURN_TEST_CLASSES names with commas between them; arguments go to every one of them
/// (`tst_core roundTrip` runs that function where it exists). Answers what main() does.
[[nodiscard]] int runRegistered(int argc, char *argv[]);

} // namespace keyturn::tests
