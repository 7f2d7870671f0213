# Read by ctest after the tests are known. Tests that mostly wait for the machine's clock get the label clock, so that
# tools/test can run many at once, and their approximate seconds, so that the longest start first. Tests that run the
# whole catalog get the label scenario, and tests in which our tools start compilers the label slow.

# label(BOX PATTERN LABELS SECONDS): labels the box's tests whose names match. Reports a pattern that no test matches;
# with a sanitizer (generated/sanitizer.cmake) ctest does not know all tests.
function(label box pattern labels seconds)
  set(is_used FALSE)
  foreach(test IN LISTS ${box}_TESTS)
    if(test MATCHES "${pattern}")
      set_tests_properties(${test} PROPERTIES LABELS "${labels}" COST ${seconds})
      set(is_used TRUE)
    endif()
  endforeach()
  if(NOT sanitizer AND NOT is_used)
    message(WARNING "cmake/test_labels.cmake: no test of ${box} matches '${pattern}'")
  endif()
endfunction()

label(world_test "RealArm>|OwnLoopbackArm>|FolderArm>" clock 1)
label(commands_test "^Signals\\.EndWhatWaits" clock 2)
label(subscribers_test "^SqliteTrouble\\.DoesNotWaitFor" clock 2)
label(middlebox_test "InRealTime>" clock 2)
label(protocol_test "RealArm>" clock 1)
label(commands_test "^(DeviceSimCommand|InRealTime|ManyConnections|PartiesOfTheReadme|ProvServerService)\\." clock 5)
label(commands_test "/(real|processes)$" clock 12)
label(commands_test "DeviceProcessesOfDialtone\\." clock 14)
label(commands_test "^(Lint|Mutants)\\." slow 2)
label(scenarios_test "^(EventForms.AreThoseThatTheCatalogRecords|FaultFiguresStory.EveryFaultOfTheCatalogStrikes)$" scenario 5)
label(scenarios_test "RealTime" clock 4)
label(scenarios_test "(RestartInProcesses|InvalidProcesses|^DeviceProcesses)\\." clock 11)
label(scenarios_test "^SchemaAgreement\\." interop 20)
label(interop_test "(BaresipRegisters|KamailioRegisters|NginxInFront|SippRegisters|TsharkDissects)\\." "interop;clock" 10)
