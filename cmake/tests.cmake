# One test executable per box, from the folder of tests/ that mirrors it; each TEST is a CTest of its own.
# test_box(NAME FOLDERS folder... LINKS target... [SOURCES file...] [PROPERTIES the tests' own])
include(GoogleTest)

# Where the tree and its executables are, for the tests that read them. In a header and not in the compiler's arguments,
# so that clones in different folders share what ccache keeps.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/tests/build_paths.h @ONLY CONTENT [[#pragma once
#define DIALTONE_SOURCE_DIR "@CMAKE_SOURCE_DIR@"
#define DIALTONE_BIN_DIR "@CMAKE_RUNTIME_OUTPUT_DIRECTORY@"
]])

function(test_box name)
  cmake_parse_arguments(TEST "" "" "FOLDERS;LINKS;SOURCES;PROPERTIES" ${ARGN})
  set(sources "")
  foreach(folder ${TEST_FOLDERS})
    file(GLOB found CONFIGURE_DEPENDS tests/${folder}/*.h tests/${folder}/*.cpp)
    list(APPEND sources ${found})
  endforeach()
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE ${TEST_LINKS} GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${CMAKE_BINARY_DIR}/generated)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300 ${TEST_PROPERTIES})
endfunction()

test_box(values_test FOLDERS values LINKS values)
test_box(world_test FOLDERS world world/virtual world/real LINKS world_virtual world_real)
test_box(wire_test FOLDERS wire/provisioning wire/http wire/sip wire/digest LINKS wire)
test_box(subscribers_test FOLDERS subscribers LINKS subscribers)
test_box(device_sim_test FOLDERS device_sim device_sim/hostile LINKS device_sim_box world_virtual)
test_box(prov_server_test FOLDERS prov_server LINKS prov_server_box world_virtual)
test_box(call_agent_sim_test FOLDERS call_agent_sim LINKS call_agent_sim_box world_virtual)
test_box(same_work_test FOLDERS same_work LINKS prov_server_box call_agent_sim_box world_virtual)
test_box(middlebox_test FOLDERS scenarios/middlebox LINKS middlebox world_virtual world_real)
test_box(scenarios_test FOLDERS scenarios/language scenarios/faults scenarios/oracles scenarios/engine scenarios/report LINKS scenario_report)
test_box(house_test FOLDERS house LINKS values)
test_box(commands_test FOLDERS tools docs LINKS scenario_report)
# Real peers. Alone on the machine: a telephone that registers each second is no judge while others take its CPU.
test_box(interop_test FOLDERS interop SOURCES tests/tools/command.cpp tests/tools/socket_client.cpp LINKS values Poco::Net
         PROPERTIES LABELS interop RUN_SERIAL ON)

if(TARGET same_work_test)
  # Hashes are counted where they are called; valgrind cannot read this compiler's debugging information.
  target_link_options(same_work_test PRIVATE -Wl,--strip-debug
    -Wl,--wrap=_ZN8dialtone6digest4hashENS0_9AlgorithmESt16initializer_listISt17basic_string_viewIcSt11char_traitsIcEEE)
  # 10 C17
  if(NOT DIALTONE_SANITIZE)
    target_link_libraries(same_work_test PRIVATE mimalloc)
    add_test(NAME same_work/instructions
      COMMAND ${CMAKE_SOURCE_DIR}/tests/same_work/compare_instructions $<TARGET_FILE:same_work_test>)
    set_tests_properties(same_work/instructions PROPERTIES LABELS slow TIMEOUT 600)
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
