// A place in a file.
#pragma once

namespace dialtone {

// Line and column count from 1; both are 0 for no place.
struct Place {
  int line = 0;
  int column = 0;
  // 0: the scenario's own file; n: the n-th included file (Scenario::included).
  int file = 0;
};

}  // namespace dialtone
