# Runs each step and stops at the first that fails, with its output.
cmake_minimum_required(VERSION 3.22)
file(REMOVE_RECURSE ${WORK_DIR})
file(MAKE_DIRECTORY ${WORK_DIR})
set(_prefix ${WORK_DIR}/prefix)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE _code
                  OUTPUT_VARIABLE _out ERROR_VARIABLE _out)
  if(NOT _code EQUAL 0)
    list(JOIN ARGN " " _command)
    message(FATAL_ERROR "${_command}\nended with ${_code}:\n${_out}")
  endif()
  set(_out "${_out}" PARENT_SCOPE)
endfunction()

# The same, and what it prints must match `pattern`.
function(run_and_match pattern)
  run(${ARGN})
  if(NOT _out MATCHES "${pattern}")
    list(JOIN ARGN " " _command)
    message(FATAL_ERROR "${_command}\nprinted, without \"${pattern}\":\n${_out}")
  endif()
  set(_out "${_out}" PARENT_SCOPE)
endfunction()

set(_flags -std=c++20)
if(SANITIZE)
  list(APPEND _flags -fsanitize=${SANITIZE})
endif()
list(JOIN _flags " " _cmake_flags)
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${_prefix})

# A prefix must not point back into the tree it came from.
file(GLOB_RECURSE _config ${_prefix}/*.cmake ${_prefix}/*.pc)
foreach(_file ${_config})
  file(READ ${_file} _text)
  string(FIND "${_text}" "${BUILD_DIR}/" _at)
  if(NOT _at EQUAL -1)
    message(FATAL_ERROR "${_file} mentions the build folder ${BUILD_DIR}")
  endif()
endforeach()
# One folder of headers, and no name in it that means something to others.
file(GLOB _roots RELATIVE ${_prefix}/include ${_prefix}/include/*)
if(NOT _roots STREQUAL "pullgraph")
  message(FATAL_ERROR "${_prefix}/include holds: ${_roots}")
endif()
if(EXISTS ${_prefix}/include/pullgraph/graph/parallel.h)
  message(FATAL_ERROR "an internal header is installed: graph/parallel.h")
endif()

# Moved elsewhere it still works.
file(RENAME ${_prefix} ${WORK_DIR}/moved)
set(_prefix ${WORK_DIR}/moved)
foreach(_project CLIENT EXAMPLES)
  run(${CMAKE_COMMAND} -S ${${_project}_DIR} -B ${WORK_DIR}/${_project} -G Ninja
      -D CMAKE_PREFIX_PATH=${_prefix} -D CMAKE_CXX_COMPILER=${CXX}
      -D CMAKE_BUILD_TYPE=${BUILD_TYPE} -D CMAKE_CXX_FLAGS=${_cmake_flags})
  run(${CMAKE_COMMAND} --build ${WORK_DIR}/${_project})
endforeach()
run_and_match("2 clusters among 6 members" ${WORK_DIR}/CLIENT/client ${WORK_DIR}/client.pull)
message(STATUS "${_out}")
run(${WORK_DIR}/CLIENT/kernels_client)

# With pkg-config: shared, and with the library inside the program.
file(GLOB_RECURSE _pc ${_prefix}/*/pullgraph.pc)
get_filename_component(_pc_dir ${_pc} DIRECTORY)
get_filename_component(_lib_dir ${_pc_dir} DIRECTORY)
set(ENV{PKG_CONFIG_PATH} ${_pc_dir})
find_program(PKG_CONFIG pkg-config REQUIRED)
run(${PKG_CONFIG} --cflags --libs pullgraph)
separate_arguments(_shared UNIX_COMMAND "${_out}")
run(${PKG_CONFIG} --static --cflags --libs pullgraph)
string(REPLACE "-lpullgraph" "-l:libpullgraph.a" _out "${_out}")
separate_arguments(_static UNIX_COMMAND "${_out}")
run(${CXX} ${_flags} ${CLIENT_DIR}/client.cc -o ${WORK_DIR}/client ${_shared}
    -Wl,-rpath,${_lib_dir})
run_and_match("2 clusters among 6 members" ${WORK_DIR}/client ${WORK_DIR}/client.pull)
run(${CXX} ${_flags} ${CLIENT_DIR}/kernels_client.cc -o ${WORK_DIR}/kernels_client ${_static})
run(${WORK_DIR}/kernels_client)

# The command, and the examples on what it makes.
run(${_prefix}/bin/pullgraph --version)
run_and_match("members" ${_prefix}/bin/pullgraph info ${WORK_DIR}/client.pull)
set(_community ${WORK_DIR}/g.pull)
run(${_prefix}/bin/pullgraph generate community --members 300 --ties 500 -o ${_community})
run_and_match("10 opportunities, AUC 0" ${WORK_DIR}/EXAMPLES/rank ${_community})
run_and_match("members can be introduced to m1; [1-9][0-9]* gatekeepers"
              ${WORK_DIR}/EXAMPLES/boost_graph ${_community} m1)
