# Each scenario of the catalog is a test: in the virtual world twice and compared, with the seeds 1 to 5, and a few also
# over real sockets.
# Their files are left in scenario-runs/ of the build folder.
set(runs ${CMAKE_BINARY_DIR}/scenario-runs)
file(MAKE_DIRECTORY ${runs})
set(in_real_time first-light wrong-identity power-cycle mixed-authentication redirected resync byte-order-mark
    interval-too-brief same-call-after-a-reboot half-an-answer names-come-late power-cut-while-writing)
# What takes minutes of virtual time is shorter there.
set(in_real_time_byte-order-mark --set duration=20s)
set(in_real_time_half-an-answer --set faults.dying.until=12s)
set(in_real_time_names-come-late --set faults.no-names.until=20s)
set(in_real_time_power-cut-while-writing --set faults.away.until=45s)

# scenario_test(NAME FILE OPTIONS...)
function(scenario_test name file)
  string(REPLACE "/" "-" folder ${name})
  add_test(NAME scenario/${name} COMMAND dialtone run ${file} --quiet --out ${runs}/${folder} ${ARGN})
  set_tests_properties(scenario/${name} PROPERTIES LABELS scenario TIMEOUT 300)
endfunction()

# 10 A7. seeds_test(NAME FILE): all its cases, with five seeds each. A sanitizer would see nothing new.
function(seeds_test name file)
  if(DIALTONE_SANITIZE)
    return()
  endif()
  add_test(NAME scenario/${name}/seeds
    COMMAND dialtone suite ${file} --set seed=1 --repeat 5 --jobs 1 --out ${runs}/${name}-seeds)
  set_tests_properties(scenario/${name}/seeds PROPERTIES LABELS scenario TIMEOUT 300)
endfunction()

file(GLOB scenarios CONFIGURE_DEPENDS scenarios/catalog/*.yaml)
foreach(file ${scenarios})
  get_filename_component(name ${file} NAME_WE)
  seeds_test(${name} ${file})
  file(STRINGS ${file} matrix REGEX "^matrix:")
  if(matrix)
    # All its cases.
    add_test(NAME scenario/${name} COMMAND dialtone suite ${file} --verify --jobs 1 --out ${runs}/${name})
    set_tests_properties(scenario/${name} PROPERTIES LABELS scenario TIMEOUT 300)
    continue()
  endif()
  scenario_test(${name} ${file} --verify)
  if(name IN_LIST in_real_time)
    foreach(world real processes)
      scenario_test(${name}/${world} ${file} --world ${world} ${in_real_time_${name}})
      # What runs beside them would make their timers late, and so the run invalid.
      set_tests_properties(scenario/${name}/${world} PROPERTIES RUN_SERIAL ON)
    endforeach()
  endif()
endforeach()

add_test(NAME scenario/catalog-is-valid COMMAND dialtone validate ${CMAKE_SOURCE_DIR}/scenarios/catalog)
set_tests_properties(scenario/catalog-is-valid PROPERTIES LABELS scenario TIMEOUT 60)
