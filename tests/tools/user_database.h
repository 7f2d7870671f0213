// The user database of a test, made by `prov_server subscribers`.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {

// Makes `folder`/users.db with three generated subscribers of voip.example.net; returns its path.
inline std::string make_user_database(const Folder& folder) {
  Command generate("prov_server", {"subscribers", "generate", "--count", "3", "--domain", "voip.example.net"},
                   folder.path());
  EXPECT_EQ(generate.wait(), 0) << generate.err();
  Command import("prov_server", {"subscribers", "import", "--database", "users.db", "-"}, folder.path(),
                 generate.out());
  EXPECT_EQ(import.wait(), 0) << import.err();
  EXPECT_EQ(import.out(), "imported 3 subscribers\n");
  return folder.file("users.db");
}

// Another program's connection to the same file.
class OtherProgram {
 public:
  explicit OtherProgram(const std::string& file) { sqlite3_open(file.c_str(), &database_); }
  ~OtherProgram() { sqlite3_close(database_); }
  OtherProgram(const OtherProgram&) = delete;
  OtherProgram& operator=(const OtherProgram&) = delete;

  void execute(const std::string& statement) {
    EXPECT_EQ(sqlite3_exec(database_, statement.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database_);
  }

 private:
  sqlite3* database_ = nullptr;
};

struct DatabaseTrouble {
  std::string file;
  std::string reason;
};

// Makes databases in `folder` that no server can use; returns them with the messages that they must cause.
inline std::vector<DatabaseTrouble> unusable_databases(const Folder& folder) {
  const std::string good = make_user_database(folder);
  std::filesystem::copy_file(good, folder.path() / "newer.db");
  OtherProgram(folder.file("newer.db")).execute("PRAGMA user_version = 99");
  return {{folder.file("none.db"), "there is no such database"},
          {folder.file("newer.db"), "newer"},
          {folder.write("text.db", "Dear diary, today I was opened as a database."), "not a database"},
          {folder.path().string(), "not a file"}};
}

}  // namespace dialtone
