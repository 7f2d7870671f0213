# A precompiled header is built where it is used and never taken from ccache, because clang writes the tree's path into
# it. Objects compiled with the header can be shared by trees in different places: ccache looks at NAME.pch.sum instead,
# whose content is the same everywhere. CMake's own precompiled headers are named by absolute paths, which ccache treats
# as a difference.
option(DIALTONE_PRECOMPILE "Compile with precompiled headers" ON)

# precompiled(NAME SOURCE OPTIONS...): precompiles a source of includes, which use_precompiled(TARGET NAME) then spares
# the sources of a target. Includes Poco's definitions, because a definition that a box adds must not contradict them.
function(precompiled name source)
  if(NOT DIALTONE_PRECOMPILE)
    return()
  endif()
  add_library(${name} OBJECT ${source})
  target_link_libraries(${name} PRIVATE dialtone_flags Poco::Foundation GTest::gmock)
  target_compile_options(${name} PRIVATE ${ARGN} "SHELL:-x c++-header" -fpch-instantiate-templates
    "SHELL:-Xclang -fno-pch-timestamp")
  set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER "")
  # Copied to a name by which ccache recognises a precompiled header.
  set(header ${CMAKE_BINARY_DIR}/${name}.pch)
  add_custom_command(OUTPUT ${header} DEPENDS $<TARGET_OBJECTS:${name}> VERBATIM
    COMMAND ${CMAKE_COMMAND} -E copy $<TARGET_OBJECTS:${name}> ${header})
  add_custom_target(${name}_precompiled DEPENDS ${header})

  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS}")
  execute_process(COMMAND ${CMAKE_CXX_COMPILER} ${flags} -std=c++20 -E -P ${CMAKE_SOURCE_DIR}/${source}
    OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
  string(SHA256 sum "${CMAKE_CXX_COMPILER_VERSION} ${ARGN} ${text}")
  file(CONFIGURE OUTPUT ${header}.sum CONTENT "${sum}\n")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
endfunction()

function(use_precompiled target name)
  if(NOT TARGET ${name})
    return()
  endif()
  # The compiler runs in the build folder, so the name needs no path.
  target_compile_options(${target} PRIVATE "SHELL:-include-pch ${name}.pch")
  add_dependencies(${target} ${name}_precompiled)
endfunction()
