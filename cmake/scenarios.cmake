# Each scenario of the catalog is a test: it runs in the virtual world twice, compared, and with the seeds 1 to 5; a few
# also run in real time. Their files are left in scenario-runs/ of the build folder.
set(runs ${CMAKE_BINARY_DIR}/scenario-runs)
file(MAKE_DIRECTORY ${runs})
set(catalog ${CMAKE_SOURCE_DIR}/scenarios/catalog)
set(verify --verify)
if(DIALTONE_SANITIZE)
  # A second run and other seeds take the same paths through the code, so a sanitizer learns nothing from them.
  set(verify "")
endif()

# scenario_test(NAME COMMAND...)
function(scenario_test name)
  add_test(NAME scenario/${name} COMMAND ${ARGN})
  set_tests_properties(scenario/${name} PROPERTIES LABELS scenario TIMEOUT 300)
endfunction()

file(GLOB scenarios CONFIGURE_DEPENDS ${catalog}/*.yaml)
foreach(file ${scenarios})
  get_filename_component(name ${file} NAME_WE)
  file(STRINGS ${file} matrix REGEX "^matrix:")
  if(matrix)
    # Runs all cases of the matrix.
    scenario_test(${name} dialtone suite ${file} ${verify} --jobs 1 --out ${runs}/${name})
  else()
    scenario_test(${name} dialtone run ${file} ${verify} --quiet --out ${runs}/${name})
  endif()
  # 10 A7
  if(NOT DIALTONE_SANITIZE)
    scenario_test(${name}/seeds dialtone suite ${file} --set seed=1 --repeat 5 --jobs 1 --out ${runs}/${name}-seeds)
  endif()
endforeach()
scenario_test(catalog-is-valid dialtone validate ${catalog})

# in_real_time(NAME SECONDS OPTIONS...): runs the scenario over real sockets too, in one process (real) and in several
# (processes), for about that many seconds. The options shorten what takes minutes of virtual time.
function(in_real_time name seconds)
  foreach(world real processes)
    # A sanitizer checks sockets and processes with first-light; the worlds' conformance tests cover names that fail and
    # files when the power is cut.
    if(DIALTONE_SANITIZE AND NOT name STREQUAL first-light)
      continue()
    endif()
    scenario_test(${name}/${world} ${CMAKE_SOURCE_DIR}/tests/tools/in_real_time $<TARGET_FILE:dialtone>
      run ${catalog}/${name}.yaml --world ${world} --quiet --out ${runs}/${name}-${world} ${ARGN})
    set_tests_properties(scenario/${name}/${world} PROPERTIES LABELS "scenario;clock" COST ${seconds})
  endforeach()
endfunction()

in_real_time(first-light 8)
in_real_time(wrong-identity 8)
in_real_time(power-cycle 12)
in_real_time(mixed-authentication 5)
in_real_time(redirected 12 --set duration=12s)
in_real_time(resync 12 --set faults.change.at=7s --set expect.1.eventually.from=12s)
in_real_time(byte-order-mark 12 --set duration=12s --set expect.0.eventually.within=12s
  --set fleet.homes.power_on.spread=3s)
in_real_time(interval-too-brief 8)
in_real_time(same-call-after-a-reboot 16 --set fleet.homes.power_on.spread=3s --set faults.flicker.at=8s
  --set faults.flicker.spread=3s)
in_real_time(half-an-answer 15 --set fleet.homes.power_on.spread=3s --set faults.dying.until=7s)
in_real_time(names-come-late 14 --set fleet.homes.power_on.spread=3s --set faults.no-names.until=6s
  --set "profiles={ quick: { retry_base: 2s } }" --set fleet.homes.profile=quick)
in_real_time(power-cut-while-writing 18 --set fleet.homes.power_on.spread=3s --set profiles.daily.retry_base=1s
  --set faults.change.at=6s --set faults.tell.at=7s --set "faults.cut.do={ power_cut: { off_for: 3s } }"
  --set faults.away.from=8s --set faults.away.until=18s --set expect.0.eventually.within=6s
  --set expect.1.eventually.from=8s --set expect.1.eventually.within=9s)
