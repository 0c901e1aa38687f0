// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace keyturn::backend {

/// Lets others go first on this thread's processor, where they have something to do: for threads that compute for long. Once is enough.
void lowerThreadPriority();

} // namespace keyturn::backend
