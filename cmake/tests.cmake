# One test executable per box, from the folder of tests/ that mirrors the box; each TEST is a separate CTest.
#
#   test_box(NAME [FOLDERS folder...] [TREES folder...] LINKS target... [SOURCES file...] [PROPERTIES the tests' own]
#            [UNSANITIZED gtest patterns of tests from which a sanitizer learns nothing new]
#            [SHARDED] [APART gtest patterns] [OPTIMISED])
#
# SHARDED: starting an executable with a sanitizer takes longer than most tests, so a sanitizer's tree has eight CTests
# per box, NAME/0 to NAME/7, except for tests that are APART. OPTIMISED: the tests take longer to run than to compile.
include(GoogleTest)

# The paths of the tree and its executables, for tests that read them. In a header rather than in compiler options, so
# that clones in different folders share ccache's results.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/tests/build_paths.h @ONLY CONTENT [[#pragma once
#define DIALTONE_SOURCE_DIR "@CMAKE_SOURCE_DIR@"
#define DIALTONE_BIN_DIR "@CMAKE_RUNTIME_OUTPUT_DIRECTORY@"
]])

# Tests are not optimised, because compiling them takes longer than running them.
precompiled(test_library cmake/test_library.cpp -O0)

function(test_box name)
  cmake_parse_arguments(TEST "SHARDED;OPTIMISED" "UNSANITIZED;APART" "FOLDERS;TREES;LINKS;SOURCES;PROPERTIES" ${ARGN})
  list(TRANSFORM TEST_FOLDERS PREPEND tests/)
  list(TRANSFORM TEST_TREES PREPEND tests/)
  sources_of(sources FOLDERS ${TEST_FOLDERS} TREES ${TEST_TREES})
  if(NOT sources)
    return()
  endif()
  list(APPEND sources ${TEST_SOURCES})
  if(NOT DIALTONE_UNITY STREQUAL none)
    together(sources ${name} ${sources})
  endif()
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE ${TEST_LINKS} GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${CMAKE_BINARY_DIR}/generated)
  if(NOT TEST_OPTIMISED)
    target_compile_options(${name} PRIVATE -O0)
    use_precompiled(${name} test_library)
  endif()
  set(chosen "")
  if(DIALTONE_SANITIZE AND TEST_UNSANITIZED)
    set(chosen TEST_FILTER "-${TEST_UNSANITIZED}")
  endif()
  if(DIALTONE_SANITIZE AND TEST_SHARDED)
    foreach(shard RANGE 7)
      add_test(NAME ${name}/${shard} COMMAND ${name} --gtest_filter=-${TEST_APART}:${TEST_UNSANITIZED})
      set_tests_properties(${name}/${shard} PROPERTIES TIMEOUT 600 ${TEST_PROPERTIES}
        ENVIRONMENT "GTEST_TOTAL_SHARDS=8;GTEST_SHARD_INDEX=${shard}")
    endforeach()
    if(NOT TEST_APART)
      return()
    endif()
    set(chosen TEST_FILTER "${TEST_APART}")
  endif()
  gtest_discover_tests(${name} NO_PRETTY_VALUES DISCOVERY_TIMEOUT 60 ${chosen} PROPERTIES TIMEOUT 300 ${TEST_PROPERTIES})
endfunction()

test_box(world_test TREES world LINKS world_virtual world_real)
# Only the real world has threads (tests/house checks this).
if(DIALTONE_SANITIZE STREQUAL thread)
  return()
endif()
test_box(values_test FOLDERS values LINKS values)
test_box(wire_test SHARDED TREES wire LINKS wire)
test_box(protocol_test SHARDED TREES protocol LINKS protocol world_virtual world_real)
test_box(subscribers_test SHARDED APART "SqliteTrouble.DoesNotWaitFor*" TREES subscribers LINKS subscribers)
test_box(device_sim_test SHARDED TREES device_sim LINKS device_sim_box world_virtual)
test_box(prov_server_test SHARDED TREES prov_server LINKS prov_server_box world_virtual)
test_box(call_agent_sim_test SHARDED TREES call_agent_sim LINKS call_agent_sim_box world_virtual)
test_box(same_work_test FOLDERS same_work LINKS prov_server_box call_agent_sim_box world_virtual)
test_box(middlebox_test SHARDED APART "*InRealTime*" FOLDERS scenarios/middlebox
  LINKS middlebox device_sim_box prov_server_box world_virtual world_real)
# UndefinedBehaviorSanitizer looks at memory through a pipe. A test that leaves no descriptor for it makes every object look
# broken.
test_box(scenarios_test SHARDED APART "*RestartInProcesses.*:*InvalidProcesses.*:DeviceProcesses.*:*RealTime*"
  UNSANITIZED "RunsThatCannotBegin.AreThoseWhoseServersCannotListen:RunsThatCannotBegin.AreThoseWhosePartsCannotBeStarted"
  TREES scenarios/language scenarios/oracles FOLDERS scenarios/faults scenarios/sites scenarios/engine scenarios/report scenarios/effects
  scenarios/servers_that_err SOURCES tests/tools/command.cpp LINKS scenario_report)
# A sanitizer learns something new only from other inputs or other paths through the code. Left out are tests that look
# only at words (the tree's style, help, usage, documents), and tests that repeat the same stories in real time: the
# worlds' conformance and some scenarios (scenarios.cmake) cover sockets, files and processes.
if(NOT DIALTONE_SANITIZE)
  test_box(house_test OPTIMISED FOLDERS house LINKS values)
endif()
test_box(commands_test FOLDERS tools tools/dialtone docs LINKS scenario_report signals UNSANITIZED
  "Help.*:Lint.*:Mutants*:*Usage.*:Readme.*:DialtoneRepeat.*:PartiesOfTheReadme.*:GuideExamples.*:SetUp.*:InRealTime.*:Worlds/*/real:Worlds/*/processes:*DeviceProcessesOfDialtone*")
# Real peers bring new input.
test_box(interop_test FOLDERS interop SOURCES tests/tools/command.cpp tests/tools/socket_client.cpp LINKS values Poco::Net
         PROPERTIES LABELS interop)

if(TARGET same_work_test)
  # Counts hashes where they are called. Stripped, because valgrind cannot read this compiler's debug information.
  target_link_options(same_work_test PRIVATE -Wl,--strip-debug
    -Wl,--wrap=_ZN8dialtone6digest4hashENS0_9AlgorithmESt16initializer_listISt17basic_string_viewIcSt11char_traitsIcEEE)
  # 10 C17
  if(NOT DIALTONE_SANITIZE)
    target_link_libraries(same_work_test PRIVATE mimalloc)
    foreach(part 1 2 3)
      set(test same_work/instructions/${part})
      add_test(NAME ${test}
        COMMAND ${CMAKE_SOURCE_DIR}/tests/same_work/compare_instructions $<TARGET_FILE:same_work_test> ${part} 3)
      set_tests_properties(${test} PROPERTIES LABELS slow TIMEOUT 600 COST 20)
    endforeach()
  endif()
endif()
if(TARGET commands_test)
  add_dependencies(commands_test dialtone prov_server call_agent_sim device_sim)
endif()
if(TARGET interop_test)
  add_dependencies(interop_test prov_server call_agent_sim device_sim)
endif()
if(TARGET dialtone)
  include(cmake/scenarios.cmake)
endif()
include(cmake/fuzz.cmake)
