// Runs the tests. `databases FOLDER` makes the databases for the attempts. `tries FOLDER PART PARTS TRIES BEFORE
// [GROUP]` runs a part's attempts under callgrind, which counts inside same_work_measured.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "tests/same_work/fleet_database.h"
#include "tests/same_work/tries.h"

// callgrind counts from the call to the return of this function.
extern "C" [[gnu::noinline]] void same_work_measured(const std::function<void()>& tries) {
  tries();
  asm volatile("" ::: "memory");
}

namespace dialtone {
namespace {

std::string database_in(const std::string& folder, bool authenticates) {
  return folder + (authenticates ? "/users.db" : "/open.db");
}

int make_databases(const std::string& folder) {
  for (const bool authenticates : {false, true}) make_fleet_database(database_in(folder, authenticates), authenticates);
  return 0;
}

// Runs every `parts`-th group, from `part` on.
int do_tries(const std::string& folder, std::size_t part, std::size_t parts, const TryCounts& counts,
             const std::string& only) {
  const std::vector<AttemptGroup> groups = all_attempts();
  for (std::size_t number = part; number < groups.size(); number += parts) {
    const AttemptGroup& group = groups[number];
    if (group.name.find(only) == std::string::npos) continue;
    for (const Attempt& attempt : group.attempts) {
      if (attempt.is_only_counted) continue;
      const std::string database = database_in(folder, group.authenticates);
      const OtherAnswers others = try_all(group, attempt, counts, database, same_work_measured);
      for (const bool warm : {false, true}) {
        std::printf("%s|%s|%s|%llu\n", group.name.c_str(), attempt.name.c_str(), warm ? "warm" : "cold",
                    static_cast<unsigned long long>(warm ? others.warm : others.cold));
      }
      std::fflush(stdout);
    }
  }
  return 0;
}

}  // namespace
}  // namespace dialtone

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "databases") return dialtone::make_databases(argv[2]);
  if (argc >= 7 && std::string(argv[1]) == "tries") {
    return dialtone::do_tries(argv[2], std::stoull(argv[3]) - 1, std::stoull(argv[4]),
                              {std::stoull(argv[5]), std::stoull(argv[6])}, argc > 7 ? argv[7] : "");
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
