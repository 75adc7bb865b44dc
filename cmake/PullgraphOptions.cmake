# Compiler settings that every target of the house shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")

# ccache serves files with a precompiled header only if it may take its content for
# all that is defined in it. That is safe: the content is part of the key.
find_program(PULLGRAPH_CCACHE ccache)
if(PULLGRAPH_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${PULLGRAPH_CCACHE}")
endif()

add_library(pullgraph_options INTERFACE)
# No fused multiply-add behind our back: the same input gives the same bits
# with g++ and clang, with and without PULLGRAPH_NATIVE.
target_compile_options(pullgraph_options INTERFACE -ffp-contract=off)
# For ccache, too: g++ names the precompiled header in what it preprocesses, and clang
# writes no time into it, so that one from the cache is as good as new.
target_compile_options(pullgraph_options INTERFACE
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess>
  "$<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-Xclang -fno-pch-timestamp>")
if(PULLGRAPH_NATIVE)
  target_compile_options(pullgraph_options INTERFACE -march=native)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # The compiler tidies up its memory from half a gigabyte on: a tenth of its time.
  target_compile_options(pullgraph_options INTERFACE
    --param=ggc-min-heapsize=524288 --param=ggc-min-expand=200)
endif()
if(PULLGRAPH_SANITIZE)
  target_compile_options(pullgraph_options INTERFACE
    -fsanitize=${PULLGRAPH_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer -g1)
  target_link_options(pullgraph_options INTERFACE
    -fsanitize=${PULLGRAPH_SANITIZE})
endif()

if(PULLGRAPH_BUILD_FUZZERS)
  target_compile_options(pullgraph_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Warnings bind our own code only, never a user of the installed library.
# Where files are compiled together, two of them would speak of the files' neighbours.
add_library(pullgraph_warnings INTERFACE)
set(_united $<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>)
target_compile_options(pullgraph_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion
  $<$<NOT:${_united}>:-Wshadow>
  $<$<AND:${_united},$<CXX_COMPILER_ID:GNU>>:-Wno-subobject-linkage>
  -Wno-sign-conversion
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Wextra-semi
  # g++ 12 sees overlaps in "text" + std::to_string(i) that are not there.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # {.field = value} leaves the others at their defaults on purpose.
  -Wno-missing-field-initializers
  $<$<BOOL:${PULLGRAPH_WERROR}>:-Werror>)

# The headers that nearly every file of the house reads, and that take far longer to
# read than the file itself. Only headers that are not ours: ours change.
set(PULLGRAPH_PRECOMPILED
  <algorithm> <array> <atomic> <cmath> <cstdint> <functional> <limits> <map> <memory>
  <numeric> <optional> <string> <string_view> <tuple> <utility> <vector>
  <absl/container/flat_hash_map.h> <absl/functional/function_ref.h> <absl/status/status.h>
  <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/strings/str_format.h>
  <absl/types/span.h>)

# pullgraph_own_names(<variable> <file>): names that the file defines for itself alone, in
# namespaces without a name or by #define, and some more: it reads the lines that are
# not indented, not the language. Those in a namespace of a verb's own bear its name.
function(pullgraph_own_names variable file)
  file(READ ${file} text)
  string(REGEX REPLACE "[][;]" "(" text "${text}")
  string(REGEX MATCHALL "\n[A-Za-z#}][^\n]*" lines "${text}")
  set(own FALSE)
  set(within "")
  set(names "")
  foreach(line IN LISTS lines)
    if(line MATCHES "^\n#define +([A-Za-z_0-9]+)")
      list(APPEND names ${CMAKE_MATCH_1})
    elseif(line MATCHES "^\nnamespace pullgraph::tools::(verb_[a-z_]+) {")
      set(within "${CMAKE_MATCH_1}_")
    elseif(line MATCHES "^\nnamespace {")
      set(own TRUE)
    elseif(line MATCHES "^\n} +// namespace")
      set(own FALSE)
    elseif(own)
      string(REGEX MATCHALL "[A-Za-z_][A-Za-z_0-9]*( :|[ \n]*[({=])" found "${line}")
      string(REGEX REPLACE "[^A-Za-z_0-9;]" "" found "${found}")
      list(TRANSFORM found PREPEND "${within}")
      list(APPEND names ${found})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES names)
  set(${variable} "${names}" PARENT_SCOPE)
endfunction()

# pullgraph_unite(<target> <files at once> <absolute files...>): CMake's unity build,
# but files that define the same name for themselves are never compiled together. At
# best that would be an error; at worst a call would find the other file's function.
function(pullgraph_unite target most)
  set(groups 0)
  foreach(file ${ARGN})
    pullgraph_own_names(names ${file})
    set(home 0)
    while(TRUE)
      if(home EQUAL groups)
        set(size_${home} 0)
        set(names_${home} "")
        math(EXPR groups "${groups} + 1")
      endif()
      set(clash FALSE)
      foreach(name ${names})
        if(name IN_LIST names_${home})
          set(clash TRUE)
          break()
        endif()
      endforeach()
      if(NOT clash AND size_${home} LESS most)
        break()
      endif()
      math(EXPR home "${home} + 1")
    endwhile()
    list(APPEND names_${home} ${names})
    math(EXPR size_${home} "${size_${home}} + 1")
    set_property(SOURCE ${file} PROPERTY UNITY_GROUP part${home})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # A name that is new in a file may ask for other groups.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARGN})
endfunction()

# pullgraph_library(<name> [HOT|COLD] SOURCES ... [PUBLIC deps...] [PRIVATE deps...])
# One static library per folder, pullgraph::<name> in this build; what is installed is one
# library of all of them (PullgraphInstall.cmake). HOT: its loops are where time goes, and
# are worth what -O3 costs to compile.
function(pullgraph_library name)
  cmake_parse_arguments(ARG "HOT;COLD" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(pullgraph_${name} STATIC ${ARG_SOURCES})
  add_library(pullgraph::${name} ALIAS pullgraph_${name})
  target_include_directories(pullgraph_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_compile_features(pullgraph_${name} PUBLIC cxx_std_20)
  target_link_libraries(pullgraph_${name}
    PUBLIC ${ARG_PUBLIC}
    PRIVATE ${ARG_PRIVATE} $<BUILD_INTERFACE:pullgraph_options>
            $<BUILD_INTERFACE:pullgraph_warnings>)
  set_property(GLOBAL APPEND PROPERTY PULLGRAPH_LIBRARIES pullgraph_${name})
  if(ARG_COLD)
    target_compile_options(pullgraph_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  elseif(NOT ARG_HOT)
    target_compile_options(pullgraph_${name} PRIVATE $<$<CONFIG:Release>:-O2>)
  endif()
  # One precompiled header serves all libraries: they have the same flags.
  if(name STREQUAL graph)
    target_precompile_headers(pullgraph_graph PRIVATE ${PULLGRAPH_PRECOMPILED})
  else()
    target_precompile_headers(pullgraph_${name} REUSE_FROM pullgraph_graph)
  endif()
  if(PULLGRAPH_UNITY)
    pullgraph_unite(pullgraph_${name} 16 ${ARG_SOURCES})
  endif()
endfunction()
