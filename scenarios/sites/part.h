// One part of a run in processes: a server of the plan, or a share of its devices, in this process and the real world.
//
// The part reads one line from its standard input, and writes events as lines to its standard output until it is asked
// to stop. Each further line is a fault with a trigger, which strikes then.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/language/parties/server_kind.h"
#include "scenarios/language/plan/plan.h"
#include "values/result.h"
#include "values/stop_token.h"

namespace dialtone {

// What a part must be told that the plan cannot know.
struct PartStart {
  // The run's start, in nanoseconds since 1970: what all events count from.
  std::int64_t start = 0;
  // For the devices where all servers are, for a server that starts again where it was.
  ServerEndpoints servers;
  // How often the part has been started before: no two lives of a server share their secrets.
  std::uint32_t earlier_lives = 0;
  // When the last earlier life ended: the part has not recorded what happened to the server since then.
  Moment away_since{};
};
std::string write_part_start(const PartStart& start);
Result<PartStart> parse_part_start(std::string_view line);

// A fault strikes whom it targets. `until`: the end of what it does, so that a process that starts later can be told
// too.
struct PartStrike {
  std::string fault;
  Moment until;
};
std::string write_part_strike(const PartStrike& strike);
std::optional<PartStrike> parse_part_strike(std::string_view line);

// A part's last event: its timers' lag.
inline constexpr std::string_view kPartFinished = "part.finished";
// How often a `fault` has acted since the part told it last: `times`.
inline constexpr std::string_view kPartActed = "part.acted";

// Runs a part until `stop` is requested; where `polite_stop` is too, a server has its power button pressed and finishes
// what it had begun. `name`: of a server's host, or of a DeviceShare. Returns the exit code. Where `description_wanted`
// says so, it prints who awaits what to standard error and goes on. The user database lies beside the plan.
int run_part(const Plan& plan, const std::filesystem::path& plan_file, std::string_view name, StopToken stop,
             StopToken polite_stop, const std::function<bool()>& description_wanted);

// The user database of a run, and what its servers' hosts keep, in its directory.
std::filesystem::path database_in(const std::filesystem::path& directory);
std::filesystem::path flash_in(const std::filesystem::path& directory);

}  // namespace dialtone
