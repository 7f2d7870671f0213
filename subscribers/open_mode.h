// How the user database's file is opened.
#pragma once

namespace dialtone {

enum class OpenMode {
  kReadWriteCreate,  // made with mode 0600 where it is missing
  kExisting,         // must be there, with its table
};

}  // namespace dialtone
