# cmake -P: writes the public headers as users include them. In the house a header says
# "graph/ids.h"; outside that name is too common, so there it is "pullgraph/graph/ids.h".
#   -D SOURCE_DIR  the house     -D PROTO_DIR  where pullgraph/v1/*.pb.h are
#   -D OUTPUT_DIR  an include folder; its pullgraph/ is written
cmake_minimum_required(VERSION 3.22)
include(${CMAKE_CURRENT_LIST_DIR}/PullgraphHeaders.cmake)

# Leaves alone what is as it should be, so that nothing is compiled again for it.
function(write_if_different path text)
  if(EXISTS "${path}")
    file(READ "${path}" _old)
    if(_old STREQUAL text)
      return()
    endif()
  endif()
  file(WRITE "${path}" "${text}")
endfunction()

set(_wanted "")
foreach(_header ${PULLGRAPH_PUBLIC_HEADERS})
  file(READ "${SOURCE_DIR}/${_header}" _text)
  string(REGEX REPLACE "(\n#include \")(graph|algorithms|io)/" "\\1pullgraph/\\2/" _text "${_text}")
  write_if_different("${OUTPUT_DIR}/pullgraph/${_header}" "${_text}")
  list(APPEND _wanted "${_header}")
endforeach()

file(GLOB_RECURSE _generated RELATIVE "${PROTO_DIR}/pullgraph" "${PROTO_DIR}/pullgraph/*.pb.h")
foreach(_header ${_generated})
  get_filename_component(_folder "${_header}" DIRECTORY)
  file(COPY "${PROTO_DIR}/pullgraph/${_header}" DESTINATION "${OUTPUT_DIR}/pullgraph/${_folder}")
  list(APPEND _wanted "${_header}")
endforeach()

# What has become internal goes.
file(GLOB_RECURSE _there RELATIVE "${OUTPUT_DIR}/pullgraph" "${OUTPUT_DIR}/pullgraph/*")
list(REMOVE_ITEM _there ${_wanted})
foreach(_header ${_there})
  file(REMOVE "${OUTPUT_DIR}/pullgraph/${_header}")
endforeach()
