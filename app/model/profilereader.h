// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/backendprofile.h"

#include <QByteArrayView>

namespace keyturn::model {

/// Longest profile that is read, in bytes.
inline constexpr qsizetype maxProfileBytes = 256 * 1024;

/// Reads one backend profile (resources/profiles/profile.schema.json). Unknown members are refused, so that a misspelt one is noticed.
/// Every `{backend}` in a URL or issuer of an embedded profile becomes @p embeddedBase; where that is empty, such URLs stay empty.
/// Errors are Configuration, code `profile_invalid`; the detail names the first place as a JSON Pointer and what is expected there, `fields` all
/// further ones.
[[nodiscard]] core::Result<BackendProfile> readProfile(QByteArrayView json, const QUrl &embeddedBase = {});

} // namespace keyturn::model
