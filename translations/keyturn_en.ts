<?xml version="1.0" encoding="utf-8"?>
<!-- SPDX-FileCopyrightText: 2026 The Keyturn founders -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The sources are English; what stands here is what English itself needs: the forms of one and of many. -->
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>HumanTime</name>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n year</numerusform>
            <numerusform>%n years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s)</source>
        <translation>
            <numerusform>%n month</numerusform>
            <numerusform>%n months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RequestCommand</name>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refresh(es)</source>
        <translation>
            <numerusform>%n refresh</numerusform>
            <numerusform>%n refreshes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The connection closed before an answer %n time(s); the request was sent again.</source>
        <translation>
            <numerusform>The connection closed before an answer; the request was sent again.</numerusform>
            <numerusform>The connection closed before an answer %n times; the request was sent again each time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keyturn::cli::SessionsCommand</name>
    <message numerus="yes">
        <source>%n session(s) ended.</source>
        <translation>
            <numerusform>%n session ended.</numerusform>
            <numerusform>%n sessions ended.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keyturn::ui::console::AnswerSide</name>
    <message numerus="yes">
        <source>Show %n secret(s)</source>
        <translation>
            <numerusform>Show %n secret</numerusform>
            <numerusform>Show %n secrets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keyturn::ui::console::ConsolePage</name>
    <message numerus="yes">
        <source>%n thing(s) that the backend can be asked are offered with the address now.</source>
        <translation>
            <numerusform>%n thing that the backend can be asked is offered with the address now.</numerusform>
            <numerusform>%n things that the backend can be asked are offered with the address now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keyturn::ui::console::ConsoleWords</name>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refresh(es)</source>
        <translation>
            <numerusform>%n refresh</numerusform>
            <numerusform>%n refreshes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keyturn::ui::sessions::UndoBar</name>
    <message numerus="yes">
        <source>%n session(s) will be signed out in %1 s.</source>
        <translation>
            <numerusform>%n session will be signed out in %1 s.</numerusform>
            <numerusform>%n sessions will be signed out in %1 s.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) of %1 will be signed out in %2 s.</source>
        <translation>
            <numerusform>%n session of %1 will be signed out in %2 s.</numerusform>
            <numerusform>%n sessions of %1 will be signed out in %2 s.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keyturn::ui::sessions::SessionsPage</name>
    <message numerus="yes">
        <source>%n session(s) written to %1.</source>
        <translation>
            <numerusform>%n session written to %1.</numerusform>
            <numerusform>%n sessions written to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) found</source>
        <translation>
            <numerusform>%n session found</numerusform>
            <numerusform>%n sessions found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign out %n &amp;chosen</source>
        <translation>
            <numerusform>Sign out %n &amp;chosen</numerusform>
            <numerusform>Sign out %n &amp;chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign &amp;out %n chosen</source>
        <translation>
            <numerusform>Sign &amp;out %n chosen</numerusform>
            <numerusform>Sign &amp;out %n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keyturn::ui::audit::AuditWords</name>
    <message numerus="yes">
        <source>%n do not apply</source>
        <translation>
            <numerusform>%n does not apply</numerusform>
            <numerusform>%n do not apply</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keyturn::ui::console::TimingView</name>
    <message numerus="yes">
        <source>%n time(s): the connection closed before an answer</source>
        <translation>
            <numerusform>once: the connection closed before an answer</numerusform>
            <numerusform>%n times: the connection closed before an answer</numerusform>
        </translation>
    </message>
</context>
</TS>
