# Compiles several sources as one, so that their common headers are read once. CMake's own unity builds name sources by
# absolute paths, so ccache could not share results between clones in different folders.
set(DIALTONE_UNITY tests CACHE STRING "What is compiled several files at once: none, tests, or all")

# together(RESULT NAME FILES...): returns the headers among the files, and for each eight sources one file that includes
# them.
function(together result name)
  set(chosen ${ARGN})
  list(FILTER chosen INCLUDE REGEX "\\.cpp$")
  set(headers ${ARGN})
  list(FILTER headers EXCLUDE REGEX "\\.cpp$")
  set(units "")
  set(number 0)
  while(chosen)
    list(LENGTH chosen left)
    set(size 8)
    if(left LESS size)
      set(size ${left})
    endif()
    # In a joined file, a local name of one source may equal a file-level name of another.
    set(text "#pragma clang diagnostic ignored \"-Wshadow\"\n")
    foreach(i RANGE 1 ${size})
      list(POP_FRONT chosen source)
      file(REAL_PATH ${source} source BASE_DIRECTORY ${CMAKE_SOURCE_DIR})
      file(RELATIVE_PATH source ${CMAKE_SOURCE_DIR} ${source})
      string(APPEND text "#include \"${source}\"\n")
    endforeach()
    set(unit ${CMAKE_BINARY_DIR}/together/${name}_${number}.cpp)
    file(CONFIGURE OUTPUT ${unit} CONTENT "${text}" @ONLY)
    list(APPEND units ${unit})
    math(EXPR number "${number} + 1")
  endwhile()
  set(${result} ${headers} ${units} PARENT_SCOPE)
endfunction()
