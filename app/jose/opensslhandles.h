// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/releaser.h"

#include <memory>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

/// OpenSSL's objects, released where they go out of sight. For the sources of this room alone.
namespace keyturn::jose::openssl {

using core::Releaser;
using Bio = std::unique_ptr<BIO, Releaser<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Releaser<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Releaser<BN_clear_free>>; ///< Wiped: it may be a private one.

} // namespace keyturn::jose::openssl
