// Where in a file something stands.
#pragma once

namespace dialtone {

// Both counted from 1; 0 where it is nowhere.
struct Place {
  int line = 0;
  int column = 0;
  // 0: the scenario's own; else the n-th of the files that it includes (Scenario::included).
  int file = 0;
};

}  // namespace dialtone
