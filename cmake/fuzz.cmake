# tests/fuzz/NAME_fuzz.cpp: one fuzzer per file, built with the address sanitizer (the asan preset). As a test it tries
# a fixed number of inputs from a fixed seed, starting from tests/fuzz/corpus/NAME/; the SIP fuzzers also start from the
# torture messages. For a longer run, with a folder for the findings:
#
#   build/asan/bin/http_request_fuzz -max_total_time=600 FOLDER tests/fuzz/corpus/http_request
option(DIALTONE_FUZZ "Build tests/fuzz where the address sanitizer is" ON)
set(DIALTONE_FUZZ_RUNS 20000 CACHE STRING "Inputs that each fuzzer tries as a test")
if(NOT DIALTONE_FUZZ OR NOT DIALTONE_SANITIZE MATCHES "address")
  return()
endif()

# The box under test follows from the beginning of the fuzzer's name; the protocols need only wire.
function(fuzzed_box name result)
  set(${result} wire PARENT_SCOPE)
  if(name MATCHES "^scenario_")
    set(${result} scenario_engine PARENT_SCOPE)
  elseif(name MATCHES "^csv_")
    set(${result} subscribers PARENT_SCOPE)
  endif()
endfunction()

file(GLOB fuzzers CONFIGURE_DEPENDS tests/fuzz/*_fuzz.cpp)
foreach(source ${fuzzers})
  get_filename_component(target ${source} NAME_WE)
  string(REGEX REPLACE "_fuzz$" "" name ${target})
  fuzzed_box(${name} fuzzed)
  add_executable(${target} ${source})
  target_compile_options(${target} PRIVATE -fsanitize=fuzzer)
  target_link_options(${target} PRIVATE -fsanitize=fuzzer)
  target_link_libraries(${target} PRIVATE ${fuzzed})
  file(GLOB seeds CONFIGURE_DEPENDS tests/fuzz/corpus/${name}/*)
  if(name STREQUAL sip_message)
    file(GLOB torture CONFIGURE_DEPENDS tests/wire/sip/torture/*)
    list(APPEND seeds ${torture})
  endif()
  list(JOIN seeds "," seeds)
  if(seeds)
    set(seeds -seed_inputs=${seeds})
  endif()
  add_test(NAME fuzz/${name}
    COMMAND ${target} -runs=${DIALTONE_FUZZ_RUNS} -seed=1 -max_len=8192 -timeout=10 -rss_limit_mb=2048
      -artifact_prefix=${CMAKE_BINARY_DIR}/${name}- ${seeds})
  set_tests_properties(fuzz/${name} PROPERTIES LABELS fuzz TIMEOUT 300)
endforeach()
