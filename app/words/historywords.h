// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/event.h"

#include <functional>

namespace keyturn::words {

/// What happened, in plain words: "Signed out by ada's backend: …". @p clean makes what is not ours (names, codes, hosts) fit to be shown.
[[nodiscard]] QString historySentence(const history::Event &event, const std::function<QString(const QString &)> &clean);
/// The same with what is not ours as it is; for searches and files.
[[nodiscard]] QString historySentence(const history::Event &event);

} // namespace keyturn::words
