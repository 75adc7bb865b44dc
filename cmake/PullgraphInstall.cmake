# What is installed, in parts (a .deb each, see PullgraphPackages.cmake):
#   command  the program, its manual pages and completions, docs
#   runtime  libpullgraph.so.*
#   dev      libpullgraph.so, libpullgraph.a, <pullgraph/...>, CMake and pkg-config files
#   python   the Python module, where it is built
# A client says find_package(pullgraph) and links pullgraph::pullgraph (shared) or
# pullgraph::pullgraph_static.
include(CMakePackageConfigHelpers)
include(PullgraphDependencies)
include(PullgraphHeaders)

# One library of all folders' objects; nothing is compiled for it.
get_property(_folders GLOBAL PROPERTY PULLGRAPH_LIBRARIES)
pullgraph_foreign_targets(_link "${_folders}")
pullgraph_names_of(_public "${_link_PUBLIC}")
pullgraph_names_of(_all "${_link_PUBLIC};${_link_PRIVATE}")
# What a folder finds is known in that folder alone.
list(TRANSFORM _all_PACKAGES REPLACE "(.+)" "find_dependency(\\1)" OUTPUT_VARIABLE _find)
foreach(_package ${_all_PACKAGES})
  find_package(${_package} QUIET REQUIRED)
endforeach()
if(_all_CHECKS)
  find_package(PkgConfig QUIET REQUIRED)
  list(APPEND _find "find_dependency(PkgConfig)")
endif()
foreach(_check ${_all_CHECKS})
  string(REPLACE "=" ";" _check "${_check}")
  list(GET _check 0 _name)
  list(GET _check 1 _module)
  pkg_check_modules(${_name} REQUIRED QUIET IMPORTED_TARGET ${_module})
  list(APPEND _find "pkg_check_modules(${_name} REQUIRED QUIET IMPORTED_TARGET ${_module})")
endforeach()
list(JOIN _find "\n" PULLGRAPH_FIND_DEPENDENCIES)

set(_objects "")
foreach(_folder ${_folders})
  list(APPEND _objects $<TARGET_OBJECTS:${_folder}>)
endforeach()
foreach(_kind shared static)
  string(TOUPPER ${_kind} _kind_upper)
  add_library(pullgraph_${_kind} ${_kind_upper} ${_objects})
  set_target_properties(pullgraph_${_kind} PROPERTIES
    OUTPUT_NAME pullgraph LINKER_LANGUAGE CXX
    # Before 1.0 a minor version may change everything.
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  target_include_directories(pullgraph_${_kind} INTERFACE
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(pullgraph_${_kind} INTERFACE cxx_std_20)
  target_link_libraries(pullgraph_${_kind} PUBLIC ${_link_PUBLIC}
    PRIVATE ${_link_PRIVATE} $<BUILD_INTERFACE:pullgraph_options>)
endforeach()
set_target_properties(pullgraph_shared PROPERTIES EXPORT_NAME pullgraph)
if(NOT PULLGRAPH_SANITIZE AND NOT PULLGRAPH_BUILD_FUZZERS)  # Their functions are in the program, not in the library.
  target_link_options(pullgraph_shared PRIVATE LINKER:-z,defs LINKER:-z,relro,-z,now)
endif()

# The headers, as users include them.
set(_include "${PROJECT_BINARY_DIR}/include")
list(TRANSFORM PULLGRAPH_PUBLIC_HEADERS PREPEND "${PROJECT_SOURCE_DIR}/" OUTPUT_VARIABLE _headers)
add_custom_command(OUTPUT "${PROJECT_BINARY_DIR}/headers.stamp"
  COMMAND ${CMAKE_COMMAND} -D SOURCE_DIR=${PROJECT_SOURCE_DIR} -D OUTPUT_DIR=${_include}
          -D PROTO_DIR=$<TARGET_PROPERTY:pullgraph_proto,BINARY_DIR>/proto
          -P ${PROJECT_SOURCE_DIR}/cmake/StageHeaders.cmake
  COMMAND ${CMAKE_COMMAND} -E touch "${PROJECT_BINARY_DIR}/headers.stamp"
  DEPENDS ${_headers} pullgraph_proto ${PROJECT_SOURCE_DIR}/cmake/StageHeaders.cmake
          ${PROJECT_SOURCE_DIR}/cmake/PullgraphHeaders.cmake
  COMMENT "Public headers" VERBATIM)
add_custom_target(pullgraph_headers ALL DEPENDS "${PROJECT_BINARY_DIR}/headers.stamp")

# In this build: pullgraph_all is all folders, for what is in the house. A project that
# adds the house as a folder of its own says pullgraph::pullgraph and <pullgraph/...>, too.
add_library(pullgraph_all INTERFACE)
target_link_libraries(pullgraph_all INTERFACE ${_folders})
add_library(pullgraph_outside INTERFACE)
target_link_libraries(pullgraph_outside INTERFACE pullgraph_all)
target_include_directories(pullgraph_outside INTERFACE "${_include}")
add_dependencies(pullgraph_outside pullgraph_headers)
add_library(pullgraph::pullgraph ALIAS pullgraph_outside)

# The command.
set(_doc "${CMAKE_INSTALL_DATADIR}/doc")
install(TARGETS pullgraph_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT command)
install(CODE "set(SHARE_DIR \"${PROJECT_BINARY_DIR}/share\")
set(DATA_DIR \"${CMAKE_INSTALL_DATADIR}\")
set(MAN_DIR \"${CMAKE_INSTALL_MANDIR}\")" COMPONENT command)
install(SCRIPT ${PROJECT_SOURCE_DIR}/cmake/InstallShare.cmake COMPONENT command)
install(FILES README.md DESTINATION ${_doc}/pullgraph COMPONENT command)
install(DIRECTORY docs/ DESTINATION ${_doc}/pullgraph/docs COMPONENT command)

# The library.
install(TARGETS pullgraph_shared EXPORT pullgraphTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
          COMPONENT runtime NAMELINK_COMPONENT dev)
install(TARGETS pullgraph_static EXPORT pullgraphTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev)
install(DIRECTORY ${_include}/pullgraph DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev)
install(DIRECTORY io/proto/ DESTINATION ${CMAKE_INSTALL_DATADIR}/pullgraph/proto COMPONENT dev
        FILES_MATCHING PATTERN "*.proto")
install(DIRECTORY examples/ DESTINATION ${_doc}/libpullgraph-dev/examples COMPONENT dev)

# The module, where Python finds it: for Debian's own Python in dist-packages.
if(TARGET pullgraph_python)
  set(PULLGRAPH_PYTHON_DIR "lib/python3/dist-packages" CACHE STRING "Where the Python module goes, below the prefix")
  install(TARGETS pullgraph_python LIBRARY DESTINATION ${PULLGRAPH_PYTHON_DIR}/pullgraph COMPONENT python)
  install(DIRECTORY ${PROJECT_BINARY_DIR}/python/pullgraph/ DESTINATION ${PULLGRAPH_PYTHON_DIR}/pullgraph
          COMPONENT python FILES_MATCHING PATTERN "*.py" PATTERN "*.pyi" PATTERN "py.typed"
          PATTERN "__pycache__" EXCLUDE)
endif()

# What tells CMake and pkg-config of it.
set(_cmake "${CMAKE_INSTALL_LIBDIR}/cmake/pullgraph")
list(REMOVE_ITEM _all_MODULES ${_public_MODULES})
list(JOIN _public_MODULES ", " PULLGRAPH_PC_REQUIRES)
list(JOIN _all_MODULES ", " PULLGRAPH_PC_REQUIRES_PRIVATE)
set(PULLGRAPH_PROTO_DIR "${CMAKE_INSTALL_DATADIR}/pullgraph/proto")
install(EXPORT pullgraphTargets NAMESPACE pullgraph:: DESTINATION ${_cmake} COMPONENT dev)
configure_package_config_file(cmake/pullgraphConfig.cmake.in
  ${PROJECT_BINARY_DIR}/pullgraphConfig.cmake
  INSTALL_DESTINATION ${_cmake} PATH_VARS PULLGRAPH_PROTO_DIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/pullgraphConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/pullgraphConfig.cmake
              ${PROJECT_BINARY_DIR}/pullgraphConfigVersion.cmake
        DESTINATION ${_cmake} COMPONENT dev)
# Found wherever it is moved: paths are told from the place of the file itself.
file(RELATIVE_PATH PULLGRAPH_PC_PREFIX "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
string(REGEX REPLACE "/$" "" PULLGRAPH_PC_PREFIX "${PULLGRAPH_PC_PREFIX}")
configure_file(cmake/pullgraph.pc.in ${PROJECT_BINARY_DIR}/pullgraph.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/pullgraph.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)

include(PullgraphPackages)
