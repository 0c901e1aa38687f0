# SPDX-FileCopyrightText: 2026 The Keyturn founders
# SPDX-License-Identifier: Apache-2.0

# What makes a mistake in memory end the program instead of serving an attacker (SECURITY.md). Each where compiler and linker have it, in every kind of build,
# so that what is tested is what is given away; tests/checks/hardening looks for all of it in the built programs.
option(KEYTURN_HARDENING "Build with stack protector, FORTIFY, CET, PIE and RELRO where the compiler has them" ON)
if(NOT KEYTURN_HARDENING)
    return()
endif()

include(CheckCXXCompilerFlag)
include(CheckCXXSourceCompiles)
include(CheckLinkerFlag)
include(CheckPIESupported)

# Whoever packages Keyturn may have said it already, on or off (dpkg-buildflags, rpm's optflags): then theirs stands.
function(keyturn_is_said topic result)
    string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
    if("${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}} ${CMAKE_EXE_LINKER_FLAGS}" MATCHES "${topic}")
        set(${result} TRUE PARENT_SCOPE)
    else()
        set(${result} FALSE PARENT_SCOPE)
    endif()
endfunction()

# keyturn_harden_compiler(<flag> <topic>) and keyturn_harden_linker(<flag> <topic>): adds the flag unless the builder's own flags name its topic.
function(keyturn_harden_compiler flag topic)
    string(MAKE_C_IDENTIFIER "KEYTURN_HAS${flag}" known)
    keyturn_is_said("${topic}" said)
    check_cxx_compiler_flag(${flag} ${known})
    if(${known} AND NOT said)
        add_compile_options(${flag})
    endif()
endfunction()
function(keyturn_harden_linker flag topic)
    string(MAKE_C_IDENTIFIER "KEYTURN_LINKS${flag}" known)
    keyturn_is_said("${topic}" said)
    check_linker_flag(CXX "${flag}" ${known})
    if(${known} AND NOT said)
        add_link_options(${flag})
    endif()
endfunction()

if(MSVC)
    keyturn_harden_compiler(/guard:cf "/guard:")
    keyturn_harden_compiler(/sdl "/sdl")
    keyturn_harden_linker(/GUARD:CF "/GUARD:")
    keyturn_harden_linker(/DYNAMICBASE "/DYNAMICBASE")
    keyturn_harden_linker(/HIGHENTROPYVA "/HIGHENTROPYVA")
    keyturn_harden_linker(/NXCOMPAT "/NXCOMPAT")
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(AMD64|x86_64)$")
        keyturn_harden_linker(/CETCOMPAT "/CETCOMPAT")
    endif()
    return()
endif()

# Libraries too: what is in them ends up in a program.
check_pie_supported(LANGUAGES CXX)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

keyturn_harden_compiler(-fstack-protector-strong "-f(no-)?stack-protector")
keyturn_harden_compiler(-fstack-clash-protection "-f(no-)?stack-clash-protection")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|i[3-6]86)$")
    keyturn_harden_compiler(-fcf-protection=full "-fcf-protection")
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
    keyturn_harden_compiler(-mbranch-protection=standard "-mbranch-protection")
endif()
keyturn_is_said("_GLIBCXX_ASSERTIONS" said)
if(NOT said)
    add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()

# FORTIFY looks at sizes that only an optimiser knows, and glibc warns where there is none. The sanitizers watch the plain functions, not its own.
set(KEYTURN_FORTIFIES FALSE)
foreach(config IN LISTS CMAKE_BUILD_TYPE CMAKE_CONFIGURATION_TYPES)
    string(TOUPPER "${config}" type)
    string(REGEX MATCHALL "-O[^ ]*" levels "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}}")
    set(level "-O0")
    if(levels)
        list(POP_BACK levels level)
    endif()
    if(KEYTURN_SANITIZERS OR KEYTURN_LIBFUZZER OR NOT level MATCHES "^-O([1-9sz]|fast|)$")
        continue()
    endif()
    set(KEYTURN_FORTIFIES TRUE)
    keyturn_is_said("_FORTIFY_SOURCE" said)
    if(said)
        continue()
    endif()
    # Some compilers define it by themselves; level 3 is glibc's from 2.34 on, with gcc 12 or clang 9.
    set(CMAKE_REQUIRED_FLAGS "-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3")
    check_cxx_source_compiles("
        #include <cstdlib>
        #if __USE_FORTIFY_LEVEL != 3
        #error
        #endif
        int main() { return 0; }" KEYTURN_FORTIFIES_BY_3)
    unset(CMAKE_REQUIRED_FLAGS)
    if(KEYTURN_FORTIFIES_BY_3)
        add_compile_options($<$<CONFIG:${config}>:-U_FORTIFY_SOURCE> $<$<CONFIG:${config}>:-D_FORTIFY_SOURCE=3>)
    else()
        add_compile_options($<$<CONFIG:${config}>:-U_FORTIFY_SOURCE> $<$<CONFIG:${config}>:-D_FORTIFY_SOURCE=2>)
    endif()
endforeach()

# Whatever the loader has to write is written before main(), and read-only from then on.
keyturn_harden_linker("-Wl,-z,relro" "-z,(no)?relro")
keyturn_harden_linker("-Wl,-z,now" "-z,(now|lazy)")
keyturn_harden_linker("-Wl,-z,noexecstack" "-z,(no)?execstack")
