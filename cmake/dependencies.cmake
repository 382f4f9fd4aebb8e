# Eigen, nlohmann/json and Catch2, header-only, from the system. As system includes: their warnings
# are not ours.

# Emscripten must not see /usr/include itself, so each library is linked into a folder of its own.
# Where one is missing only the targets that use it fail: the module needs nothing but Eigen.
function(add_header_library name header)
  set(roots /usr/include /usr/local/include /opt/homebrew/include)
  find_path(${name}_root ${header} PATHS ${roots} PATH_SUFFIXES eigen3 NO_CMAKE_FIND_ROOT_PATH)
  add_library(${name} INTERFACE)
  if(${name}_root)
    string(REGEX MATCH "^[^/]+" folder ${header})
    set(view ${CMAKE_BINARY_DIR}/include/${name})
    file(MAKE_DIRECTORY ${view})
    file(CREATE_LINK ${${name}_root}/${folder} ${view}/${folder} SYMBOLIC)
    target_include_directories(${name} SYSTEM INTERFACE ${view})
  else()
    list(TRANSFORM roots APPEND /${header} OUTPUT_VARIABLE places)
    file(GLOB places CONFIGURE_DEPENDS ${places})  # each build looks whether it is there now
    add_custom_target(${name}_missing VERBATIM COMMAND ${CMAKE_COMMAND} -E echo
      "<${header}> was not found. `node web/tools/setup.mjs --test` installs it or says how."
      COMMAND ${CMAKE_COMMAND} -E false)
    add_dependencies(${name} ${name}_missing)
  endif()
endfunction()

add_header_library(eigen Eigen/Core)
add_header_library(nlohmann nlohmann/json.hpp)
if(GRADSCOPE_TESTS)
  add_header_library(catch2 catch2/catch.hpp)
endif()
