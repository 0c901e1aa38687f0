# SPDX-FileCopyrightText: 2026 The Keyturn founders
# SPDX-License-Identifier: Apache-2.0
# What the programs consist of, read from themselves (packaging/sbom). Programs for another machine have other libraries than this one.
if(CMAKE_CROSSCOMPILING OR NOT UNIX OR APPLE)
    return()
endif()
set(KEYTURN_SBOM ${PROJECT_BINARY_DIR}/keyturn.spdx.json)
set(KEYTURN_SBOM_OF)
set(programs)
foreach(program keyturn keyturn-cli keyturn-backend)
    if(TARGET ${program})
        list(APPEND programs ${program})
        list(APPEND KEYTURN_SBOM_OF $<TARGET_FILE:${program}>)
    endif()
endforeach()
set(packaging ${PROJECT_SOURCE_DIR}/packaging)
add_custom_command(OUTPUT ${KEYTURN_SBOM}
    COMMAND ${packaging}/sbom ${PROJECT_VERSION} ${KEYTURN_SBOM} ${KEYTURN_SBOM_OF}
    DEPENDS ${programs} ${packaging}/sbom ${packaging}/components ${packaging}/dependencies
    VERBATIM)
add_custom_target(sbom ALL DEPENDS ${KEYTURN_SBOM})
install(FILES ${KEYTURN_SBOM} DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/keyturn)
