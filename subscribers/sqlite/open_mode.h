// How the user database's file is opened.
#pragma once

namespace dialtone {

enum class OpenMode {
  kReadWriteCreate,  // made with mode 0600 where it is missing
  kExisting,         // must be there, with its table; read-only where it may not be written
};

// Whether opening waits while another program holds the database.
enum class Patience {
  kMoment,  // half a second: others that open it at this moment hold it for a moment
  kNone,
};

}  // namespace dialtone
