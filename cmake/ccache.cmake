# Compiles through ccache where that is installed. It may take a file that includes a precompiled header
# from its cache, which it does only when told that the header is part of what it compares; and what
# another clone has compiled, because paths inside this one are compared without their beginning.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
    ${CCACHE})
endif()
