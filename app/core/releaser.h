// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace keyturn::core {

/// For std::unique_ptr of what a C library makes and takes back by its function @p Release.
template <auto Release> struct Releaser {
    template <class T> void operator()(T *object) const { Release(object); }
};

} // namespace keyturn::core
