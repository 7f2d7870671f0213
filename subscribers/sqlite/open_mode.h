// How the user database's file is opened.
#pragma once

namespace dialtone {

enum class OpenMode {
  kReadWriteCreate,  // creates a missing file with mode 0600
  kExisting,         // the file and its table must exist; opens read-only if the file cannot be written
};

// How long opening waits while another program has the database locked.
enum class Patience {
  kMoment,  // half a second: another program that opens the database at the same time locks it briefly
  kNone,
};

}  // namespace dialtone
