// A database in a folder of its own, and another program that has it open.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "subscribers/sqlite/sqlite_store.h"

namespace dialtone {

// A temporary folder, removed with this object.
class DatabaseFolder {
 public:
  DatabaseFolder() {
    std::string name = testing::TempDir() + "subscribers.XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  ~DatabaseFolder() { std::filesystem::remove_all(path_); }
  DatabaseFolder(const DatabaseFolder&) = delete;
  DatabaseFolder& operator=(const DatabaseFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string database() const { return path_ / "subscribers.db"; }

  std::unique_ptr<SqliteSubscriberStore> open(
      SqliteSubscriberStore::Mode mode = SqliteSubscriberStore::Mode::kReadWriteCreate) const {
    auto store = SqliteSubscriberStore::open(database(), mode);
    EXPECT_TRUE(store) << store.error().reason;
    if (!store) std::abort();
    return *std::move(store);
  }
  // Returns why the database cannot be opened; empty if it can.
  std::string open_failure(SqliteSubscriberStore::Mode mode) const {
    auto store = SqliteSubscriberStore::open(database(), mode);
    return store ? std::string() : store.error().reason;
  }

 private:
  std::filesystem::path path_;
};

// A connection other than the store's.
class OtherProgram {
 public:
  explicit OtherProgram(const std::string& database) {
    if (sqlite3_open(database.c_str(), &connection_) != SQLITE_OK) std::abort();
  }
  ~OtherProgram() { sqlite3_close(connection_); }
  OtherProgram(const OtherProgram&) = delete;
  OtherProgram& operator=(const OtherProgram&) = delete;

  // Returns SQLite's result code.
  int run(const std::string& sql) { return sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr); }

  // Returns the first column of the only row.
  std::string ask(const std::string& sql) {
    std::string answer = "nothing";
    const auto keep = [](void* place, int, char** values, char**) {
      *static_cast<std::string*>(place) = values[0] == nullptr ? "null" : values[0];
      return 0;
    };
    sqlite3_exec(connection_, sql.c_str(), keep, &answer, nullptr);
    return answer;
  }
  // Returns the last column of all rows.
  std::string ask_last(const std::string& sql) {
    std::string answer;
    const auto keep = [](void* place, int columns, char** values, char**) {
      static_cast<std::string*>(place)->append(values[columns - 1]).append("\n");
      return 0;
    };
    sqlite3_exec(connection_, sql.c_str(), keep, &answer, nullptr);
    return answer;
  }

 private:
  sqlite3* connection_ = nullptr;
};

}  // namespace dialtone
