// The tests; and, with `tries FOLDER TRIES BEFORE [GROUP]`, every attempt's tries, under callgrind, which counts what
// happens in same_work_measured.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "tests/same_work/fleet_database.h"
#include "tests/same_work/tries.h"

// Where callgrind begins and ends to count.
extern "C" [[gnu::noinline]] void same_work_measured(const std::function<void()>& tries) {
  tries();
  asm volatile("" ::: "memory");
}

namespace dialtone {
namespace {

int do_tries(const std::string& folder, const TryCounts& counts, const std::string& only) {
  for (const bool authenticates : {false, true}) {
    make_fleet_database(folder + (authenticates ? "/users.db" : "/open.db"), authenticates);
  }
  for (const AttemptGroup& group : all_attempts()) {
    if (group.name.find(only) == std::string::npos) continue;
    for (const Attempt& attempt : group.attempts) {
      if (attempt.is_only_counted) continue;
      for (const bool warm : {false, true}) {
        const std::string database = folder + (group.authenticates ? "/users.db" : "/open.db");
        const std::uint64_t others = try_all(group, attempt, warm, counts, database, same_work_measured);
        std::printf("%s|%s|%s|%llu\n", group.name.c_str(), attempt.name.c_str(), warm ? "warm" : "cold",
                    static_cast<unsigned long long>(others));
        std::fflush(stdout);
      }
    }
  }
  return 0;
}

}  // namespace
}  // namespace dialtone

int main(int argc, char** argv) {
  if (argc >= 5 && std::string(argv[1]) == "tries") {
    return dialtone::do_tries(argv[2], {std::stoull(argv[3]), std::stoull(argv[4])}, argc > 5 ? argv[5] : "");
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
