# What the library needs besides itself, and what that is called elsewhere.
#
# One line a CMake target that a folder links to (a pattern stands for many):
#   target | package for find_dependency | pkg-config module | Debian package
# "-" is none; "=" in the column of the module is the target's name with _ for ::. A target
# PkgConfig::X is made by pkg_check_modules(X ...), here as in pullgraphConfig.cmake.
# A folder that links to something new stops here, with a sentence, until it has a line.
set(PULLGRAPH_DEPENDENCIES
  "absl::.*                     | absl     | =        | libabsl-dev"
  "Boost::headers               | Boost    | -        | libboost-dev"
  "Threads::Threads             | Threads  | -        | -"
  "protobuf::libprotobuf        | Protobuf | protobuf | libprotobuf-dev"
  "zstd::libzstd_shared         | zstd     | libzstd  | libzstd-dev"
  "ZLIB::ZLIB                   | ZLIB     | zlib     | zlib1g-dev"
  "OpenSSL::Crypto              | OpenSSL  | libcrypto | libssl-dev"
  "BZip2::BZip2                 | BZip2    | -        | libbz2-dev"
  "LibLZMA::LibLZMA             | LibLZMA  | liblzma  | liblzma-dev"
  "EXPAT::EXPAT                 | EXPAT    | expat    | libexpat1-dev"
  "PkgConfig::PULLGRAPH_ISAL    | -        | libisal  | libisal-dev"
  "LibArchive::LibArchive       | LibArchive | -      | libarchive-dev"
  "PostgreSQL::PostgreSQL       | PostgreSQL | -      | libpq-dev"
  "SQLite::SQLite3              | SQLite3  | -        | libsqlite3-dev"
  "PkgConfig::PULLGRAPH_UTF8PROC | -       | libutf8proc | libutf8proc-dev"
  "PkgConfig::PULLGRAPH_SIMDJSON | -       | simdjson | libsimdjson-dev"
  "PkgConfig::PULLGRAPH_LZ4     | -        | liblz4   | liblz4-dev")
# Headers only, and not in a public one: nothing is left of them in the library.
set(PULLGRAPH_HEADER_ONLY nlohmann_json::nlohmann_json Eigen3::Eigen)

# Sets <prefix>_PUBLIC and <prefix>_PRIVATE to the foreign targets that `folders` link
# to: public is what their headers include.
function(pullgraph_foreign_targets prefix folders)
  set(_public "")
  set(_private "")
  foreach(_folder ${folders})
    get_target_property(_links ${_folder} INTERFACE_LINK_LIBRARIES)
    foreach(_link ${_links})
      if(_link MATCHES "^[$]<LINK_ONLY:([^$]+)>$")
        list(APPEND _private "${CMAKE_MATCH_1}")
      elseif(NOT _link MATCHES "[$]<" AND NOT _link MATCHES "^pullgraph_")
        list(APPEND _public "${_link}")
      endif()
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES _public)
  list(REMOVE_DUPLICATES _private)
  list(REMOVE_ITEM _private ${_public} ${PULLGRAPH_HEADER_ONLY})
  set(${prefix}_PUBLIC "${_public}" PARENT_SCOPE)
  set(${prefix}_PRIVATE "${_private}" PARENT_SCOPE)
endfunction()

# Sets <prefix>_PACKAGES, <prefix>_MODULES and <prefix>_DEBIAN to what `targets` are
# called there, and <prefix>_CHECKS to what pkg_check_modules makes targets of: X=module.
function(pullgraph_names_of prefix targets)
  set(_packages "")
  set(_modules "")
  set(_debian "")
  set(_checks "")
  foreach(_target ${targets})
    set(_found FALSE)
    foreach(_line ${PULLGRAPH_DEPENDENCIES})
      string(REGEX REPLACE " *[|] *" ";" _names "${_line}")
      list(GET _names 0 _pattern)
      if(_target MATCHES "^${_pattern}$")
        set(_found TRUE)
        list(GET _names 1 _package)
        list(GET _names 2 _module)
        list(GET _names 3 _deb)
        if(_module STREQUAL "=")
          string(REPLACE "::" "_" _module "${_target}")
        endif()
        if(_target MATCHES "^PkgConfig::(.*)$")
          list(APPEND _checks ${CMAKE_MATCH_1}=${_module})
        endif()
        list(APPEND _packages ${_package})
        list(APPEND _modules ${_module})
        list(APPEND _debian ${_deb})
        break()
      endif()
    endforeach()
    if(NOT _found)
      message(FATAL_ERROR "the library links to ${_target}: give it a line in "
                          "cmake/PullgraphDependencies.cmake")
    endif()
  endforeach()
  foreach(_what packages modules debian checks)
    list(REMOVE_ITEM _${_what} "-")
    list(REMOVE_DUPLICATES _${_what})
    string(TOUPPER ${_what} _upper)
    set(${prefix}_${_upper} "${_${_what}}" PARENT_SCOPE)
  endforeach()
endfunction()
