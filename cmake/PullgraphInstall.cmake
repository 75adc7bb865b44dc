# install + export: a client says find_package(pullgraph) and links
# pullgraph::pullgraph (everything) or a single folder, e.g. pullgraph::kernels.
include(CMakePackageConfigHelpers)
get_property(_libraries GLOBAL PROPERTY PULLGRAPH_LIBRARIES)
add_library(pullgraph_all INTERFACE)
add_library(pullgraph::pullgraph ALIAS pullgraph_all)
set_target_properties(pullgraph_all PROPERTIES EXPORT_NAME pullgraph)
target_link_libraries(pullgraph_all INTERFACE ${_libraries})

install(TARGETS ${_libraries} pullgraph_all EXPORT pullgraphTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS pullgraph_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
foreach(_folder graph algorithms io)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${_folder}
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/pullgraph
          FILES_MATCHING PATTERN "*.h")
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/io/proto/
        DESTINATION ${CMAKE_INSTALL_DATADIR}/pullgraph/proto
        FILES_MATCHING PATTERN "*.proto")
install(EXPORT pullgraphTargets NAMESPACE pullgraph::
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/pullgraph)
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/pullgraphConfig.cmake.in
  ${PROJECT_BINARY_DIR}/pullgraphConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/pullgraph)
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/pullgraphConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/pullgraphConfig.cmake
              ${PROJECT_BINARY_DIR}/pullgraphConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/pullgraph)
