# Where things go below the prefix. On Debian and Ubuntu libraries live in lib/<arch>, below
# /usr (what cpack packs) as below /usr/local; CMake knows that of /usr alone.
if(NOT DEFINED CMAKE_INSTALL_LIBDIR AND CMAKE_LIBRARY_ARCHITECTURE AND EXISTS /etc/debian_version)
  set(CMAKE_INSTALL_LIBDIR "lib/${CMAKE_LIBRARY_ARCHITECTURE}"
      CACHE PATH "Libraries, below the prefix")
endif()
include(GNUInstallDirs)
