# Compiler settings that every target of the house shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")

find_program(PULLGRAPH_CCACHE ccache)
if(PULLGRAPH_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${PULLGRAPH_CCACHE}")
endif()

add_library(pullgraph_options INTERFACE)
# No fused multiply-add behind our back: the same input gives the same bits
# with g++ and clang, with and without PULLGRAPH_NATIVE.
target_compile_options(pullgraph_options INTERFACE -ffp-contract=off)
if(PULLGRAPH_NATIVE)
  target_compile_options(pullgraph_options INTERFACE -march=native)
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
add_library(pullgraph_warnings INTERFACE)
target_compile_options(pullgraph_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Wextra-semi
  # g++ 12 sees overlaps in "text" + std::to_string(i) that are not there.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # {.field = value} leaves the others at their defaults on purpose.
  -Wno-missing-field-initializers
  $<$<BOOL:${PULLGRAPH_WERROR}>:-Werror>)

# pullgraph_library(<name> SOURCES ... [PUBLIC deps...] [PRIVATE deps...])
# One static library per folder, pullgraph::<name> in this build; what is installed is one
# library of all of them (PullgraphInstall.cmake).
function(pullgraph_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(pullgraph_${name} STATIC ${ARG_SOURCES})
  add_library(pullgraph::${name} ALIAS pullgraph_${name})
  target_include_directories(pullgraph_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_compile_features(pullgraph_${name} PUBLIC cxx_std_20)
  target_link_libraries(pullgraph_${name}
    PUBLIC ${ARG_PUBLIC}
    PRIVATE ${ARG_PRIVATE} $<BUILD_INTERFACE:pullgraph_options>
            $<BUILD_INTERFACE:pullgraph_warnings>)
  set_property(GLOBAL APPEND PROPERTY PULLGRAPH_LIBRARIES pullgraph_${name})
endfunction()
