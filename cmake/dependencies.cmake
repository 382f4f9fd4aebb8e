# Eigen, nlohmann/json and Catch2, header-only, from the system. As system includes: their warnings
# are not ours.

# Emscripten must not see /usr/include itself, so each library is linked into a folder of its own.
function(add_header_library name header)
  find_path(${name}_root ${header} PATHS /usr/include /usr/local/include /opt/homebrew/include
    PATH_SUFFIXES eigen3 NO_CMAKE_FIND_ROOT_PATH REQUIRED)
  string(REGEX MATCH "^[^/]+" folder ${header})
  set(view ${CMAKE_BINARY_DIR}/include/${name})
  file(MAKE_DIRECTORY ${view})
  file(CREATE_LINK ${${name}_root}/${folder} ${view}/${folder} SYMBOLIC)
  add_library(${name} INTERFACE)
  target_include_directories(${name} SYSTEM INTERFACE ${view})
endfunction()

add_header_library(eigen Eigen/Core)
add_header_library(nlohmann nlohmann/json.hpp)
if(GRADSCOPE_TESTS)
  add_header_library(catch2 catch2/catch.hpp)
endif()
