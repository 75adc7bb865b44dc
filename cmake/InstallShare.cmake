# At install time: puts the manual pages and completions that the command has written
# about itself, whichever there are, where man and the shells look for them.
#   SHARE_DIR  where they are: man/man1/*.1, completions/*; or pullgraph.1, pullgraph.bash
#   DATA_DIR, MAN_DIR  where they go, below the prefix
find_program(GZIP gzip)

function(install_as folder name file)
  file(COPY_FILE "${file}" "${SHARE_DIR}/staged/${name}")
  file(INSTALL "${SHARE_DIR}/staged/${name}" DESTINATION "${CMAKE_INSTALL_PREFIX}/${folder}")
endfunction()

file(REMOVE_RECURSE "${SHARE_DIR}/staged")
file(MAKE_DIRECTORY "${SHARE_DIR}/staged")

file(GLOB _pages "${SHARE_DIR}/man/man1/*.1")
if(NOT _pages)
  file(GLOB _pages "${SHARE_DIR}/*.1")
endif()
foreach(_page ${_pages})
  get_filename_component(_name "${_page}" NAME)
  set(_file "${_page}")
  if(GZIP)  # Without name and time: the same page gives the same bytes.
    set(_name "${_name}.gz")
    set(_file "${SHARE_DIR}/page.gz")
    execute_process(COMMAND "${GZIP}" -9nc "${_page}" OUTPUT_FILE "${_file}" RESULT_VARIABLE _code)
    if(NOT _code EQUAL 0)
      message(FATAL_ERROR "gzip of ${_page} failed")
    endif()
  endif()
  install_as("${MAN_DIR}/man1" "${_name}" "${_file}")
endforeach()

# Debian keeps what packages bring apart from what the administrator adds.
set(_zsh "${DATA_DIR}/zsh/site-functions")
if(CMAKE_INSTALL_PREFIX MATCHES "/usr$")
  set(_zsh "${DATA_DIR}/zsh/vendor-completions")
endif()
file(GLOB _files "${SHARE_DIR}/completions/*")
if(NOT _files)
  file(GLOB _files "${SHARE_DIR}/*.bash")
endif()
foreach(_file ${_files})
  get_filename_component(_name "${_file}" NAME)
  if(_name MATCHES "^(.*)[.]bash$")
    install_as("${DATA_DIR}/bash-completion/completions" "${CMAKE_MATCH_1}" "${_file}")
  elseif(_name MATCHES "[.]fish$")
    install_as("${DATA_DIR}/fish/vendor_completions.d" "${_name}" "${_file}")
  elseif(_name MATCHES "^_")
    install_as("${_zsh}" "${_name}" "${_file}")
  else()
    message(FATAL_ERROR "${_file}: completion for which shell? Expected *.bash, *.fish or _*")
  endif()
endforeach()
