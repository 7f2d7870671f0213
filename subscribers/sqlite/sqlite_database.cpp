#include "subscribers/sqlite/sqlite_database.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Statement.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "subscribers/sqlite/database_file.h"
#include "subscribers/subscriber_row.h"

namespace dialtone {
namespace {

using Poco::Data::Session;
using namespace Poco::Data::Keywords;

// The index by MAC address includes the serial number, so that a look-up by both reads a subscriber's row once. A
// database of this schema that lacks an index gets the index when it is opened; an index changes no answer.
constexpr std::array<const char*, 5> kIndexes = {
    "CREATE INDEX IF NOT EXISTS subscribers_by_mac ON subscribers (mac_address, serial_number) WHERE enabled",
    "CREATE INDEX IF NOT EXISTS subscribers_by_name ON subscribers (device_name, domain) WHERE enabled",
    "CREATE INDEX IF NOT EXISTS subscribers_by_username ON subscribers (auth_username, domain, device_name)"
    " WHERE enabled",
    "CREATE INDEX IF NOT EXISTS subscribers_by_provision_username ON subscribers"
    " (provision_username, provision_authentication) WHERE provision_authentication <> 'none' AND enabled",
    "CREATE INDEX IF NOT EXISTS subscribers_who_authenticate ON subscribers (provision_authentication)"
    " WHERE provision_authentication <> 'none' AND enabled"};

// Turns SQLite's own mutexes off: each connection is used on one thread only. Otherwise a look-up takes and releases
// some 150 mutexes, a twentieth of a server's cost of an answer. Has no effect if SQLite is in use already.
void configure_once() {
  static const bool configured = [] {
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return true;
  }();
  static_cast<void>(configured);
}

Result<void> check_file(const std::string& file, OpenMode mode) {
  if (mode == OpenMode::kReadWriteCreate) {
    if (const Result<void> made = make_private(file); !made) return made.error();
  }
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) {
    if (errno != ENOENT) return Failure{file + ": the database cannot be reached: " + std::strerror(errno)};
    return Failure{file + ": there is no such database; make one with `prov_server subscribers import`"};
  }
  if (!S_ISREG(status.st_mode)) return Failure{file + ": not a file; name a database"};
  if (may_write_database(file)) return {};
  if (mode == OpenMode::kReadWriteCreate) return database_failure(file, SQLITE_READONLY);
  if (may_read_database(file)) return {};
  return Failure{file + ": the database may not be read; make it readable, and best writable, its folder too"};
}

int count_of(Session& session, const std::string& what) {
  int count = 0;
  session << "SELECT count(*) FROM " << what, into(count), now;
  return count;
}

// Only the serial number is unique by schema. Import and each look-up check the other columns over enabled rows only: a
// device that was sold on leaves its old row in the table. Domains are compared as in DNS, without case.
void make_schema(Session& session) {
  session << "BEGIN IMMEDIATE", now;
  // Another process may have created the schema in the meantime.
  if (count_of(session, "sqlite_master") == 0) {
    session << table_definition(), now;
    for (const char* index : kIndexes) session << index, now;
    session << "PRAGMA user_version = " << kSchemaVersion, now;
  }
  session << "COMMIT", now;
}

void add_missing_indexes(Session& session) {
  const int indexes =
      count_of(session, "sqlite_master WHERE type = 'index' AND name LIKE 'subscribers\\_%' ESCAPE '\\'");
  if (indexes >= static_cast<int>(kIndexes.size())) return;
  session << "BEGIN IMMEDIATE", now;
  for (const char* index : kIndexes) session << index, now;
  session << "COMMIT", now;
}

Result<void> prepare_schema(const std::string& path, OpenMode mode, bool read_only, Session& session) {
  int version = 0;
  session << "PRAGMA user_version", into(version), now;
  if (version > kSchemaVersion) {
    return Failure{path + ": its schema is version " + std::to_string(version) + ", newer than this program's " +
                   std::to_string(kSchemaVersion) + "; use a newer dialtone"};
  }
  if (count_of(session, "sqlite_master") == 0 && version == 0) {
    if (mode == OpenMode::kExisting) {
      return Failure{path + ": an empty database; fill it with `prov_server subscribers import`"};
    }
    make_schema(session);
    return {};
  }
  if (version != kSchemaVersion || count_of(session, "sqlite_master WHERE name = 'subscribers'") == 0) {
    return Failure{path + ": the database of another program; name another file"};
  }
  if (!read_only) add_missing_indexes(session);
  return {};
}

}  // namespace

Failure database_failure(const std::string& path, int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Failure{path + ": the database is locked by another program; end that, or wait and try again"};
    case SQLITE_READONLY: return Failure{path + ": the database is read-only; make it and its folder writable"};
    case SQLITE_NOTADB: return Failure{path + ": not a database; name another file"};
    case SQLITE_CORRUPT: return Failure{path + ": the database is damaged; import an export into a new one"};
    case SQLITE_FULL: return Failure{path + ": the disk is full; make room and try again"};
    default:
      return Failure{path + ": the database cannot be used (" + sqlite3_errstr(code) +
                     "); check the disk and the "
                     "permissions"};
  }
}

namespace {

// Returns the error for a statement that failed while the database was opened.
Failure opening_failure(const std::string& path, bool read_only, int code) {
  const bool is_log = (code & 0xFF) == SQLITE_CANTOPEN || (code & 0xFF) == SQLITE_READONLY;
  if (!read_only || !is_log) return database_failure(path, code);
  return Failure{path +
                 ": the database is read-only, and a program that ended early left it a log; open it once where "
                 "it is writable"};
}

}  // namespace

Result<Session> open_database(const std::string& path, OpenMode mode, Patience patience) {
  const std::string file = file_of(path);
  if (const Result<void> checked = check_file(file, mode); !checked) return checked.error();
  configure_once();
  try {
    Poco::Data::SQLite::Connector::registerConnector();
    Session session(Poco::Data::SQLite::Connector::KEY, may_write_database(file) ? path : read_only_path(path));
    sqlite3* connection = Poco::Data::SQLite::Utility::dbHandle(session);
    const bool read_only = sqlite3_db_readonly(connection, "main") == 1;
    if (read_only && mode == OpenMode::kReadWriteCreate) return database_failure(path, SQLITE_READONLY);
    try {
      session << "PRAGMA busy_timeout = " << (patience == Patience::kMoment ? 500 : 0), now;
      // Checked before anything is written, because the file may belong to another program.
      if (const Result<void> good = prepare_schema(path, mode, read_only, session); !good) return good.error();
      if (mode == OpenMode::kReadWriteCreate) keep_private(path);
      if (!read_only) session << "PRAGMA journal_mode = WAL", now;
      session << "PRAGMA synchronous = NORMAL", now;
      // A cache of 8 MB holds some twenty thousand subscribers; the system's file cache holds the others.
      session << "PRAGMA cache_size = -8192", now;
      session << "PRAGMA busy_timeout = 0", now;
    } catch (const Poco::Exception&) {
      return opening_failure(path, read_only, sqlite3_errcode(connection));
    }
    return session;
  } catch (const Poco::Exception& exception) {
    return Failure{path + ": the database cannot be opened: " + exception.message() + "; check the permissions"};
  }
}

}  // namespace dialtone
