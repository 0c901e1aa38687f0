# SPDX-FileCopyrightText: 2026 The Keyturn founders
# SPDX-License-Identifier: Apache-2.0

# Faster tools where they are installed; nothing depends on them.
option(KEYTURN_FAST_TOOLS "Use ccache and mold where they are installed" ON)
if(KEYTURN_FAST_TOOLS AND NOT MSVC)
    find_program(KEYTURN_CCACHE ccache)
    if(KEYTURN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
        set(CMAKE_CXX_COMPILER_LAUNCHER ${KEYTURN_CCACHE})
    endif()
    # What people are given is linked by the system's own linker.
    find_program(KEYTURN_MOLD mold)
    if(KEYTURN_MOLD AND NOT CMAKE_BUILD_TYPE STREQUAL "Release")
        add_link_options(-fuse-ld=mold)
    endif()
endif()

# What is given away says nothing of the folder that it was built in, and is the same from any (packaging/reproducible). A debugger wants to know it.
if(NOT MSVC AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT CMAKE_CXX_FLAGS MATCHES "-f(file|debug|macro)-prefix-map")
    add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}/= -ffile-prefix-map=${PROJECT_BINARY_DIR}/=)
endif()

set(KEYTURN_SANITIZERS "" CACHE STRING "Sanitizers to build with, e.g. address,undefined")
if(KEYTURN_SANITIZERS)
    add_compile_options(-fsanitize=${KEYTURN_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${KEYTURN_SANITIZERS})
endif()

# Only clang has it.
option(KEYTURN_LIBFUZZER "Count what inputs reach, for tests/fuzz guided by clang's libFuzzer" OFF)
if(KEYTURN_LIBFUZZER)
    if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "KEYTURN_LIBFUZZER wants clang: configure with -DCMAKE_CXX_COMPILER=clang++.")
    endif()
    set(KEYTURN_room_options -fsanitize=fuzzer-no-link) # nobody asks how far an input comes in the tests themselves
    add_link_options(-fsanitize=fuzzer-no-link)
endif()
