// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// KEYTURN_ADDRESS_SANITIZER is defined where AddressSanitizer looks on, which wants more memory and keeps what was freed: gcc has a macro of its own
/// for that, clang a feature.
#if defined(__SANITIZE_ADDRESS__)
#define KEYTURN_ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KEYTURN_ADDRESS_SANITIZER
#endif
#endif
