# `cpack` in the build folder makes these packages for Debian:
#   pullgraph_*.deb          the command
#   libpullgraph<SO>_*.deb   the shared library, apart and named after its SONAME, so that
#                            two versions can be there at once (Debian policy 8.1)
#   libpullgraph-dev_*.deb   all that one needs to build against it
#   python3-pullgraph_*.deb  the Python module, where it is built
# Install prefix, names and sections are Debian's; `cmake --install` knows nothing of this.
set(_runtime "libpullgraph${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}")
# Who answers for the packages: as for Debian's own tools, DEBFULLNAME and DEBEMAIL say.
# Without them the address is one that reaches nobody.
set(PULLGRAPH_MAINTAINER "" CACHE STRING "Maintainer of the packages: Name <address>")
if(PULLGRAPH_MAINTAINER)
  set(_maintainer "${PULLGRAPH_MAINTAINER}")
elseif(DEFINED ENV{DEBEMAIL} AND DEFINED ENV{DEBFULLNAME})
  set(_maintainer "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
else()
  set(_maintainer "pullgraph maintainers <maintainers@pullgraph.example>")
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pullgraph)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # Each package has its own.
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "${_maintainer}")
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/packages")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL command runtime dev)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
# A folder is 755 whatever the umask of who builds.
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
# Before 1.0 only the same version is sure to be compatible.
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY "=")

set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME pullgraph)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SECTION science)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_COMMAND_DESCRIPTION "find where people already pull on a market
pullgraph turns the export of a community (a Stack Exchange dump, CSV tables,
an edge list, the package archive of a Debian machine) into one checked
protobuf file, and answers from that file whom to meet next: with what,
through whom, how likely it is, what it is worth, and why. Every list is
back-tested on history.

This package contains the command, its manual pages and completions.")

set(_about "pullgraph analyses communities as graphs: introductions, likelihoods of
pulls, clusters at the edge of a market, unmet needs, and one ranked list of
opportunities. Its graph models the concepts of Boost.Graph.
")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME ${_runtime})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_RUNTIME_DESCRIPTION "community graph analysis - shared library
${_about}
This package contains the shared library.")
# What has to be done once it is there: its line among those of ldconfig.
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA "${PROJECT_SOURCE_DIR}/cmake/debian/triggers")
install(FILES cmake/debian/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
        RENAME ${_runtime} COMPONENT runtime EXCLUDE_FROM_ALL)

list(SORT _all_DEBIAN)
list(JOIN _all_DEBIAN ", " _needed)
set(CPACK_DEBIAN_DEV_PACKAGE_NAME libpullgraph-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "${_runtime} (= ${PROJECT_VERSION}), ${_needed}")
# pullgraphConfig.cmake asks it where isa-l is.
string(APPEND CPACK_DEBIAN_DEV_PACKAGE_DEPENDS ", pkg-config")
set(CPACK_DEBIAN_DEV_PACKAGE_SUGGESTS "cmake, protobuf-compiler")
set(CPACK_DEBIAN_DEV_DESCRIPTION "community graph analysis - development files
${_about}
This package contains the headers, the static library, what CMake and
pkg-config need, the protobuf schema and examples.")

set(_components command runtime dev)
if(TARGET pullgraph_python)
  list(APPEND _components python)
  list(APPEND CPACK_COMPONENTS_ALL python)
  # Compiled for one version of Python.
  math(EXPR _next "${Python_VERSION_MINOR} + 1")
  set(_python "python3 (>= ${Python_VERSION_MAJOR}.${Python_VERSION_MINOR}), python3 (<< ${Python_VERSION_MAJOR}.${_next})")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-pullgraph)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "${_python}, python3-numpy")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SUGGESTS "python3-pandas, python3-networkx, python3-scipy")
  set(CPACK_DEBIAN_PYTHON_DESCRIPTION "community graph analysis - Python module
${_about}
This package contains the module for Python: verbs as functions, answers as
tables for pandas and Arrow, communities from and to NetworkX and SciPy.")
endif()

# What Debian wants beside the files; left out by a plain `cmake --install`.
set(_debian "${PROJECT_BINARY_DIR}/debian")
file(MAKE_DIRECTORY "${_debian}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS cmake/debian/changelog)
find_program(PULLGRAPH_GZIP gzip)
if(PULLGRAPH_GZIP)
  execute_process(COMMAND ${PULLGRAPH_GZIP} -9nc ${PROJECT_SOURCE_DIR}/cmake/debian/changelog
                  OUTPUT_FILE "${_debian}/changelog.gz")
endif()
foreach(_component ${_components})
  string(TOUPPER ${_component} _upper)
  set(_package ${CPACK_DEBIAN_${_upper}_PACKAGE_NAME})
  install(FILES cmake/debian/copyright DESTINATION ${_doc}/${_package}
          COMPONENT ${_component} EXCLUDE_FROM_ALL)
  install(FILES "${_debian}/changelog.gz" DESTINATION ${_doc}/${_package}
          COMPONENT ${_component} EXCLUDE_FROM_ALL)
endforeach()

include(CPack)
