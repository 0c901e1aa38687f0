# SPDX-FileCopyrightText: 2026 The Keyturn founders
# SPDX-License-Identifier: Apache-2.0

# A target's warnings and language settings, the same for every room, program and test.
function(keyturn_settings target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    target_compile_definitions(${target} PRIVATE
        QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_URL_CAST_FROM_STRING)
    if(MSVC)
        target_compile_options(${target} PRIVATE /W4 /permissive- /utf-8)
    else()
        target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion)
    endif()
    if(KEYTURN_WERROR)
        set_target_properties(${target} PROPERTIES COMPILE_WARNING_AS_ERROR ON)
    endif()
endfunction()

# The same for a QtTest executable.
function(keyturn_test_settings target)
    keyturn_settings(${target})
    # Qt 6.8's QTRY_… macros turn a long into an int, in our files.
    if(NOT MSVC AND Qt6_VERSION VERSION_GREATER_EQUAL 6.5)
        target_compile_options(${target} PRIVATE -Wno-conversion)
    endif()
endfunction()

# Qt's and the standard library's headers are two thirds of a file's compile time. They are precompiled once for all of a kind: a header per target would
# cost what it saves. Off where ccache does the saving and a forgotten #include is to be noticed (dev).
option(KEYTURN_PRECOMPILE "Precompile the headers of Qt and of the standard library" OFF)
set(KEYTURN_PRECOMPILED_rooms
    <QByteArray> <QDateTime> <QFuture> <QFutureWatcher> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QList> <QObject> <QPromise> <QString>
    <QStringList> <QTimer> <QUrl> <QVariant> <algorithm> <chrono> <functional> <memory> <optional> <variant> <vector>)
set(KEYTURN_PRECOMPILED_tests ${KEYTURN_PRECOMPILED_rooms}
    <QDir> <QFile> <QNetworkAccessManager> <QNetworkReply> <QProcess> <QRegularExpression> <QSet> <QSignalSpy> <QTcpServer> <QTcpSocket> <QTemporaryDir>
    <QTest>)
set(KEYTURN_PRECOMPILED_window_tests ${KEYTURN_PRECOMPILED_tests}
    <QAction> <QApplication> <QComboBox> <QDialog> <QLabel> <QLineEdit> <QListView> <QMenu> <QPushButton> <QStyledItemDelegate> <QWidget>)

# keyturn_precompile(<target> <kind>): kind is rooms, tests (they see QtTest and Network) or window_tests (Gui and Widgets too); all targets of a kind have
# those modules, since Qt's headers look at which there are.
function(keyturn_precompile target kind)
    if(NOT KEYTURN_PRECOMPILE)
        return()
    endif()
    set(shared keyturn_precompiled_${kind})
    if(NOT TARGET ${shared})
        set(empty ${PROJECT_BINARY_DIR}/precompiled_${kind}.cpp)
        file(GENERATE OUTPUT ${empty} CONTENT "")
        add_library(${shared} OBJECT ${empty})
        keyturn_settings(${shared})
        set_target_properties(${shared} PROPERTIES AUTOMOC OFF AUTORCC OFF)
        target_link_libraries(${shared} PRIVATE Qt6::Core)
        if(kind STREQUAL rooms)
            target_compile_options(${shared} PRIVATE ${KEYTURN_room_options})
        else()
            target_link_libraries(${shared} PRIVATE Qt6::Test Qt6::Network)
        endif()
        if(kind STREQUAL window_tests)
            target_link_libraries(${shared} PRIVATE Qt6::Widgets)
        endif()
        target_precompile_headers(${shared} PRIVATE ${KEYTURN_PRECOMPILED_${kind}})
    endif()
    target_precompile_headers(${target} REUSE_FROM ${shared})
endfunction()

# keyturn_module(<room> SOURCES … [PUBLIC …] [PRIVATE …])
# One static library per room: folder app/<room> or ui/<room> = target keyturn_<room> = namespace = test folder.
# PUBLIC and PRIVATE name other rooms (plain words) and outside targets (with ::).
function(keyturn_module room)
    cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(keyturn_${room} STATIC ${ARG_SOURCES})
    add_library(keyturn::${room} ALIAS keyturn_${room})
    keyturn_settings(keyturn_${room})
    target_compile_options(keyturn_${room} PRIVATE ${KEYTURN_room_options})
    keyturn_precompile(keyturn_${room} rooms)
    target_include_directories(keyturn_${room} PUBLIC ${PROJECT_SOURCE_DIR}/app ${PROJECT_SOURCE_DIR})
    keyturn_link(keyturn_${room} PUBLIC ${ARG_PUBLIC})
    keyturn_link(keyturn_${room} PRIVATE ${ARG_PRIVATE})
endfunction()

# A plain word is a room of ours, anything else is handed on as it is.
function(keyturn_link target scope)
    foreach(name IN LISTS ARGN)
        if(name MATCHES "^(ui_)?[a-z]+$")
            target_link_libraries(${target} ${scope} keyturn_${name})
        else()
            target_link_libraries(${target} ${scope} ${name})
        endif()
    endforeach()
endfunction()

# keyturn_test(<room> SOURCES … [LINK …] [LABELS …] [TIMEOUT seconds] [GUI]): one QtTest executable per room, tst_<room>.
# Each SOURCES file holds one test class `Tst<Thing>`; support/testmain.cpp runs all of them that registered.
# GUI: with a QApplication instead of a QCoreApplication, for tests of widgets.
# LABELS desktop: needs what tests/support/desktop-session gives (a session bus with an open keyring, a display); without it nothing is shown anywhere.
function(keyturn_test room)
    cmake_parse_arguments(ARG "GUI" "TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300) # a hang is to end, on a busy machine and under sanitizers nothing else
    endif()
    add_executable(tst_${room} ${ARG_SOURCES})
    keyturn_test_settings(tst_${room})
    if(ARG_GUI)
        target_sources(tst_${room} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/guitestmain.cpp)
        keyturn_precompile(tst_${room} window_tests)
    else()
        keyturn_precompile(tst_${room} tests)
    endif()
    target_include_directories(tst_${room} PRIVATE ${PROJECT_SOURCE_DIR}/app ${PROJECT_SOURCE_DIR})
    target_link_libraries(tst_${room} PRIVATE tests_support) # its main() too, where there is no other
    keyturn_link(tst_${room} PRIVATE ${ARG_LINK})
    add_test(NAME ${room} COMMAND tst_${room})
    set(environment "QT_LOGGING_RULES=*.debug=false")
    if(NOT "desktop" IN_LIST ARG_LABELS)
        list(APPEND environment "QT_QPA_PLATFORM=offscreen")
    endif()
    set_tests_properties(${room} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}" ENVIRONMENT "${environment}")
endfunction()
