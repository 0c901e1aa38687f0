// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/vaultfile.h"

#include "storage/storageerror.h"

#include <QtEndian>

#include <sodium.h>

namespace keyturn::storage {

namespace {

constexpr char magic[] = "KTVAULT1";
constexpr qsizetype magicSize = 8;
constexpr qsizetype saltSize = crypto_pwhash_SALTBYTES;
constexpr qsizetype checkSize = 16;
constexpr qsizetype keySize = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr qsizetype nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr qsizetype tagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr qsizetype headerSize = magicSize + 8 + 8 + saltSize + checkSize + nonceSize;
// A planted header must not make us take all memory, nor make the passphrase cheap to guess.
constexpr quint64 mostOperations = 16;
constexpr quint64 mostMemory = 1024 * 1024 * 1024;

bool sodiumReady()
{
    static const bool ready = sodium_init() >= 0;
    return ready;
}

const unsigned char *bytes(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

unsigned char *bytes(QByteArray &array)
{
    return reinterpret_cast<unsigned char *>(array.data());
}

core::Error broken(const char *why)
{
    return storageError("vault_broken", QString::fromLatin1(why));
}

template <class T> QByteArray littleEndian(T number)
{
    QByteArray result(sizeof number, Qt::Uninitialized);
    qToLittleEndian(number, result.data());
    return result;
}

void appendCounted(QByteArray &to, QByteArrayView view)
{
    to.append(littleEndian(static_cast<quint32>(view.size()))).append(view);
}

bool takeCounted(QByteArrayView &from, QByteArrayView &taken)
{
    if (from.size() < 4)
        return false;
    const auto size = static_cast<qsizetype>(qFromLittleEndian<quint32>(from.data()));
    if (from.size() - 4 < size)
        return false;
    taken = from.sliced(4, size);
    from = from.sliced(4 + size);
    return true;
}

} // namespace

KeyRecipe newRecipe(KeyCost cost)
{
    const bool ready = sodiumReady();
    Q_ASSERT(ready);
    Q_UNUSED(ready)
    QByteArray salt(saltSize, Qt::Uninitialized);
    randombytes_buf(salt.data(), saltSize);
    if (cost == KeyCost::Interactive)
        return {crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE, salt};
    return {crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE, salt};
}

core::Result<KeyRecipe> recipeOf(QByteArrayView file)
{
    if (file.size() < magicSize || file.first(magicSize - 1) != QByteArrayView(magic, magicSize - 1))
        return broken("not a Keyturn vault");
    if (file[magicSize - 1] != magic[magicSize - 1])
        return storageError("vault_newer", QStringLiteral("made by another version of Keyturn"));
    if (file.size() < headerSize + tagSize)
        return broken("cut short");
    KeyRecipe recipe;
    recipe.operations = qFromLittleEndian<quint64>(file.data() + magicSize);
    recipe.memory = qFromLittleEndian<quint64>(file.data() + magicSize + 8);
    recipe.salt = file.sliced(magicSize + 16, saltSize).toByteArray();
    if (recipe.operations < crypto_pwhash_OPSLIMIT_INTERACTIVE || recipe.operations > mostOperations
        || recipe.memory < crypto_pwhash_MEMLIMIT_INTERACTIVE || recipe.memory > mostMemory)
        return broken("key parameters out of range");
    return recipe;
}

core::Result<VaultKey> deriveKey(const core::Secret &passphrase, const KeyRecipe &recipe)
{
    QByteArray output(keySize + checkSize, Qt::Uninitialized);
    const QByteArrayView words = passphrase.reveal();
    if (!sodiumReady()
        || crypto_pwhash(bytes(output), static_cast<unsigned long long>(output.size()), words.isEmpty() ? "" : words.data(),
                         static_cast<unsigned long long>(words.size()), bytes(recipe.salt), recipe.operations, static_cast<size_t>(recipe.memory),
                         crypto_pwhash_ALG_ARGON2ID13)
            != 0)
        return storageError("vault_key_failed", QStringLiteral("%1 MiB of memory are needed").arg(recipe.memory / 1024 / 1024));
    VaultKey key{recipe, core::Secret(QByteArrayView(output).first(keySize)), output.last(checkSize)};
    core::wipe(output);
    return key;
}

core::Result<VaultContents> openVault(QByteArrayView file, const VaultKey &key)
{
    const QByteArrayView header = file.first(headerSize);
    const QByteArrayView check = header.sliced(magicSize + 16 + saltSize, checkSize);
    const QByteArrayView nonce = header.last(nonceSize);
    if (sodium_memcmp(check.data(), key.check.constData(), checkSize) != 0)
        return storageError("passphrase_wrong", QStringLiteral("another passphrase made this file"));
    const QByteArrayView sealed = file.sliced(headerSize);
    QByteArray plain(sealed.size() - tagSize, Qt::Uninitialized);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(plain), nullptr, nullptr, bytes(sealed), static_cast<unsigned long long>(sealed.size()),
                                                   bytes(header), static_cast<unsigned long long>(header.size()), bytes(nonce),
                                                   bytes(key.key.reveal()))
        != 0)
        return broken("damaged or tampered with");
    VaultContents contents;
    bool whole = true;
    for (QByteArrayView rest(plain); whole && !rest.isEmpty();) {
        QByteArrayView name;
        QByteArrayView value;
        whole = takeCounted(rest, name) && takeCounted(rest, value);
        if (whole)
            contents.insert(QString::fromUtf8(name), core::Secret(value));
    }
    core::wipe(plain);
    if (!whole)
        return broken("cut short within");
    return contents;
}

QByteArray sealVault(const VaultContents &contents, const VaultKey &key)
{
    qsizetype size = 0;
    for (auto it = contents.begin(); it != contents.end(); ++it)
        size += 8 + it.key().size() * 3 + it.value().size();
    QByteArray plain;
    plain.reserve(size); // no growing, which would leave copies behind
    for (auto it = contents.begin(); it != contents.end(); ++it) {
        appendCounted(plain, it.key().toUtf8());
        appendCounted(plain, it.value().reveal());
    }
    QByteArray nonce(nonceSize, Qt::Uninitialized);
    randombytes_buf(nonce.data(), nonceSize);
    QByteArray file =
        QByteArray(magic, magicSize) + littleEndian(key.recipe.operations) + littleEndian(key.recipe.memory) + key.recipe.salt + key.check + nonce;
    const QByteArray header = file;
    file.resize(headerSize + plain.size() + tagSize);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(file) + headerSize, nullptr, bytes(plain), static_cast<unsigned long long>(plain.size()),
                                               bytes(header), static_cast<unsigned long long>(header.size()), nullptr, bytes(nonce),
                                               bytes(key.key.reveal()));
    core::wipe(plain);
    return file;
}

} // namespace keyturn::storage
